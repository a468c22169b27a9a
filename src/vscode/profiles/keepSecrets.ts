import { secretsOf } from '../../core/roles/profile';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import type { SecretStorageVault } from '../support/secrets';
import { freeName, sourceText, toWrittenProfile, type ProfileDraft } from './draft';
import type { ProfileSettings } from './settings';

/**
 * Stores what was typed into a draft and must not stand in settings.
 * @param knownAs the name the profile is known by already, where that is another than it has in its settings
 * @returns the profile as it is to be written, which refers to those secrets by name
 */
export async function keepSecrets(
  draft: ProfileDraft,
  { settings, vault }: { readonly settings: ProfileSettings; readonly vault: SecretStorageVault },
  knownAs = draft.name ?? '',
): Promise<WrittenProfile> {
  const name = draft.name ?? '';
  const taken = externalIdsOfOthers(knownAs, settings);
  if (draft.newKeys && draft.type === 'accessKeys') {
    await vault.storeAccessKeys(sourceText(draft, 'name'), draft.accessKeyId, draft.secretAccessKey);
  }
  const secretNames: string[] = [];
  for (const { newSecret } of draft.hops) {
    const secretName = freeName(name, taken);
    secretNames.push(secretName);
    if (newSecret === undefined) continue;
    taken.add(secretName);
    await vault.storeExternalId(secretName, newSecret);
  }
  return toWrittenProfile(draft, (hop) => secretNames[hop] ?? name);
}

/** Names of secret external IDs that other profiles refer to and that must keep their values. */
function externalIdsOfOthers(name: string, { current }: ProfileSettings): Set<string> {
  const others = [...current.profiles.values()].filter((profile) => profile.name !== name);
  const secrets = others.flatMap(secretsOf).filter(({ type }) => type === 'externalId');
  return new Set(secrets.map((secret) => secret.name));
}
