import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { MFA_SERIAL, ROLES } from '../../../localaws/worlds/demo';

/** All that a type can have: a field that is new has to be told here before a test can run. */
export type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };

const HOP: Complete<Omit<Hop, 'durationAsked'>> = {
  roleArn: ROLES.hub,
  sessionName: 'session',
  externalId: 'partner',
  durationSeconds: 900,
  mfaSerial: MFA_SERIAL,
  tags: { team: 'of-tags' },
  transitiveTagKeys: ['team'],
  sourceIdentity: 'somebody',
  policy: { Version: '2012-10-17' },
  policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
};
/** The places after the base identity, with every text that they can have. */
export const FULL = { mfaSession: MFA_SERIAL, chain: [HOP] };

type Place = readonly [string, ...string[]];

/** The places of all texts in a profile's way: base identity, MFA session and roles. The kind of the first is none. */
export function textsIn({ source, mfaSession, chain }: Pick<Profile, 'source' | 'mfaSession' | 'chain'>): Place[] {
  const within = (value: unknown, place: readonly string[]): Place[] => {
    if (typeof value === 'string') return [place as unknown as Place];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => within(inner, [...place, key]));
  };
  return within({ source, mfaSession, chain }, []).filter((place) => place.join('.') !== 'source.type');
}

/** The profile with a variable behind one of its texts, and with what comes before that text's call only. */
export function withVariable(profile: Profile, place: Place): Profile {
  const changed = structuredClone(profile) as unknown as Record<string, unknown>;
  const key = place.at(-1) ?? '';
  const holder = place.slice(0, -1).reduce((value, name) => value[name] as Record<string, unknown>, changed);
  holder[key] = `${String(holder[key])}\${env:TEAM}`;
  const written = changed as unknown as Profile;
  const inChain = place[0] === 'chain';
  // The call of that text is the first one: what comes after it would ask as well.
  return { ...written, ...(inChain ? { mfaSession: undefined } : { chain: [] }) };
}
