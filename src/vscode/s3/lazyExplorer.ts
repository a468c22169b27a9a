import type * as vscode from 'vscode';
import type { S3Node } from '../../core/s3/nodes';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { TreeChanges } from '../../core/support/treeChanges';
import { VIEW } from '../ids';
import { createTreeView } from '../texts/trees';
import type { Explorer } from './explorer';

/** Where the names of pinned profiles are kept in a workspace. */
export const PINNED_SESSIONS = 'assumeRole.s3.pinnedSessions';

/** What tells whether there is anything to explore. */
export interface LazyExplorerDeps {
  readonly sessions: Pick<SessionService, 'sessions' | 'onDidChange'>;
  readonly workspaceState: vscode.Memento;
  readonly clock: Clock;
}

/**
 * The S3 explorer's view. What fills it is loaded when there is a session to show and somebody looks: VS Code asks a
 * view for its rows only while it is in sight.
 */
export class LazyExplorer implements vscode.TreeDataProvider<S3Node>, Disposable {
  readonly #changes: TreeChanges<S3Node>;
  readonly #disposables = new DisposableStore();
  readonly #load: () => Promise<Explorer>;
  #loading: Promise<Explorer> | undefined;
  #explorer: Explorer | undefined;
  /** Whether VS Code was told that there is nothing to show, and nothing else since. */
  #isEmpty = false;

  readonly onDidChangeTreeData: TreeChanges<S3Node>['event'];
  readonly view: vscode.TreeView<S3Node>;

  /** @param load makes the explorer; called once, unless it fails */
  constructor(
    private readonly deps: LazyExplorerDeps,
    load: (tree: Pick<LazyExplorer, 'view' | 'revealRow'>) => Promise<Explorer>,
  ) {
    this.#changes = this.#disposables.add(new TreeChanges(deps.clock));
    this.onDidChangeTreeData = this.#changes.event;
    const options = { treeDataProvider: this, showCollapseAll: true, canSelectMany: true };
    this.view = this.#disposables.add(createTreeView(VIEW.s3, options));
    this.#load = () => load(this);
    const waiting = deps.sessions.onDidChange(() => {
      if (this.#explorer) waiting.dispose();
      else if (this.#isEmpty && this.#isNeeded()) this.#tellOfRows();
    });
    this.#disposables.add(waiting);
  }

  /** The explorer, loaded at the first call. */
  readonly explorer = (): Promise<Explorer> => {
    this.#loading ??= this.#load().then(
      (explorer) => {
        this.#explorer = this.#disposables.add(explorer);
        this.#disposables.add(explorer.browser.onDidChange((node) => this.#changes.fire(node)));
        if (this.#isEmpty) this.#tellOfRows();
        return explorer;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  };

  /** Shows a row, also one that a change has just brought, as `TreeView.reveal` does. */
  readonly revealRow: vscode.TreeView<S3Node>['reveal'] = async (node, options) => {
    await this.#changes.told();
    const { view } = this;
    await view.reveal(node, options);
  };

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    const isNeeded = this.#isNeeded();
    this.#isEmpty = !isNeeded;
    const rows = isNeeded ? await (await this.explorer()).tree.getChildren(node) : [];
    this.#changes.answered();
    return rows;
  }

  async getTreeItem(node: S3Node): Promise<vscode.TreeItem> {
    const { tree } = await this.explorer();
    this.#changes.answered();
    return tree.getTreeItem(node);
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

  #tellOfRows(): void {
    this.#isEmpty = false;
    this.#changes.fire(undefined);
  }

  #isNeeded(): boolean {
    return (
      this.#loading !== undefined ||
      this.deps.sessions.sessions.length > 0 ||
      this.deps.workspaceState.get<readonly unknown[]>(PINNED_SESSIONS, []).length > 0
    );
  }
}
