import { allSecretsOf, type Profile } from '../../core/roles/profile';
import type { SecretRef } from '../../core/support/errors';
import type { StoredSecret } from '../support/secretIndex';

/** What is kept as secrets, as people tell it apart. */
export interface SecretsOverview {
  readonly accessKeys: readonly string[];
  readonly externalIds: readonly string[];
  /** Keys for SSE-C. */
  readonly customerKeys: readonly string[];
  /** Start URLs. */
  readonly signIns: readonly string[];
  /** How many sessions are kept. */
  readonly sessions: number;
  /** Whether there is anything at all, what is not listed included. */
  readonly any: boolean;
}

/** Under which names the AWS layer keeps Identity Center's sign-ins; the start URL follows. */
const SIGN_IN = 'identityCenter/signIn/';

/** Sorts what the vault lists. */
export function overviewOf(stored: readonly StoredSecret[]): SecretsOverview {
  const names = (wanted: StoredSecret['type']): string[] =>
    stored
      .filter(({ type }) => type === wanted)
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b));
  return {
    accessKeys: names('accessKeys'),
    externalIds: names('externalId'),
    customerKeys: names('customerKey'),
    signIns: names('token').flatMap((name) => (name.startsWith(SIGN_IN) ? [name.slice(SIGN_IN.length)] : [])),
    sessions: names('session').length,
    any: stored.length > 0,
  };
}

/** The vault's name of the sign-in at a start URL. */
export function signInToken(startUrl: string): string {
  return `${SIGN_IN}${startUrl}`;
}

/** Names of the profiles that need a secret. */
export function usersOf(ref: SecretRef, profiles: ReadonlyMap<string, Profile>): string[] {
  const uses = (profile: Profile): boolean =>
    allSecretsOf(profile).some(({ type, name }) => type === ref.type && name === ref.name);
  return [...profiles.values()].filter(uses).map(({ name }) => name);
}
