import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { visibleText } from '../../core/texts/visible';
import { addressOf, isPrefix, locationOf, type PlaceNode, type PrefixNode, type S3Node } from '../../core/s3/nodes';
import { SORT_ORDERS, type SortOrder } from '../../core/s3/sorting';
import type { Place } from '../../core/s3/sessionRoots';
import type { CommandHandlers, CommandId } from '../ids';
import { showInputBox, showQuickPick } from '../texts/inputs';
import { showInformation } from '../texts/messages';
import { chosenRow } from './chosenRows';
import type { ExplorerState } from './explorerState';
import { goToCommand, type GoToDeps } from './goToCommand';

export type ExplorerCommand =
  | 'assumeRole.s3.goTo'
  | 'assumeRole.s3.filter'
  | 'assumeRole.s3.clearFilter'
  | 'assumeRole.s3.sort'
  | 'assumeRole.s3.pinSession'
  | 'assumeRole.s3.unpinSession'
  | 'assumeRole.s3.addBookmark'
  | 'assumeRole.s3.removeBookmark'
  | 'assumeRole.s3.showVersions'
  | 'assumeRole.s3.hideVersions';

/** What the commands of the S3 explorer work on. */
export interface ExplorerCommandDeps extends GoToDeps {
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
  readonly state: ExplorerState;
}

/** Finding one's way in the S3 explorer: places, filters, order, pinned sessions. */
export function explorerCommands(deps: ExplorerCommandDeps): Pick<CommandHandlers, ExplorerCommand> {
  const { browser, revealRow, state } = deps;
  const prefixOf = (node: S3Node | undefined): PrefixNode | undefined => {
    const target = chosenRow(deps, node);
    return target && isPrefix(target) ? target : undefined;
  };
  const open = async (node: PrefixNode): Promise<void> => {
    await revealRow(node, { expand: true, select: true });
  };
  const profileOf = (session: S3Node | string): string => (typeof session === 'string' ? session : session.profile);

  return {
    'assumeRole.s3.goTo': (node, place) => goToCommand(deps, node, place),
    'assumeRole.s3.filter': async (node?: S3Node) => {
      const target = prefixOf(node);
      if (!target) return;
      const filter = await askFilter(target, browser.viewOf(target).filter);
      if (filter === undefined) return;
      browser.setFilter(target, filter);
      await open(target);
    },
    'assumeRole.s3.clearFilter': (node?: S3Node) => {
      const target = prefixOf(node);
      if (target) browser.setFilter(target, undefined);
    },
    'assumeRole.s3.sort': async () => {
      const order = await askOrder(browser.order);
      if (order) await state.setOrder(order);
    },
    'assumeRole.s3.pinSession': (session) => state.setPinned(profileOf(session), true),
    'assumeRole.s3.unpinSession': (session) => state.setPinned(profileOf(session), false),
    'assumeRole.s3.addBookmark': async (node?: S3Node) => {
      const target = prefixOf(node);
      if (!target) return;
      await state.setBookmark(target.profile, bookmarkOf(target, browser.viewOf(target).filter), true);
      if (target.type === 'place' && target.kind === 'visited') browser.leave(target);
    },
    'assumeRole.s3.removeBookmark': async (node?: S3Node) => {
      const target = chosenRow(deps, node);
      if (target?.type !== 'place') return;
      if (target.inProfile) await tellWhereItStands(target);
      else if (target.kind === 'visited') browser.leave(target);
      else await state.setBookmark(target.profile, target, false);
    },
    'assumeRole.s3.showVersions': async (node?: S3Node) => {
      const target = prefixOf(node);
      if (!target) return;
      browser.setVersions(target, true);
      await open(target);
    },
    'assumeRole.s3.hideVersions': (node?: S3Node) => {
      const target = prefixOf(node);
      if (target) browser.setVersions(target, false);
    },
  };
}

/** A place that was gone to is kept as it is shown, with what its keys begin with. */
function bookmarkOf(node: PrefixNode, filter = ''): Place {
  const { bucket, prefix } = locationOf(node);
  return { bucket, prefix: node.type === 'place' ? prefix + filter : prefix };
}

function askFilter(node: PrefixNode, filter = ''): Thenable<string | undefined> {
  const uri = visibleText(s3Uri(addressOf(node) ?? { bucket: '', key: '' }));
  return showInputBox({
    title: vscode.l10n.t('Filter by Prefix'),
    prompt: vscode.l10n.t('Keys below {0} that begin with this; upper and lower case differ. Empty for all.', uri),
    value: filter,
  });
}

async function askOrder(current: SortOrder): Promise<SortOrder | undefined> {
  const labels: Readonly<Record<SortOrder, string>> = {
    name: vscode.l10n.t('Name'),
    size: vscode.l10n.t('Size, largest first'),
    newest: vscode.l10n.t('Modified, newest first'),
    oldest: vscode.l10n.t('Modified, oldest first'),
  };
  const items = SORT_ORDERS.map((order) => ({
    order,
    label: labels[order],
    description: order === current ? vscode.l10n.t('now') : '',
  }));
  const chosen = await showQuickPick(items, {
    title: vscode.l10n.t('Sort By'),
    placeHolder: vscode.l10n.t('S3 lists by name. Any other order is one of what is loaded.'),
  });
  return chosen?.order;
}

async function tellWhereItStands({ profile, kind }: PlaceNode): Promise<void> {
  const field = kind === 'home' ? 's3.home' : 's3.bookmarks';
  const edit = vscode.l10n.t('Edit Profile');
  const message = vscode.l10n.t('This place stands in the profile "{0}" ({1}) and is removed there.', profile, field);
  if ((await showInformation(message, edit)) !== edit) return;
  const command: CommandId = 'assumeRole.editProfile';
  await vscode.commands.executeCommand(command, profile);
}
