import type { Hop, Profile } from '../roles/profile';

/**
 * Names of what is kept of a chain. The same recipe up to a place gives the same key, so profiles that share their
 * beginning share those sessions. Keys hold no secrets, but role ARNs and external IDs.
 */

/** The base identity's credentials. */
export function baseKey(profile: Profile): string {
  return JSON.stringify(['base', profile.source, stsChoice(profile)]);
}

/** The MFA session: one for all roles and regions, because a session of STS is good everywhere in its partition. */
export function mfaKey(profile: Profile): string {
  return JSON.stringify(['mfa', profile.source, profile.mfaSession, stsChoice(profile)]);
}

/** The session of the hop at `index`. */
export function hopKey(profile: Profile, index: number): string {
  const { source, mfaSession, region, fips, dualStack, chain } = profile;
  const hops = chain.slice(0, index + 1).map(recipeOf);
  return JSON.stringify(['role', source, mfaSession, stsChoice(profile), region, fips, dualStack, hops]);
}

/** Everything that can be kept of a profile, in the order of the calls. */
export function placeKeys(profile: Profile): string[] {
  return [
    baseKey(profile),
    ...(profile.mfaSession === undefined ? [] : [mfaKey(profile)]),
    ...profile.chain.map((_, index) => hopKey(profile, index)),
  ];
}

/** The last place: what the profile's users sign with. */
export function lastKey(profile: Profile): string {
  return placeKeys(profile).at(-1) ?? baseKey(profile);
}

/**
 * Sessions of the global endpoint are not valid in every region (IAM User Guide, "Manage AWS STS in an AWS Region"), and
 * what another Identity Center answers is another identity, also where a profile of the AWS CLI's files leads there.
 */
function stsChoice({ endpoints, globalSts }: Profile): unknown {
  return [endpoints.sts, globalSts, ...(endpoints.sso === undefined ? [] : [endpoints.sso])];
}

/** The hop as it was written: a duration that was cut is the same recipe. */
function recipeOf({ durationAsked, ...hop }: Hop): Hop {
  return durationAsked === undefined ? hop : { ...hop, durationSeconds: durationAsked };
}
