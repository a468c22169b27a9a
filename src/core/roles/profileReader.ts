import { config, type l10nJsonFormat } from '@vscode/l10n';
import { configProfiles, usableProfiles } from '../configFiles/configProfiles';
import { readAccounts, type AccountLayer } from './accounts/accountSettings';
import { withProductionMarks } from './accounts/productionMarks';
import { keptNames } from './accounts/keptNames';
import { getProfile, readProfiles } from './profileSet';
import { scopedNames } from './scopes';
import { expandProfile } from './variables';

/** Everything that reads profiles, in a bundle of its own: windows that use none do without its rules and schemas. */
export interface ProfileReader {
  /** See {@link readAccounts}. @param kept names of accounts as they were kept */
  readonly readAccounts: (layers: readonly AccountLayer[], kept: unknown) => ReturnType<typeof readAccounts>;
  readonly withProductionMarks: typeof withProductionMarks;
  readonly readProfiles: typeof readProfiles;
  readonly getProfile: typeof getProfile;
  readonly expandProfile: typeof expandProfile;
  readonly configProfiles: typeof configProfiles;
  readonly usableProfiles: typeof usableProfiles;
  readonly scopedNames: typeof scopedNames;
}

/** @param translations texts in the person's language; this bundle has a localization module of its own */
export function createProfileReader(translations: l10nJsonFormat | undefined): ProfileReader {
  if (translations) config({ contents: translations });
  return {
    readAccounts: (layers, kept) => readAccounts(layers, keptNames(kept)),
    withProductionMarks,
    readProfiles,
    getProfile,
    expandProfile,
    configProfiles,
    usableProfiles,
    scopedNames,
  };
}
