import { config, type l10nJsonFormat } from '@vscode/l10n';
import * as vscode from 'vscode';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import { uriOf } from '../files/objectFileSystem';
import type { CommandHandlers } from '../ids';
import type { S3ActionDeps } from '../s3/actions';

export type PreviewCommand =
  | 'assumeRole.s3.openObject'
  | 'assumeRole.s3.openAsText'
  | 'assumeRole.s3.previewObject'
  | 'assumeRole.s3.compareWithLocal'
  | 'assumeRole.s3.selectForCompare'
  | 'assumeRole.s3.compareWithSelected'
  | 'assumeRole.s3.compareWithVersion'
  | 'assumeRole.preview.loadMore'
  | 'assumeRole.preview.showEnd';

/** Opening, previewing and comparing objects, in a bundle of its own that is loaded at the first use. */
export function createPreviews(
  { heads, view }: S3ActionDeps,
  translations: l10nJsonFormat | undefined,
): Pick<CommandHandlers, PreviewCommand> {
  if (translations) config({ contents: translations });
  const open = async (node: S3Node | undefined): Promise<void> => {
    const target = node ?? view.selection[0];
    const address = target?.type === 'object' || target?.type === 'version' ? addressOf(target) : undefined;
    if (!address) return;
    // Throws what an editor would call an unexpected error; the editor then takes the answer from the cache.
    await heads.head(address, new AbortController().signal);
    await vscode.commands.executeCommand('vscode.open', uriOf(address), { preview: true });
  };
  return { 'assumeRole.s3.openObject': open, 'assumeRole.s3.openAsText': open } as Pick<
    CommandHandlers,
    PreviewCommand
  >;
}
