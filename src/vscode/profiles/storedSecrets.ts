import { allSecretsOf, type Profile } from '../../core/roles/profile';
import type { Destination } from '../../core/secrets/destination';
import { destinationsOf, isOwn } from '../../core/secrets/secretUse';
import { parseSignInName, type SignInPlace } from '../../core/secrets/signInName';
import type { SecretRef } from '../../core/support/errors';
import type { StoredSecret } from '../support/secretIndex';

/** A sign-in of Identity Center. */
export interface KeptSignIn extends SignInPlace {
  /** The vault's name of its token. */
  readonly token: string;
}

/** What is kept as secrets, as people tell it apart. */
export interface SecretsOverview {
  readonly accessKeys: readonly string[];
  readonly externalIds: readonly string[];
  /** Keys for SSE-C. */
  readonly customerKeys: readonly string[];
  readonly signIns: readonly KeptSignIn[];
  /** How many sessions are kept. */
  readonly sessions: number;
  /** Whether there is anything at all, what is not listed included. */
  readonly any: boolean;
}

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
    signIns: names('token').flatMap((token) => {
      const place = parseSignInName(token);
      return place ? [{ ...place, token }] : [];
    }),
    sessions: names('session').length,
    any: stored.length > 0,
  };
}

/** Names of the profiles that need a secret. */
export function usersOf(ref: SecretRef, profiles: ReadonlyMap<string, Profile>): string[] {
  const uses = (profile: Profile): boolean =>
    allSecretsOf(profile).some(({ type, name }) => type === ref.type && name === ref.name);
  return [...profiles.values()].filter(uses).map(({ name }) => name);
}

/** The person's own profiles that need a secret. */
export function ownUsersOf(ref: SecretRef, profiles: ReadonlyMap<string, Profile>): Profile[] {
  return usersOf(ref, profiles).flatMap((name) => {
    const profile = profiles.get(name);
    return profile && isOwn(profile) ? [profile] : [];
  });
}

/** Where the person's own profiles send a secret; undefined where none of them uses it. */
export function ownDestinations(
  ref: SecretRef,
  profiles: ReadonlyMap<string, Profile>,
): readonly Destination[] | undefined {
  const users = ownUsersOf(ref, profiles);
  return users.length === 0 ? undefined : [...new Set(users.flatMap((profile) => destinationsOf(ref, profile)))];
}
