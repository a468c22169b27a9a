import { t } from '@vscode/l10n';
import { parseRoleArn } from '../roles/arn';
import { kindOf } from '../roles/baseIdentity';
import { CHAINED_DURATION_MAX, DURATION } from '../roles/limits';
import type { Hop, Profile } from '../roles/profile';
import { timeLeft } from './timeLeft';

/** One thing to know about a place of a chain, such as `External ID: kept secret`. Never holds a secret. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** What the role at `index` is assumed with; what is not written and not limited is left out, the external ID never. */
export function hopFacts(profile: Profile, index: number): Fact[] {
  const hop = profile.chain[index];
  if (!hop) return [];
  const facts: (Fact | undefined)[] = [
    fact(t('Session name'), hop.sessionName),
    { name: t('External ID'), value: externalIdText(hop) },
    fact(t('MFA'), hop.mfaSerial && t('code of {0}', hop.mfaSerial)),
    fact(t('Tags'), tagsText(profile, index)),
    fact(t('Source identity'), hop.sourceIdentity),
    fact(t('Session policy'), sessionPolicyText(profile, index)),
    fact(t('Lasts'), durationText(profile, index)),
  ];
  return facts.filter((item) => item !== undefined);
}

/** The same in a few words, for a line of a tree: `external ID · MFA · 2 tags`. */
export function hopFlags(profile: Profile, index: number): string[] {
  const hop = profile.chain[index];
  if (!hop) return [];
  const tags = Object.keys(hop.tags ?? {}).length;
  const flags: (string | undefined)[] = [
    hop.externalId === undefined ? undefined : t('external ID'),
    hop.mfaSerial === undefined ? undefined : t('MFA'),
    tags === 0 ? undefined : tags === 1 ? t('1 tag') : t('{0} tags', tags),
    hop.sourceIdentity === undefined ? undefined : t('source identity'),
    isReadOnly(profile, index)
      ? t('read-only')
      : hop.policy !== undefined || hop.policyArns !== undefined
        ? t('session policy')
        : undefined,
    hop.durationAsked === undefined ? undefined : t('limited to {0}', timeLeft(CHAINED_DURATION_MAX * 1000)),
  ];
  return flags.filter((flag) => flag !== undefined);
}

/**
 * Why the session is shorter than asked for, and how it could be longer; undefined when it is not.
 * IAM User Guide, "Role chaining": a session obtained with temporary credentials lasts at most an hour.
 */
export function clampText(profile: Profile, index: number): string | undefined {
  const { durationAsked, durationSeconds = DURATION.default } = profile.chain[index] ?? {};
  if (durationAsked === undefined) return undefined;
  const text = t(
    'Asked {0}, gets {1}: role chaining.',
    timeLeft(durationAsked * 1000),
    timeLeft(durationSeconds * 1000),
  );
  // Only an IAM user's long-term keys can have more, and only for the first role.
  return index === 0 && profile.mfaSession !== undefined
    ? `${text} ${t('For up to {0} set "mfaMethod": "assumeRole".', timeLeft(DURATION.max * 1000))}`
    : text;
}

function fact(name: string, value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { name, value };
}

function externalIdText({ externalId }: Hop): string {
  if (externalId === undefined) return t('none');
  return typeof externalId === 'string' ? t('in the settings') : t('kept secret as "{0}"', externalId.secret);
}

/** Session tags of the hop, then those passed on by the hops before. */
function tagsText({ chain }: Profile, index: number): string | undefined {
  const passesOn = (hop: Hop | undefined, key: string): boolean =>
    (hop?.transitiveTagKeys ?? []).some((other) => other.toLowerCase() === key.toLowerCase());
  const hop = chain[index];
  const own = Object.entries(hop?.tags ?? {}).map(([key, value]) =>
    passesOn(hop, key) ? t('{0} = {1} (passed on)', key, value) : `${key} = ${value}`,
  );
  const inherited = chain.slice(0, index).flatMap((before) =>
    Object.keys(before.tags ?? {})
      .filter((key) => passesOn(before, key))
      .map((key) => t('{0} (from {1})', key, parseRoleArn(before.roleArn)?.name ?? before.roleArn)),
  );
  const all = [...own, ...inherited];
  return all.length === 0 ? undefined : all.join(', ');
}

function isReadOnly(profile: Profile, index: number): boolean {
  return profile.readOnly && index === profile.chain.length - 1;
}

function sessionPolicyText(profile: Profile, index: number): string | undefined {
  const { policy, policyArns = [] } = profile.chain[index] ?? {};
  const names = policyArns.map((arn) => arn.split('/').at(-1) ?? arn);
  const parts = [...(policy === undefined ? [] : [t('in the profile')]), ...names];
  if (parts.length === 0) return undefined;
  return isReadOnly(profile, index) ? t('{0} (read-only)', parts.join(', ')) : parts.join(', ');
}

/** Without a duration AWS gives an hour (STS API, AssumeRole, DurationSeconds). */
function durationText(profile: Profile, index: number): string {
  const { durationSeconds = DURATION.default } = profile.chain[index] ?? {};
  const length = timeLeft(durationSeconds * 1000);
  const chained = index > 0 || profile.mfaSession !== undefined || kindOf(profile.source).temporary === true;
  return chained && durationSeconds === CHAINED_DURATION_MAX ? t('{0}: role chaining', length) : length;
}
