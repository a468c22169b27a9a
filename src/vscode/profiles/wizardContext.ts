import { roleLabel } from '../../core/roles/arn';
import type { IdentityCenterInstance, IdentityCenterRole } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import type { ProfileProblem } from '../../core/roles/profileProblem';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { readProfiles } from '../../core/roles/profileSet';
import { accessKeyNames } from './accessKeyNames';
import { identityCenterRoles, knownInstances } from './identityCenters';
import type { WizardDeps } from './wizard';

/** What the steps of the wizard offer and check answers against. */
export interface WizardContext {
  /** Every usable profile by name. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** Those of the settings, which another profile can go on from. */
  readonly ownProfiles: readonly Profile[];
  /** Names of access keys in the vault. */
  readonly storedKeys: readonly string[];
  /** Names of the shared config files' profiles. */
  readonly configProfiles: readonly string[];
  /** Known Identity Center instances. */
  readonly identityCenters: readonly IdentityCenterInstance[];
  /** Names of all profiles, broken ones included. */
  readonly taken: ReadonlySet<string>;
  readonly hasKeys: (name: string) => Promise<boolean>;
  /** Where a profile of that name is written. */
  readonly scopeOf: (name: string) => 'user' | 'workspace' | undefined;
  /** What is wrong with a profile as it would be written. */
  readonly problemsOf: (name: string, profile: WrittenProfile) => readonly ProfileProblem[];
  /** The roles the person may take there; signs in where needed. */
  readonly identityCenterRoles: (
    instance: IdentityCenterInstance,
    signal: AbortSignal | undefined,
  ) => Promise<readonly IdentityCenterRole[]>;
}

/** The roles of a profile for people: `Hub (111111111111) → Lake (222222222222)`. */
export function rolesOf({ chain }: Profile): string {
  return chain.map(({ roleArn }) => roleLabel(roleArn)).join(' → ');
}

/** What the wizard's steps need, as of now. */
export async function createWizardContext(deps: WizardDeps): Promise<WizardContext> {
  const { settings, vault, configFiles, directory } = deps;
  await configFiles.ready;
  const { profiles, problems } = settings.current;
  const hasKeys = (name: string): Promise<boolean> => vault.has({ type: 'accessKeys', name });
  const names = accessKeyNames(profiles);
  const stored = await Promise.all(names.map(hasKeys));
  return {
    profiles,
    ownProfiles: [...profiles.values()].filter(({ origin }) => origin !== 'awsConfig'),
    storedKeys: names.filter((_, index) => stored[index]),
    configProfiles: [...configFiles.current.profiles.keys()],
    identityCenters: knownInstances(profiles, configFiles.current),
    taken: new Set([...profiles.keys(), ...problems.flatMap(({ profile }) => profile ?? [])]),
    hasKeys,
    scopeOf: (name) => settings.scopeOf(name),
    problemsOf: (name, profile) => {
      const layers = [...settings.layers(), { scope: 'draft', value: { [name]: profile } }];
      return readProfiles(layers, settings.readOptions()).problems.filter((problem) => problem.scope === 'draft');
    },
    identityCenterRoles: (instance, signal) => identityCenterRoles(instance, { directory, signal }),
  };
}
