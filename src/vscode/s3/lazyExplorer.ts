import * as vscode from 'vscode';
import type { S3Node } from '../../core/s3/nodes';
import type { SessionService } from '../../core/sessions/sessionService';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { VIEW } from '../ids';
import type { Explorer } from './explorer';

/** Where the names of pinned profiles are kept in a workspace. */
export const PINNED_SESSIONS = 'assumeRole.s3.pinnedSessions';

/**
 * The S3 explorer's view. What fills it is loaded when there is a session to show and somebody looks: VS Code asks a
 * view for its rows only while it is in sight.
 */
export class LazyExplorer implements vscode.TreeDataProvider<S3Node>, Disposable {
  readonly #changes = new vscode.EventEmitter<S3Node | undefined>();
  readonly #disposables = new DisposableStore();
  readonly #load: () => Promise<Explorer>;
  #loading: Promise<Explorer> | undefined;
  #explorer: Explorer | undefined;
  /** Whether VS Code was told that there is nothing to show. */
  #isEmpty = false;

  readonly onDidChangeTreeData = this.#changes.event;
  readonly view: vscode.TreeView<S3Node>;

  /** @param load makes the explorer; called once, unless it fails */
  constructor(
    private readonly sessions: Pick<SessionService, 'sessions' | 'onDidChange'>,
    private readonly workspaceState: vscode.Memento,
    load: (view: vscode.TreeView<S3Node>) => Promise<Explorer>,
  ) {
    const options = { treeDataProvider: this, showCollapseAll: true, canSelectMany: true };
    this.view = this.#disposables.add(vscode.window.createTreeView(VIEW.s3, options));
    this.#load = () => load(this.view);
    this.#disposables.add(this.#changes);
    const waiting = sessions.onDidChange(() => {
      if (this.#explorer) waiting.dispose();
      // What is being loaded will show the sessions as they are then.
      else if (!this.#loading) this.#changes.fire(undefined);
    });
    this.#disposables.add(waiting);
  }

  /** The explorer, loaded at the first call. */
  readonly explorer = (): Promise<Explorer> => {
    this.#loading ??= this.#load().then(
      (explorer) => {
        this.#explorer = this.#disposables.add(explorer);
        this.#disposables.add(explorer.tree.onDidChangeTreeData((node) => this.#changes.fire(node)));
        if (this.#isEmpty) this.#changes.fire(undefined);
        return explorer;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  };

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    const isNeeded =
      this.#loading !== undefined ||
      this.sessions.sessions.length > 0 ||
      this.workspaceState.get<readonly unknown[]>(PINNED_SESSIONS, []).length > 0;
    this.#isEmpty = !isNeeded;
    return isNeeded ? (await this.explorer()).tree.getChildren(node) : [];
  }

  async getTreeItem(node: S3Node): Promise<vscode.TreeItem> {
    return (await this.explorer()).tree.getTreeItem(node);
  }

  getParent(node: S3Node): S3Node | undefined {
    return node.parent;
  }

  resolveTreeItem(item: vscode.TreeItem, node: S3Node): vscode.ProviderResult<vscode.TreeItem> {
    return this.#explorer?.tree.resolveTreeItem(item, node) ?? item;
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
