import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { NO_ACCOUNTS, type AccountBook } from './accounts/accountBook';
import { AppError } from '../support/errors';
import { isJsonObject } from '../support/json';
import type { MfaMethod, Profile, ProfileOrigin } from './profile';
import { pathText, problem, type ProfileProblem } from './profileProblem';
import { ProfileResolver, type Written } from './profileResolver';
import { profileSchema, SINGLE_HOP_FIELDS, type WrittenProfile } from './profileSchema';

/** A settings scope's value of `assumeRole.profiles`; later layers win, profile by profile. */
export interface ProfileLayer {
  /** As people know it: `User`, `Remote`, `Workspace`, or a folder's name. */
  readonly scope: string;
  /** `user` when not given. */
  readonly origin?: Exclude<ProfileOrigin, 'awsConfig' | 'adHoc'>;
  readonly value: unknown;
}

/** What profiles are read with besides the settings. */
export interface ReadOptions {
  /** For profiles that choose none. */
  readonly mfaMethod: MfaMethod | 'auto';
  /** The profiles of the shared config files, in the form of the setting; those of the settings win over them. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the source profiles on the way to one of {@link config}, which comes with its whole way in one. */
  readonly configWays?: ReadonlyMap<string, readonly string[]> | undefined;
  readonly accounts?: AccountBook | undefined;
}

/** The profiles that can be used, and what is wrong with the rest. */
export interface ProfileSet {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly problems: readonly ProfileProblem[];
}

/** Checks all layers, follows references and resolves every usable profile. Never throws, whatever the settings hold. */
export function readProfiles(
  layers: readonly ProfileLayer[],
  { mfaMethod, config, configWays, accounts = NO_ACCOUNTS }: ReadOptions = { mfaMethod: 'auto', config: {} },
): ProfileSet {
  const problems: ProfileProblem[] = [];
  const written = new Map<string, Written>();
  const scopeOf = new Map<string, string>();
  for (const { scope, origin = 'user', value } of layers) {
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
      if (profile) written.set(name, { scope, origin, profile });
    }
  }
  const configProfiles = readConfigProfiles({ config, configWays }, problems);
  const resolver = new ProfileResolver({ settings: written, config: configProfiles }, mfaMethod, accounts, problems);
  const profiles = new Map<string, Profile>();
  for (const [from, names] of [
    ['settings', written.keys()],
    ['config', configProfiles.keys()],
  ] as const) {
    for (const name of names) {
      if (from === 'config' && scopeOf.has(name)) continue;
      const profile = resolver.resolve({ from, name });
      if (profile) profiles.set(name, profile);
    }
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

/** The scope of profiles that stand in the shared config files. */
export const CONFIG_SCOPE = 'AWS config';

function readConfigProfiles(
  { config, configWays }: Pick<ReadOptions, 'config' | 'configWays'>,
  problems: ProfileProblem[],
): Map<string, Written> {
  const written = new Map<string, Written>();
  for (const [name, entry] of Object.entries(config)) {
    const profile = checkShape(name, entry, CONFIG_SCOPE, problems);
    if (!profile) continue;
    written.set(name, { scope: CONFIG_SCOPE, origin: 'awsConfig', profile, goesOnFrom: configWays?.get(name) });
  }
  return written;
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
    // Without a role the code goes into the base identity's own session.
    const orphan = SINGLE_HOP_FIELDS.find((field) => field !== 'mfaSerial' && field in profile);
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
