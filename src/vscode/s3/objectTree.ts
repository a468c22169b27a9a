import * as vscode from 'vscode';
import { folderUriParts } from '../../core/s3/files/filePath';
import { nodeContext } from '../../core/s3/nodeContext';
import { nodeText, tooltipText, type NodeText } from '../../core/s3/nodeText';
import type { MessageNode, S3Node, SessionNode } from '../../core/s3/nodes';
import { addressOf, isContainer, isPrefix } from '../../core/s3/nodes';
import type { LevelView, ObjectBrowser } from '../../core/s3/objectBrowser';
import { isAppError } from '../../core/support/errors';
import { uriOf } from '../files/objectFileSystem';
import { SCHEME, type CommandId } from '../ids';
import { markColor } from '../support/markColor';
import { treeItem } from '../texts/trees';

/** The nodes of the browser as tree items. */
export class ObjectTree implements vscode.Disposable {
  readonly #closing = new AbortController();

  /** @param commandOf what a click on a row of an object or a version runs; never rejects */
  constructor(
    private readonly browser: ObjectBrowser,
    private readonly commandOf: (node: S3Node) => Promise<vscode.Command>,
  ) {}

  async getChildren(node?: S3Node): Promise<S3Node[]> {
    if (node && !isContainer(node)) return [];
    try {
      return [...(await this.browser.children(node, this.#closing.signal))];
    } catch (error) {
      // The window closes.
      if (isAppError(error, 'cancelled')) return [];
      throw error;
    }
  }

  getTreeItem(node: S3Node): vscode.TreeItem {
    const view = this.#viewOf(node);
    const text = this.#textOf(node);
    const label = text.label ?? node.label;
    const { description, accessibleLabel } = text;
    const tooltip = tooltipText(text, label);
    const item = treeItem({ label, description, tooltip, accessibleLabel }, stateOf(node));
    item.id = node.id;
    item.contextValue = nodeContext(node, view);
    item.iconPath = iconOf(node);
    // For the icon of a file's type, and for the marks of production.
    const uri = resourceOf(node);
    if (uri) item.resourceUri = uri;
    const command = commandOf(node, text.accessibleLabel);
    if (command) item.command = command;
    return item;
  }

  /**
   * VS Code asks for the command of a row that has none when it is clicked on. It would ask for a tooltip as well, when
   * the row is pointed at: that is there already, because to find the command costs a request.
   */
  async resolveTreeItem(item: vscode.TreeItem, node: S3Node): Promise<vscode.TreeItem> {
    if (node.type === 'object' || node.type === 'version') item.command = await this.commandOf(node);
    return item;
  }

  dispose(): void {
    this.#closing.abort();
  }

  #textOf(node: S3Node): NodeText {
    return nodeText(node, vscode.env.language, this.#viewOf(node));
  }

  #viewOf(node: S3Node): Partial<LevelView> | undefined {
    if (isPrefix(node)) return this.browser.viewOf(node);
    // Buckets are always in the order of names.
    return node.type === 'loadMore' && node.parent?.type !== 'session' ? { order: this.browser.order } : undefined;
  }
}

/** What a click on a row does, where that is known from the row alone. */
function commandOf(node: S3Node, title: string): vscode.Command | undefined {
  const command = (id: CommandId, ...args: unknown[]): vscode.Command => ({ command: id, title, arguments: args });
  switch (node.type) {
    case 'loadMore':
      return command('assumeRole.s3.loadMore', node);
    case 'message':
      return messageCommand(node, command);
    default:
      return undefined;
  }
}

function messageCommand(
  node: MessageNode,
  command: (id: CommandId, ...args: unknown[]) => vscode.Command,
): vscode.Command | undefined {
  switch (node.action) {
    case 'goTo':
      return command('assumeRole.s3.goTo', node.parent);
    case 'assume':
      return command('assumeRole.assume', node.profile);
    case 'renew':
      return command('assumeRole.sessions.renew', node.profile);
    case 'load':
      return command('assumeRole.s3.loadMore', node);
    case undefined:
      return undefined;
  }
}

/** The file or folder that a row stands for; none for sessions and messages. */
function resourceOf(node: S3Node): vscode.Uri | undefined {
  const address = addressOf(node);
  if (!address) return undefined;
  const { profile, bucket, key } = address;
  const isFolder = node.type === 'bucket' || node.type === 'folder' || key === '';
  return isFolder
    ? vscode.Uri.from({ scheme: SCHEME, ...folderUriParts({ profile, bucket, prefix: key }) })
    : uriOf(address);
}

function stateOf(node: S3Node): vscode.TreeItemCollapsibleState {
  const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  if (!isContainer(node)) return None;
  const isOpen = node.type === 'session' ? node.active || !node.live : node.type === 'place' && node.kind === 'home';
  return isOpen ? Expanded : Collapsed;
}

function iconOf(node: S3Node): vscode.ThemeIcon {
  const icon = (id: string, color?: string): vscode.ThemeIcon =>
    new vscode.ThemeIcon(id, color === undefined ? undefined : new vscode.ThemeColor(color));
  switch (node.type) {
    case 'session':
      return sessionIcon(node);
    case 'place':
      return icon({ home: 'home', bookmark: 'bookmark', visited: 'location' }[node.kind]);
    case 'bucket':
      return icon('archive');
    case 'folder':
      return vscode.ThemeIcon.Folder;
    case 'object':
      return vscode.ThemeIcon.File;
    case 'versions':
      return icon(node.latest.isDeleteMarker ? 'trash' : 'versions');
    case 'version':
      return icon(node.version.isDeleteMarker ? 'trash' : 'git-commit');
    case 'loadMore':
      return icon('ellipsis');
    case 'message':
      if (node.severity === 'error') return icon('error', 'list.errorForeground');
      return icon(node.severity === 'stopped' ? 'debug-pause' : node.action === 'goTo' ? 'go-to-search' : 'info');
  }
}

function sessionIcon(session: SessionNode): vscode.ThemeIcon {
  const icon = session.production ? 'shield' : session.live ? 'key' : 'account';
  return new vscode.ThemeIcon(icon, markColor(session));
}
