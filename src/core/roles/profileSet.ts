import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { AppError } from '../support/errors';
import { isJsonObject } from '../support/json';
import { CHAINED_DURATION_MAX } from './limits';
import type { Hop, Profile } from './profile';
import { chainedDurationReason, profileSchema, SINGLE_HOP_FIELDS, type WrittenProfile } from './profileSchema';

/** Region when a profile names none: STS and S3 answer there in the default partition. */
export const DEFAULT_REGION = 'us-east-1';

/** A settings scope's value of `assumeRole.profiles`; later layers win, profile by profile. */
export interface ProfileLayer {
  /** As people know it: `User`, `Remote`, `Workspace`, or a folder's name. */
  readonly scope: string;
  readonly value: unknown;
}

/** Something wrong with a profile. An `error` makes the profile unusable; the others go on working. */
export interface ProfileProblem {
  readonly severity: 'error' | 'warning';
  /** Whether the profile by itself breaks the format, which the setting's JSON schema tells at the field too. */
  readonly format: boolean;
  /** Undefined when the whole setting is wrong. */
  readonly profile?: string;
  readonly scope: string;
  /** Path of the field below the profile, such as `['chain', 1, 'roleArn']`. */
  readonly path: readonly (string | number)[];
  /** Names profile, hop and field. */
  readonly message: string;
}

/** The profiles that can be used, and what is wrong with the rest. */
export interface ProfileSet {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly problems: readonly ProfileProblem[];
}

interface Written {
  readonly scope: string;
  readonly profile: WrittenProfile;
}

/** Checks all layers, follows references and resolves every usable profile. Never throws, whatever the settings hold. */
export function readProfiles(layers: readonly ProfileLayer[]): ProfileSet {
  const problems: ProfileProblem[] = [];
  const written = new Map<string, Written>();
  const scopeOf = new Map<string, string>();
  for (const { scope, value } of layers) {
    if (value === undefined) continue;
    if (!isJsonObject(value)) {
      problems.push({
        severity: 'error',
        format: true,
        scope,
        path: [],
        message: t('assumeRole.profiles must be an object keyed by profile name.'),
      });
      continue;
    }
    for (const [name, entry] of Object.entries(value)) {
      const earlier = scopeOf.get(name);
      scopeOf.set(name, scope);
      // A narrower scope replaces the profile whole: mixing the fields of two recipes could mix two identities.
      written.delete(name);
      if (earlier !== undefined) {
        const text = t('is defined in {0} and in {1} settings; the one in {1} settings is used', earlier, scope);
        problems.push(problem('warning', scope, name, [], text));
      }
      const profile = checkShape(name, entry, scope, problems);
      if (profile) written.set(name, { scope, profile });
    }
  }
  const resolver = new Resolver(written, problems);
  const profiles = new Map<string, Profile>();
  for (const name of written.keys()) {
    const profile = resolver.resolve(name);
    if (profile) profiles.set(name, profile);
  }
  return { profiles, problems };
}

/** The profile of that name; throws an {@link AppError} that says what is wrong with it or that there is none. */
export function getProfile(set: ProfileSet, name: string): Profile {
  const profile = set.profiles.get(name);
  if (profile) return profile;
  const first = set.problems.find((p) => p.profile === name && p.severity === 'error');
  if (first) {
    throw new AppError('invalidProfile', first.message, {
      profile: name,
      field: pathText(first.path),
      cure: t('Correct the profile in the settings.'),
    });
  }
  throw new AppError('profileNotFound', t('There is no profile "{0}".', name), { profile: name });
}

function checkShape(
  name: string,
  entry: unknown,
  scope: string,
  problems: ProfileProblem[],
): WrittenProfile | undefined {
  const report = (path: readonly (string | number)[], text: string, format = true): void => {
    problems.push(problem('error', scope, name, path, text, format));
  };
  if (name.trim() === '') {
    report([], t('needs a name'));
    return undefined;
  }
  if (!isJsonObject(entry)) {
    report([], t('must be an object'));
    return undefined;
  }
  const result = v.safeParse(profileSchema, entry, { abortPipeEarly: true });
  if (!result.success) {
    for (const issue of result.issues) {
      const path = (issue.path ?? []).map((item) => item.key as string | number);
      report(path, issueText(issue));
    }
    return undefined;
  }
  const profile = result.output;
  if (profile.chain && SINGLE_HOP_FIELDS.some((field) => field in profile)) {
    const field = SINGLE_HOP_FIELDS.find((candidate) => candidate in profile) ?? 'roleArn';
    report([field], t('cannot stand beside "chain"; move it into the first hop'), false);
    return undefined;
  }
  if (!profile.chain && profile.roleArn === undefined) {
    const orphan = SINGLE_HOP_FIELDS.find((field) => field in profile);
    if (orphan) {
      report([orphan], t('needs a "roleArn" beside it'), false);
      return undefined;
    }
  }
  return profile;
}

function issueText(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== 'strict_object') return issue.message;
  if (issue.expected === 'never') return t('is not a known field; remove it or correct its name');
  if (issue.received === 'undefined') return t('is missing');
  return t('must be an object');
}

/** Follows references between profiles; reports cycles, unknown references and rules that need the whole chain. */
class Resolver {
  readonly #done = new Map<string, Profile | undefined>();
  /** Names on the way from the profile asked for to the one being resolved. */
  readonly #trail: string[] = [];

  constructor(
    private readonly written: ReadonlyMap<string, Written>,
    private readonly problems: ProfileProblem[],
  ) {}

  resolve(name: string): Profile | undefined {
    const entry = this.written.get(name);
    if (!entry) return undefined;
    if (this.#done.has(name)) return this.#done.get(name);
    this.#trail.push(name);
    const profile = this.#link(name, entry);
    this.#trail.pop();
    this.#done.set(name, profile);
    return profile;
  }

  #link(name: string, entry: Written): Profile | undefined {
    const { source, description, region, endpoints, s3 } = entry.profile;
    if (source.type !== 'profile') {
      const chain = chainRules(name, entry, 0, this.problems);
      const pathStyle = s3?.pathStyle ?? false;
      return (
        chain && {
          name,
          description,
          source,
          chain,
          region: region ?? DEFAULT_REGION,
          endpoints: endpoints ?? {},
          s3PathStyle: pathStyle,
        }
      );
    }
    const base = this.#trail.includes(source.name) ? undefined : this.resolve(source.name);
    if (!base) {
      const text = this.#trail.includes(source.name)
        ? t('refers to itself: {0}', [...this.#trail.slice(this.#trail.indexOf(source.name)), source.name].join(' → '))
        : t('refers to the profile "{0}", which does not exist or has errors', source.name);
      this.problems.push(problem('error', entry.scope, name, ['source', 'name'], text));
      return undefined;
    }
    const chain = chainRules(name, entry, base.chain.length, this.problems);
    return (
      chain && {
        name,
        description,
        source: base.source,
        chain: [...base.chain, ...chain],
        region: region ?? base.region,
        endpoints: endpoints ?? base.endpoints,
        s3PathStyle: s3?.pathStyle ?? base.s3PathStyle,
      }
    );
  }
}

function hopsOf(profile: WrittenProfile): readonly Hop[] {
  if (profile.chain) return profile.chain;
  const { roleArn, sessionName, externalId, durationSeconds, mfaSerial } = profile;
  return roleArn === undefined ? [] : [{ roleArn, sessionName, externalId, durationSeconds, mfaSerial }];
}

/**
 * Rules between hops (IAM User Guide, "Role chaining"; STS API, AssumeRole, SerialNumber): a chained session lasts an
 * hour at most, and only an IAM user's long-term keys can present MFA.
 * @param offset hops that referenced profiles put before this profile's own
 */
function chainRules(
  name: string,
  { scope, profile }: Written,
  offset: number,
  problems: ProfileProblem[],
): Hop[] | undefined {
  const hops = hopsOf(profile);
  const path = (index: number, field: string): (string | number)[] =>
    profile.chain ? ['chain', index, field] : [field];
  const misplacedMfa = hops.findIndex((hop, index) => offset + index > 0 && hop.mfaSerial !== undefined);
  if (misplacedMfa >= 0) {
    const text = t('MFA can only be given by an IAM user on the first hop; put "mfaSerial" there');
    problems.push(problem('error', scope, name, path(misplacedMfa, 'mfaSerial'), text));
    return undefined;
  }
  return hops.map((hop, index) => {
    if (offset + index === 0 || (hop.durationSeconds ?? 0) <= CHAINED_DURATION_MAX) return hop;
    problems.push(problem('warning', scope, name, path(index, 'durationSeconds'), chainedDurationReason()));
    return { ...hop, durationSeconds: CHAINED_DURATION_MAX };
  });
}

function problem(
  severity: ProfileProblem['severity'],
  scope: string,
  profile: string,
  path: readonly (string | number)[],
  text: string,
  format = false,
): ProfileProblem {
  return { severity, format, scope, profile, path, message: `${placeText(profile, path)} ${text}.` };
}

/** `Profile "lake", hop 2, roleArn:` — people count hops from one. */
function placeText(profile: string, path: readonly (string | number)[]): string {
  const inChain = path[0] === 'chain' && typeof path[1] === 'number';
  const field = pathText(inChain ? path.slice(2) : path);
  const hop = inChain && typeof path[1] === 'number' ? t(', hop {0}', path[1] + 1) : '';
  return t('Profile "{0}"{1}', profile, hop) + (field === '' ? ':' : `, ${field}:`);
}

function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
