import * as vscode from 'vscode';
import type { Detail } from '../../core/s3/nodeText';
import { nodeText } from '../../core/s3/nodeText';
import type { S3Node } from '../../core/s3/nodes';
import { isContainer } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { Session } from '../../core/sessions/session';
import { isAppError } from '../../core/support/errors';
import { uriOf } from '../files/objectFileSystem';
import { VIEW, type CommandId } from '../ids';

/** What `when` clauses of menus see as `viewItem`. */
type ContextValue = string;

/** The nodes of the browser as tree items. */
export class ObjectTree implements vscode.TreeDataProvider<S3Node>, vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<S3Node | undefined>();
  readonly #closing = new AbortController();
  readonly #subscription: { dispose(): void };

  readonly onDidChangeTreeData = this.#changes.event;

  constructor(private readonly browser: ObjectBrowser) {
    this.#subscription = browser.onDidChange((node) => this.#changes.fire(node));
  }

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    if (node && !isContainer(node)) return [];
    try {
      return [...(await this.browser.children(node, this.#closing.signal))];
    } catch (error) {
      // Given up for a refresh, after which VS Code asks again.
      if (isAppError(error, 'cancelled')) return [];
      throw error;
    }
  }

  getParent(node: S3Node): S3Node | undefined {
    return node.parent;
  }

  getTreeItem(node: S3Node): vscode.TreeItem {
    const text = nodeText(node, vscode.env.language);
    const state = isContainer(node) ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None;
    const item = new vscode.TreeItem(node.label, state);
    item.id = node.id;
    item.contextValue = contextValueOf(node);
    item.iconPath = iconOf(node);
    item.tooltip = tooltipOf(node, text.details);
    item.accessibilityInformation = { label: text.accessibleLabel };
    if (text.description !== undefined) item.description = text.description;
    if (node.type === 'object') {
      // For the icon of its file type.
      item.resourceUri = uriOf({ profile: node.profile, bucket: node.bucket, key: node.object.key });
      item.command = commandOf('assumeRole.s3.openObject', vscode.l10n.t('Open'), node);
    }
    if (node.type === 'loadMore') item.command = commandOf('assumeRole.s3.loadMore', node.label, node);
    return item;
  }

  dispose(): void {
    this.#closing.abort();
    this.#subscription.dispose();
    this.#changes.dispose();
  }
}

/** Creates the S3 explorer's view on `tree`. */
export function createObjectView(tree: ObjectTree): vscode.TreeView<S3Node> {
  return vscode.window.createTreeView(VIEW.s3, { treeDataProvider: tree, showCollapseAll: true });
}

/** Shows above the buckets whose they are. A view alone in its container shows no description, but a message always. */
export function describeView(view: vscode.TreeView<S3Node>, session: Session | undefined): void {
  view.message = session ? `${session.profile.name} · ${session.identity.accountId}` : '';
}

function commandOf(command: CommandId, title: string, node: S3Node): vscode.Command {
  return { command, title, arguments: [node] };
}

function contextValueOf(node: S3Node): ContextValue {
  return node.type === 'message' ? node.severity : node.type;
}

function iconOf(node: S3Node): vscode.ThemeIcon {
  switch (node.type) {
    case 'bucket':
      return new vscode.ThemeIcon('archive');
    case 'folder':
    case 'session':
    case 'place':
    case 'versions':
      return vscode.ThemeIcon.Folder;
    case 'object':
    case 'version':
      return vscode.ThemeIcon.File;
    case 'loadMore':
      return new vscode.ThemeIcon('ellipsis');
    case 'message':
      return node.severity === 'error'
        ? new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'))
        : new vscode.ThemeIcon('info');
  }
}

/** Names come from S3 and may hold Markdown: they are appended as text. */
function tooltipOf(node: S3Node, details: readonly Detail[]): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(node.label).appendMarkdown('**');
  for (const { name, value } of details) {
    tooltip.appendMarkdown('\n\n').appendText(`${name}: ${value}`);
  }
  return tooltip;
}
