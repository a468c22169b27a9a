import type { AccountBook } from '../../core/roles/accounts/accountBook';
import { roleLabel } from '../../core/roles/arn';
import type { IdentityCenterInstance, IdentityCenterRole } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import type { ProfileProblem } from '../../core/roles/profileProblem';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { readProfiles } from '../../core/roles/profileSet';
import type { SettingsScope } from '../../core/roles/scopes';
import { accessKeyNames } from './accessKeyNames';
import { identityCenterRoles, knownInstances } from './identityCenters';
import type { WizardDeps } from './wizard';

/** What the steps of the wizard offer and check answers against. */
export interface WizardContext {
  /** Every usable profile by name, those of a narrower scope left out. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Those of the settings which the profile can go on from, by the names it refers to them by. */
  readonly ownProfiles: ReadonlyMap<string, Profile>;
  /** What is known of accounts. */
  readonly accounts: AccountBook;
  /** Names of access keys in the vault. */
  readonly storedKeys: readonly string[];
  /** Names of the shared config files' profiles. */
  readonly configProfiles: readonly string[];
  /** Known Identity Center instances. */
  readonly identityCenters: readonly IdentityCenterInstance[];
  /** Names of all profiles, broken ones included. */
  readonly taken: ReadonlySet<string>;
  readonly hasKeys: (name: string) => Promise<boolean>;
  /** Whether the settings that the profile is written to hold one of that name. */
  readonly isWritten: (name: string) => boolean;
  /** What is wrong with a profile as it would be written. */
  readonly problemsOf: (name: string, profile: WrittenProfile) => readonly ProfileProblem[];
  /** The roles the person may take there; signs in where needed. */
  readonly identityCenterRoles: (
    instance: IdentityCenterInstance,
    signal: AbortSignal | undefined,
  ) => Promise<readonly IdentityCenterRole[]>;
}

/** The roles of a profile for people: `Hub (111111111111) → Lake (222222222222)`. */
export function rolesOf({ chain, accounts }: Profile): string {
  return chain.map(({ roleArn }) => roleLabel(roleArn, accounts)).join(' → ');
}

/**
 * What the wizard's steps need, as of now.
 * @param scope of the settings that the profile is written to
 */
export async function createWizardContext(deps: WizardDeps, scope: SettingsScope = 'user'): Promise<WizardContext> {
  const { settings, vault, configFiles, directory } = deps;
  await configFiles.ready;
  const { profiles: all, problems } = settings.current;
  const isWithin = ({ origin }: Profile): boolean => scope === 'workspace' || origin !== 'workspace';
  const profiles = new Map([...all].filter(([, profile]) => isWithin(profile)));
  const hasKeys = (name: string): Promise<boolean> => vault.has({ type: 'accessKeys', name });
  const names = accessKeyNames(profiles);
  const stored = await Promise.all(names.map(hasKeys));
  return {
    profiles,
    get accounts() {
      return settings.accounts;
    },
    ownProfiles: referredNames(profiles),
    storedKeys: names.filter((_, index) => stored[index]),
    configProfiles: [...configFiles.current.profiles.keys()],
    identityCenters: knownInstances(profiles, configFiles.current),
    taken: new Set([...all.keys(), ...problems.flatMap(({ profile }) => profile ?? [])]),
    hasKeys,
    isWritten: (name) => settings.nameIn(scope, name) !== undefined,
    problemsOf: (name, profile) => {
      const layers = [...settings.layers(), { scope: 'draft', origin: scope, value: { [name]: profile } }];
      return readProfiles(layers, settings.readOptions()).problems.filter((problem) => problem.scope === 'draft');
    },
    identityCenterRoles: (instance, signal) => identityCenterRoles(instance, { directory, signal }),
  };
}

/** Profiles of the settings by the names that stand there; of two with the same name the narrower scope's counts. */
function referredNames(profiles: ReadonlyMap<string, Profile>): Map<string, Profile> {
  const own = [...profiles.values()].filter(({ origin }) => origin !== 'awsConfig');
  const widestFirst = [
    ...own.filter(({ origin }) => origin === 'user'),
    ...own.filter(({ origin }) => origin !== 'user'),
  ];
  return new Map(widestFirst.map((profile) => [profile.writtenName ?? profile.name, profile]));
}
