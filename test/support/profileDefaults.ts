import { NO_ACCOUNTS } from '../../src/core/roles/accounts/accountBook';
import type { Profile } from '../../src/core/roles/profile';

/** What a profile is that sets nothing but where its keys come from and which roles it assumes. */
export const PROFILE_DEFAULTS: Omit<Profile, 'name' | 'source' | 'chain'> = {
  origin: 'user',
  region: 'us-east-1',
  endpoints: {},
  globalSts: false,
  fips: false,
  dualStack: false,
  s3: { pathStyle: false, bookmarks: [], requesterPays: false },
  readOnly: false,
  production: false,
  accounts: NO_ACCOUNTS,
};
