import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { NO_ACCOUNTS, type AccountBook } from './accounts/accountBook';
import { AppError } from '../support/errors';
import { isJsonObject } from '../support/json';
import type { MfaMethod, Profile, ProfileOrigin } from './profile';
import { pathText, problem, type ProblemPlace, type ProfileProblem } from './profileProblem';
import { ProfileResolver, type Written, type WrittenProfiles } from './profileResolver';
import { profileSchema, SINGLE_HOP_FIELDS, type WrittenProfile } from './profileSchema';
import { foldedName, scopedNames } from './scopes';

/** A settings scope's value of `assumeRole.profiles`; of layers of one origin later ones win, profile by profile. */
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
  /** For those of the workspace, where it says so itself: how the person's own go on is not its to say. */
  readonly workspaceMfaMethod?: MfaMethod | 'auto' | undefined;
  /** The profiles of the shared config files, in the form of the setting; the user's of the same name win over them. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of further profiles of those files, which cannot be used. */
  readonly unusable?: Iterable<string>;
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
  options: ReadOptions = { mfaMethod: 'auto', config: {} },
): ProfileSet {
  const { config, unusable = [] } = options;
  const problems: ProfileProblem[] = [];
  const entries = readLayers(layers, problems);
  const names = scopedNames({
    user: entries.user.keys(),
    workspace: entries.workspace.keys(),
    config: [...Object.keys(config), ...unusable],
  });
  const written = { user: new Map<string, Written>(), workspace: new Map<string, Written>() };
  const own = new Map([...entries.user].map(([name, { scope }]) => [foldedName(name), scope]));
  for (const [name, { scope: origin, written: writtenName }] of names) {
    const entry = entries[origin].get(writtenName);
    if (!entry) continue;
    const place = { scope: entry.scope, name, writtenName };
    if (name !== writtenName) {
      const text = t('has the name of a profile in {0} and is shown as "{1}"', widerScope(writtenName, own), name);
      problems.push(problem('warning', place, [], text));
    }
    written[origin].set(writtenName, checked(entry.value, place, origin, problems));
  }
  const all: WrittenProfiles = { ...written, awsConfig: readConfigProfiles(options, problems) };
  return { profiles: resolveAll(all, options, problems), problems };
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

/** A value of one scope, and the label of its layer. */
interface Entry {
  readonly scope: string;
  readonly value: unknown;
}

type Entries = Readonly<Record<'user' | 'workspace', Map<string, Entry>>>;

function readLayers(layers: readonly ProfileLayer[], problems: ProfileProblem[]): Entries {
  const entries: Entries = { user: new Map<string, Entry>(), workspace: new Map<string, Entry>() };
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
      const earlier = entries[origin].get(name);
      // A later layer replaces the profile whole: mixing the fields of two recipes could mix two identities.
      entries[origin].delete(name);
      entries[origin].set(name, { scope, value: entry });
      if (!earlier) continue;
      const text = t('is defined in {0} and in {1} settings; the one in {1} settings is used', earlier.scope, scope);
      problems.push(problem('warning', { scope, name, writtenName: name }, [], text));
    }
  }
  return entries;
}

/** Where the profile stands that has taken the name of a workspace's. */
function widerScope(name: string, own: ReadonlyMap<string, string>): string {
  const scope = own.get(foldedName(name));
  return scope === undefined ? CONFIG_SCOPE : t('{0} settings', scope);
}

function readConfigProfiles(
  { config, configWays }: Pick<ReadOptions, 'config' | 'configWays'>,
  problems: ProfileProblem[],
): Map<string, Written> {
  return new Map(
    Object.entries(config).map(([name, entry]) => {
      const written = checked(entry, { scope: CONFIG_SCOPE, name, writtenName: name }, 'awsConfig', problems);
      return [name, { ...written, goesOnFrom: configWays?.get(name) }];
    }),
  );
}

function checked(value: unknown, place: ProblemPlace, origin: Written['origin'], problems: ProfileProblem[]): Written {
  // The guard rails of a profile with errors count for those of its name and those that go on from it.
  const rails = isJsonObject(value)
    ? { readOnly: value['readOnly'] === true, production: value['production'] === true }
    : {};
  return { ...place, origin, rails, profile: checkShape(value, place, problems) };
}

function resolveAll(
  written: WrittenProfiles,
  { mfaMethod, workspaceMfaMethod = mfaMethod, accounts = NO_ACCOUNTS }: ReadOptions,
  problems: ProfileProblem[],
): Map<string, Profile> {
  const resolver = new ProfileResolver(
    written,
    { user: mfaMethod, workspace: workspaceMfaMethod, awsConfig: mfaMethod },
    accounts,
    problems,
  );
  const profiles = new Map<string, Profile>();
  for (const scope of ['user', 'workspace', 'awsConfig'] as const) {
    for (const [name, entry] of written[scope]) {
      if (scope === 'awsConfig' && written.user.has(name)) continue;
      const profile = resolver.resolve(entry);
      if (profile) profiles.set(entry.name, profile);
    }
  }
  return profiles;
}

function checkShape(entry: unknown, place: ProblemPlace, problems: ProfileProblem[]): WrittenProfile | undefined {
  const report = (path: readonly (string | number)[], text: string, format = true): void => {
    problems.push(problem('error', place, path, text, format));
  };
  if (place.writtenName.trim() === '') {
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
