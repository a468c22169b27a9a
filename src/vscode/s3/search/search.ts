import { config, type l10nJsonFormat } from '@vscode/l10n';
import type { S3ActionDeps } from '../actions';
import type { CommandHandlers } from '../../ids';

export type SearchCommand =
  'assumeRole.s3.search' | 'assumeRole.s3.searchAgain' | 'assumeRole.s3.stopSearch' | 'assumeRole.s3.clearSearch';

/** Searching objects, in a bundle of its own that is loaded at the first use. */
export function createSearch(
  _deps: S3ActionDeps,
  translations: l10nJsonFormat | undefined,
): Pick<CommandHandlers, SearchCommand> {
  if (translations) config({ contents: translations });
  return {} as Pick<CommandHandlers, SearchCommand>;
}
