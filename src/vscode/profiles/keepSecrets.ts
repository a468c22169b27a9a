import { secretsOf } from '../../core/roles/profile';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { readProfiles } from '../../core/roles/profileSet';
import type { Destination } from '../../core/secrets/destination';
import { destinationsOf } from '../../core/secrets/secretUse';
import type { SecretRef } from '../../core/support/errors';
import type { SecretStorageVault } from '../support/secrets';
import { freeName, sourceText, toWrittenProfile, type ProfileDraft } from './draft';
import type { ProfileSettings } from './settings';

/**
 * Stores what was typed into a draft and must not stand in settings, to be sent to the hosts of that very profile.
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
  const secretNames = draft.hops.map(({ newSecret }) => {
    const secretName = freeName(name, taken);
    if (newSecret !== undefined) taken.add(secretName);
    return secretName;
  });
  const written = toWrittenProfile(draft, (hop) => secretNames[hop] ?? name);
  const hosts = (type: SecretRef['type']): readonly Destination[] | undefined => hostsOf(type, name, written, settings);
  if (draft.newKeys && draft.type === 'accessKeys') {
    await vault.storeAccessKeys(sourceText(draft, 'name'), draft, hosts('accessKeys'));
  }
  for (const [hop, { newSecret }] of draft.hops.entries()) {
    if (newSecret !== undefined) await vault.storeExternalId(secretNames[hop] ?? name, newSecret, hosts('externalId'));
  }
  return written;
}

/** Undefined where the profile cannot be used yet; its first use decides then. */
function hostsOf(
  type: SecretRef['type'],
  name: string,
  written: WrittenProfile,
  settings: ProfileSettings,
): readonly Destination[] | undefined {
  const layers = [...settings.layers(), { scope: 'draft', value: { [name]: written } }];
  const profile = readProfiles(layers, settings.readOptions()).profiles.get(name);
  return profile && destinationsOf({ type }, profile);
}

/** Names of secret external IDs that other profiles refer to and that must keep their values. */
function externalIdsOfOthers(name: string, { current }: ProfileSettings): Set<string> {
  const others = [...current.profiles.values()].filter((profile) => profile.name !== name);
  const secrets = others.flatMap(secretsOf).filter(({ type }) => type === 'externalId');
  return new Set(secrets.map((secret) => secret.name));
}
