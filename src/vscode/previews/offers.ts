import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { visibleText } from '../../core/texts/visible';
import { formatSize } from '../../core/s3/nodeText';
import { EDITOR_LIMIT, type LargeChoice } from '../../core/s3/previews/objectView';
import { archiveOf } from '../../core/s3/properties/storageClasses';
import { tabTitle } from '../../core/s3/previews/tabTitle';
import { runCommand } from '../commands/runCommand';
import { askModal, showInformation } from '../texts/messages';
import { nodeOf, type OpenedObject } from './openedObject';

/** Asks what to do with a large object; undefined when the person gives up. */
export async function askForLarge(
  { name, address, facts }: OpenedObject,
  choices: readonly LargeChoice[],
): Promise<LargeChoice | undefined> {
  const locale = vscode.env.language;
  const titles: Readonly<Record<LargeChoice, string>> = {
    table: vscode.l10n.t('Preview as Table'),
    head: vscode.l10n.t('Preview Head'),
    open: vscode.l10n.t('Open Anyway'),
  };
  const limit = vscode.l10n.t('The editor opens objects of up to {0}.', formatSize(EDITOR_LIMIT, locale));
  const head = vscode.l10n.t('A preview reads only the beginning.');
  const detail = [
    visibleText(s3Uri(address)),
    choices.includes('open') ? undefined : limit,
    choices.length > 0 ? head : vscode.l10n.t('Download it to see it.'),
  ];
  const chosen = await askModal(
    vscode.l10n.t('"{0}" is {1} large.', tabTitle(name), formatSize(facts.size, locale)),
    { severity: 'information', detail: detail.filter(Boolean).join('\n') },
    ...choices.map((choice) => titles[choice]),
  );
  return choices.find((choice) => titles[choice] === chosen);
}

/** Says that an object is archived, and how it becomes readable. */
export async function offerRestore(opened: OpenedObject, restoring: boolean): Promise<void> {
  const { name, facts } = opened;
  if (restoring) {
    void showInformation(
      vscode.l10n.t('"{0}" is being restored from the archive. It cannot be read before that has ended.', name),
    );
    return;
  }
  const restore = vscode.l10n.t('Restore from Archive…');
  const text = vscode.l10n.t(
    '"{0}" is archived ({1}) and must be restored before it can be read.',
    name,
    archiveOf(facts),
  );
  if ((await showInformation(text, restore)) !== restore) return;
  await runCommand('assumeRole.s3.restoreArchived', nodeOf(opened));
}
