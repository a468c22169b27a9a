import { t } from '@vscode/l10n';
import { parseRoleArn } from './arn';
import { kindOf, type BaseIdentity } from './baseIdentity';
import { CHAINED_DURATION_MAX, TAGS } from './limits';
import { partitionOf, partitionOfRegion } from './partitions';
import type { Hop, MfaMethod } from './profile';

/** What the rules of a whole chain are checked on. */
export interface ChainInput {
  readonly source: BaseIdentity;
  /** All hops, those of referenced profiles first. */
  readonly hops: readonly Hop[];
  /** How many of them come from referenced profiles; their own problems were told there. */
  readonly inherited: number;
  /** Serial of the MFA session that the profile gone on from starts with. */
  readonly mfaSession?: string | undefined;
  /** Serial that stands on a profile without a role. */
  readonly mfaSerial?: string | undefined;
  /** `auto`: one code for all roles, except where a hop asks for more than the hour that is left to it then. */
  readonly mfaMethod: MfaMethod | 'auto';
  readonly readOnly: boolean;
  readonly region?: string | undefined;
}

/** A rule that is broken (`error`) or that changes what is asked for (`warning`). */
export interface ChainProblem {
  readonly severity: 'error' | 'warning';
  /** Index in all hops; undefined for the profile itself. */
  readonly hop?: number;
  readonly field: string;
  readonly text: string;
}

/** The chain as it will be walked. */
export interface CheckedChain {
  readonly chain: readonly Hop[];
  readonly mfaSession?: string | undefined;
  readonly problems: readonly ChainProblem[];
}

/**
 * Applies the rules that concern several hops: MFA, the chaining hour, tags and source identity that are passed on,
 * partitions, and the read-only session policy.
 */
export function checkChain(input: ChainInput): CheckedChain {
  const problems: ChainProblem[] = [];
  const mfa = placeMfa(input, problems);
  tagRules(input.hops, problems);
  sourceIdentityRules(input.hops, problems);
  partitionRules(input, problems);
  const limited = limitDurations(input, mfa.hops, mfa.session !== undefined, problems);
  const chain = input.readOnly ? readOnlyChain(limited, problems) : limited;
  const own = problems.filter(({ hop }) => hop === undefined || hop >= input.inherited);
  return { chain, mfaSession: mfa.session, problems: own };
}

/**
 * MFA goes with an IAM user's long-term keys only: with GetSessionToken before the first hop, or with the first hop
 * itself (STS API, AssumeRole, SerialNumber).
 */
function placeMfa(
  { source, hops, mfaSession, mfaSerial, mfaMethod }: ChainInput,
  problems: ChainProblem[],
): { hops: readonly Hop[]; session?: string } {
  const misplaced = hops.findIndex((hop, index) => index > 0 && hop.mfaSerial !== undefined);
  if (misplaced >= 0) {
    const text = t('MFA can only be given by an IAM user on the first hop; put "mfaSerial" there');
    problems.push({ severity: 'error', hop: misplaced, field: 'mfaSerial', text });
  }
  const [first, ...rest] = hops;
  const serial = first?.mfaSerial ?? mfaSerial;
  if (serial === undefined) return mfaSession === undefined ? { hops } : { hops, session: mfaSession };
  if (kindOf(source).temporary === true) {
    const text = t('MFA goes with an IAM user’s access keys; {0} gives temporary credentials', kindOf(source).title());
    problems.push({ severity: 'error', ...(first ? { hop: 0 } : {}), field: 'mfaSerial', text });
    return { hops };
  }
  if (!first) return { hops, session: serial };
  const long = mfaSession === undefined && (first.durationSeconds ?? 0) > CHAINED_DURATION_MAX;
  if (mfaSession === undefined && (mfaMethod === 'assumeRole' || (mfaMethod === 'auto' && long))) return { hops };
  return { hops: [{ ...first, mfaSerial: undefined }, ...rest], session: serial };
}

/** IAM User Guide, "Role chaining": with temporary credentials a role's session lasts at most an hour. */
function limitDurations(
  { source }: ChainInput,
  hops: readonly Hop[],
  mfaSession: boolean,
  problems: ChainProblem[],
): Hop[] {
  return hops.map((hop, index) => {
    const chained = index > 0 || mfaSession || kindOf(source).temporary === true;
    if (!chained || (hop.durationSeconds ?? 0) <= CHAINED_DURATION_MAX) return hop;
    const reason = t(
      'a role assumed with temporary credentials (role chaining) lasts at most {0} seconds; one hour is asked for',
      CHAINED_DURATION_MAX,
    );
    const alternative =
      index === 0 && mfaSession
        ? `. ${t('For up to 12 hours give the MFA code to the role itself: "mfaMethod": "assumeRole"')}`
        : '';
    problems.push({ severity: 'warning', hop: index, field: 'durationSeconds', text: reason + alternative });
    return { ...hop, durationSeconds: CHAINED_DURATION_MAX, durationAsked: hop.durationSeconds };
  });
}

/** STS API, AssumeRole, Tags and TransitiveTagKeys: keys differ in more than case, transitive tags cannot be set again. */
function tagRules(hops: readonly Hop[], problems: ChainProblem[]): void {
  const passedOn = new Map<string, number>();
  hops.forEach(({ tags = {}, transitiveTagKeys = [] }, hop) => {
    const report = (field: string, text: string): void => {
      problems.push({ severity: 'error', hop, field, text });
    };
    const keys = new Set<string>();
    for (const key of Object.keys(tags)) {
      const folded = key.toLowerCase();
      if (keys.has(folded)) report('tags', t('has the key "{0}" twice; keys must differ in more than case', key));
      keys.add(folded);
      const from = passedOn.get(folded);
      if (from !== undefined) {
        report('tags', t('"{0}" is passed on by hop {1} and cannot be set again', key, from + 1));
      }
    }
    for (const key of transitiveTagKeys) {
      const folded = key.toLowerCase();
      if (!keys.has(folded) && !passedOn.has(folded)) {
        report('transitiveTagKeys', t('"{0}" is neither among the tags nor passed on by an earlier hop', key));
      }
    }
    if (passedOn.size + Object.keys(tags).length > TAGS.max) {
      report('tags', t('must have at most {0} tags, those passed on included', TAGS.max));
    }
    for (const key of transitiveTagKeys) {
      if (!passedOn.has(key.toLowerCase())) passedOn.set(key.toLowerCase(), hop);
    }
  });
}

/** IAM User Guide, "Source identity": once set it stays for all later hops and cannot be changed. */
function sourceIdentityRules(hops: readonly Hop[], problems: ChainProblem[]): void {
  const first = hops.findIndex(({ sourceIdentity }) => sourceIdentity !== undefined);
  hops.forEach(({ sourceIdentity }, hop) => {
    if (sourceIdentity === undefined || hop === first || sourceIdentity === hops[first]?.sourceIdentity) return;
    const text = t('hop {0} has set another, which stays and cannot be changed', first + 1);
    problems.push({ severity: 'error', hop, field: 'sourceIdentity', text });
  });
}

/** Partitions share no identities: a role of one cannot be assumed from another, nor by another's STS. */
function partitionRules({ hops, region }: ChainInput, problems: ChainProblem[]): void {
  const [first, ...rest] = hops.map(({ roleArn }) => parseRoleArn(roleArn)?.partition);
  rest.forEach((partition, index) => {
    if (partition === first) return;
    const text = t(
      'is in the partition {0}, the first hop in {1}; roles of one cannot assume roles of another',
      partition ?? '',
      first ?? '',
    );
    problems.push({ severity: 'error', hop: index + 1, field: 'roleArn', text });
  });
  const place = region === undefined ? undefined : partitionOfRegion(region);
  if (first !== undefined && region !== undefined && place && place.id !== first) {
    const text = t(
      '{0} is in the partition {1}, the roles are in {2}; use a region such as {3}',
      region,
      place.id,
      first,
      partitionOf(first).defaultRegion,
    );
    problems.push({ severity: 'error', field: 'region', text });
  }
}

/**
 * A session policy on the last hop: what a session may do is what its role and its session policies both allow (IAM
 * User Guide, "Session policies"). Several session policies add up, so it cannot stand beside others.
 */
function readOnlyChain(hops: readonly Hop[], problems: ChainProblem[]): readonly Hop[] {
  const last = hops.at(-1);
  const report = (text: string): readonly Hop[] => {
    problems.push({ severity: 'error', field: 'readOnly', text });
    return hops;
  };
  if (!last) return report(t('needs a role: only a role’s session can be limited to reading'));
  if (last.policy !== undefined || last.policyArns !== undefined) {
    return report(t('cannot stand beside session policies of the last hop: they would allow more'));
  }
  const partition = parseRoleArn(last.roleArn)?.partition ?? 'aws';
  return [...hops.slice(0, -1), { ...last, policyArns: [`arn:${partition}:iam::aws:policy/ReadOnlyAccess`] }];
}
