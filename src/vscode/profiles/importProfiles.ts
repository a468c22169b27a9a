import { l10n } from 'vscode';
import { configProfiles, type ConvertedProfile } from '../../core/configFiles/configProfiles';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import type { RevealedCredentials } from '../../core/sessions/credentials';
import { AppError } from '../../core/support/errors';
import { askMenu } from '../support/menu';
import type { SecretStorageVault } from '../support/secrets';
import { addProfiles } from './addMany';
import type { AwsConfigFiles } from './awsConfigFiles';
import { chooseProfiles } from './chooseProfiles';
import { freeName } from './draft';
import { referring } from './importedSource';
import type { ProfileSettings } from './settings';

/** Hands a config profile's long-term keys to `store`; false when there are none. */
export type CopySharedKeys = (
  profile: string,
  store: (keys: Pick<RevealedCredentials, 'accessKeyId' | 'secretAccessKey'>) => Promise<void>,
) => Promise<boolean>;

/** What importing works on. */
export interface ImportDeps {
  readonly settings: ProfileSettings;
  readonly vault: SecretStorageVault;
  readonly configFiles: Pick<AwsConfigFiles, 'current' | 'env' | 'paths' | 'refresh'>;
  readonly copySharedKeys: CopySharedKeys;
}

/**
 * Copies the profiles of the shared config files that the person ticks into the user's settings. Access keys stay in
 * the file or are copied to secret storage, as the person chooses.
 * @throws AppError of kind `cancelled` when the person gives up, `notFound` when the files hold no profile
 */
export async function importProfiles(deps: ImportDeps): Promise<void> {
  const { settings, configFiles } = deps;
  settings.checkWritable();
  await configFiles.refresh();
  const { current, env, paths } = configFiles;
  const profiles = configProfiles(current, env);
  if (profiles.size === 0) {
    throw new AppError('notFound', l10n.t('There are no profiles in {0} and {1}.', paths.config, paths.credentials), {
      cure: l10n.t('Set AWS_CONFIG_FILE where VS Code is started if the files are elsewhere.'),
    });
  }
  const title = l10n.t('Import Role Profiles');
  const chosen = await chooseProfiles({
    title,
    candidates: [...profiles].flatMap(([name, { profile, notes }]) => (profile ? [{ name, profile, notes }] : [])),
    skipped: [...profiles].flatMap(([name, { profile, notes }]) =>
      profile ? [] : [{ name, reason: notes.join(' ') }],
    ),
    exists: (name) => settings.nameIn('user', name) !== undefined,
    accounts: settings.accounts,
  });
  const imported = chosen.map(({ name }) => [name, profiles.get(name)?.profile] as const);
  const copied = await keysToCopy(title, imported, deps);
  const added = imported.flatMap(([name, profile]) =>
    profile ? [[name, copied.apply(profile) ?? referring(name, profile, profiles)] as const] : [],
  );
  await addProfiles(Object.fromEntries(added), settings);
}

/** What becomes of profiles whose keys stand in the files. */
interface CopiedKeys {
  /** The profile with copied keys; undefined where it goes on referring to the file. */
  apply(profile: WrittenProfile): WrittenProfile | undefined;
}

async function keysToCopy(
  title: string,
  imported: readonly (readonly [string, ConvertedProfile['profile']])[],
  { vault, copySharedKeys }: ImportDeps,
): Promise<CopiedKeys> {
  const sections = new Set(
    imported.flatMap(([, profile]) => (profile?.source.type === 'sharedConfig' ? [profile.source.profile] : [])),
  );
  const names = new Map<string, string>();
  const apply = (profile: WrittenProfile): WrittenProfile | undefined => {
    const name = profile.source.type === 'sharedConfig' ? names.get(profile.source.profile) : undefined;
    return name === undefined ? undefined : { ...profile, source: { type: 'accessKeys', name } };
  };
  if (sections.size === 0 || !(await asksToCopy(title))) return { apply };
  for (const section of sections) {
    const stored = (name: string): Promise<boolean> => vault.has({ type: 'accessKeys', name });
    const taken = new Set<string>();
    let name = section;
    while (await stored(name)) name = freeName(section, taken.add(name));
    if (await copySharedKeys(section, (keys) => vault.storeAccessKeys(name, keys, undefined))) names.set(section, name);
  }
  return { apply };
}

async function asksToCopy(title: string): Promise<boolean> {
  const answer = await askMenu<boolean>(
    {
      placeholder: l10n.t('Some of these profiles use access keys that stand in the files'),
      choices: [
        {
          icon: 'link',
          label: l10n.t('Refer to the File'),
          description: l10n.t('the keys stay where they are, and changes there count here'),
          value: false,
        },
        {
          icon: 'lock',
          label: l10n.t('Copy Keys to Secret Storage'),
          description: l10n.t('the profiles no longer need the files'),
          value: true,
        },
      ],
    },
    { title, step: 1, totalSteps: 1, back: false },
  );
  return answer.type === 'chosen' && answer.value;
}
