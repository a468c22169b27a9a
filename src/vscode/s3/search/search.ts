import { config, type l10nJsonFormat } from '@vscode/l10n';
import type { S3Node } from '../../../core/s3/nodes';
import { ObjectSearch, type SearchPlace } from '../../../core/s3/search/objectSearch';
import type { KeyPattern } from '../../../core/s3/search/keyPattern';
import type { CommandHandlers } from '../../ids';
import { presentError } from '../../support/presentError';
import type { S3ActionDeps } from '../actions';
import { askPattern } from './patternBox';
import { ResultsView } from './resultsView';
import { choosePlace } from './searchPlace';
import { followInstalledEditors } from '../../workspace/installedEditors';

export type SearchCommand =
  'assumeRole.s3.search' | 'assumeRole.s3.searchAgain' | 'assumeRole.s3.stopSearch' | 'assumeRole.s3.clearSearch';

/** Searching objects. */
export interface Search {
  readonly commands: Pick<CommandHandlers, SearchCommand>;
  /** The selected rows of the results. */
  readonly selection: () => readonly S3Node[];
}

/** Searching objects, in a bundle of its own that is loaded at the first use. */
export function createSearch(deps: S3ActionDeps, translations: l10nJsonFormat | undefined): Search {
  if (translations) config({ contents: translations });
  followInstalledEditors();
  const { clock, changes, sessions, storeOf, log } = deps;
  const results = new ResultsView(clock, deps.commandOf);
  let lastText = '';

  sessions.onDidChange(() => {
    const { search } = results;
    const isLive = sessions.sessions.some(({ profile }) => profile.name === search?.place.profile);
    if (!isLive) search?.stop('sessionExited');
  });
  changes.onDidChange((changed) => {
    const { search } = results;
    if (!search) return;
    const { profile, bucket } = search.place;
    const gone = changed.filter(
      ({ type, address }) =>
        type === 'deleted' &&
        address.profile === profile &&
        address.bucket === bucket &&
        address.versionId === undefined,
    );
    if (gone.length > 0) search.forget(new Set(gone.map(({ address }) => address.key)));
  });

  const begin = async (place: SearchPlace, pattern: KeyPattern): Promise<void> => {
    const search = new ObjectSearch({ store: storeOf(place.profile), clock }, place, pattern);
    await results.show(search);
    void search.run().then(() => {
      const { error } = search.state;
      if (error) void presentError(error, log);
    });
  };

  const commands: Search['commands'] = {
    'assumeRole.s3.search': async (node?: S3Node) => {
      const place = await choosePlace(node, deps);
      const pattern = await askPattern(place, lastText);
      lastText = pattern.text;
      await begin(place, pattern);
    },
    'assumeRole.s3.searchAgain': async () => {
      const { search } = results;
      if (search) await begin(search.place, search.pattern);
    },
    'assumeRole.s3.stopSearch': () => results.search?.stop(),
    'assumeRole.s3.clearSearch': () => results.show(undefined),
  };
  return { commands, selection: () => results.selection };
}
