import * as vscode from 'vscode';
import { nodeContext } from '../../../core/s3/nodeContext';
import { nodeText, tooltipText } from '../../../core/s3/nodeText';
import type { ObjectNode } from '../../../core/s3/nodes';
import type { ObjectSearch } from '../../../core/s3/search/objectSearch';
import { searchMessage, searchTitle } from '../../../core/s3/search/searchTexts';
import { visibleText } from '../../../core/texts/visible';
import type { Clock } from '../../../core/support/clock';
import type { Disposable } from '../../../core/support/disposable';
import { TreeChanges } from '../../../core/support/treeChanges';
import { uriOf } from '../../files/objectFileSystem';
import { CONTEXT, VIEW } from '../../ids';
import { withProgress } from '../../texts/progress';
import { createTreeView, treeItem } from '../../texts/trees';

/** How often the counts are drawn, milliseconds. */
const DRAW_INTERVAL = 250;
/** VS Code asks for every row again when rows are added: the more there are, the less often, milliseconds for each row. */
const ROW_INTERVAL = 0.5;

/** The S3 Search view: what a search finds, while it finds it. */
export class ResultsView implements vscode.TreeDataProvider<ObjectNode>, vscode.Disposable {
  readonly #changes: TreeChanges<ObjectNode>;
  readonly #view: vscode.TreeView<ObjectNode>;
  readonly onDidChangeTreeData: TreeChanges<ObjectNode>['event'];
  #search: ObjectSearch | undefined;
  #subscription: Disposable | undefined;
  #timer: Disposable | undefined;
  #drawn = { at: 0, found: 0 };
  /** Ends the bar that runs at the top of the view. */
  #endProgress: (() => void) | undefined;

  /** @param commandOf what a click on a row runs; never rejects */
  constructor(
    private readonly clock: Clock,
    private readonly commandOf: (node: ObjectNode) => Promise<vscode.Command>,
  ) {
    this.#changes = new TreeChanges(clock);
    this.onDidChangeTreeData = this.#changes.event;
    this.#view = createTreeView(VIEW.s3Search, { treeDataProvider: this, canSelectMany: true });
    // Out of sight nobody could stop it.
    this.#view.onDidChangeVisibility(({ visible }) => (visible ? this.#search?.resume() : this.#search?.pause()));
  }

  /** The search shown. */
  get search(): ObjectSearch | undefined {
    return this.#search;
  }

  /** The selected rows. */
  get selection(): readonly ObjectNode[] {
    return this.#view.selection;
  }

  /** Shows another search, which is to be run after it, or none. */
  async show(search: ObjectSearch | undefined): Promise<void> {
    this.#subscription?.dispose();
    this.#search?.stop();
    this.#search = search;
    this.#drawn = { at: 0, found: 0 };
    this.#subscription = search?.onDidChange(() => this.#schedule());
    this.#view.description = search ? searchTitle(search.pattern, search.place) : '';
    this.#changes.fire(undefined);
    await setContext(CONTEXT.s3HasSearch, search !== undefined);
    this.#draw();
    if (search) await vscode.commands.executeCommand(`${VIEW.s3Search}.focus`);
  }

  getChildren(node?: ObjectNode): ObjectNode[] {
    this.#changes.answered();
    return node ? [] : [...(this.#search?.rows ?? [])];
  }

  getTreeItem(node: ObjectNode): vscode.TreeItem {
    this.#changes.answered();
    const text = nodeText(node, vscode.env.language);
    const { label } = node;
    const { description, accessibleLabel } = text;
    const highlights = this.#highlights(label);
    const item = treeItem(
      { label, highlights, description, tooltip: tooltipText(text), accessibleLabel },
      vscode.TreeItemCollapsibleState.None,
    );
    item.id = node.id;
    item.contextValue = nodeContext(node);
    item.iconPath = vscode.ThemeIcon.File;
    item.resourceUri = uriOf({ profile: node.profile, bucket: node.bucket, key: node.object.key });
    return item;
  }

  /** VS Code asks for the command of a row that has none when it is clicked on. */
  async resolveTreeItem(item: vscode.TreeItem, node: ObjectNode): Promise<vscode.TreeItem> {
    item.command = await this.commandOf(node);
    return item;
  }

  /** For `reveal`; there are no levels. */
  getParent(): undefined {
    return undefined;
  }

  dispose(): void {
    this.#search?.stop();
    this.#subscription?.dispose();
    this.#timer?.dispose();
    this.#endProgress?.();
    this.#view.dispose();
    this.#changes.dispose();
  }

  #highlights(label: string): [number, number][] {
    const pattern = this.#search?.pattern;
    if (pattern?.type !== 'text') return [];
    const wanted = visibleText(pattern.text).toLowerCase();
    const at = label.toLowerCase().indexOf(wanted);
    return at < 0 ? [] : [[at, at + wanted.length]];
  }

  /** Draws soon, and at once when the search is over. */
  #schedule(): void {
    if (this.#search?.isUnderWay !== true) {
      this.#draw();
      return;
    }
    this.#timer ??= this.clock.after(DRAW_INTERVAL, () => this.#draw());
  }

  #draw(): void {
    this.#timer?.dispose();
    this.#timer = undefined;
    const search = this.#search;
    const state = search?.state;
    this.#view.message = state ? searchMessage(state, vscode.env.language) : '';
    void setContext(CONTEXT.s3Searching, search?.isUnderWay === true);
    this.#showProgress(state?.status === 'searching');
    const found = state?.found ?? 0;
    if (search && found === this.#drawn.found) return;
    const now = this.clock.now();
    if (search?.isUnderWay === true && now - this.#drawn.at < this.#drawn.found * ROW_INTERVAL) {
      this.#timer = this.clock.after(DRAW_INTERVAL, () => this.#draw());
      return;
    }
    this.#drawn = { at: now, found };
    this.#changes.fire(undefined);
  }

  #showProgress(isSearching: boolean): void {
    if (isSearching === (this.#endProgress !== undefined)) return;
    if (!isSearching) {
      this.#endProgress?.();
      this.#endProgress = undefined;
      return;
    }
    void withProgress(
      { location: { viewId: VIEW.s3Search } },
      () => new Promise<void>((resolve) => (this.#endProgress = resolve)),
    );
  }
}

async function setContext(key: string, value: boolean): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, value);
}
