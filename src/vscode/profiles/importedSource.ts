import type { ConvertedProfile } from '../../core/configFiles/configProfiles';
import type { WrittenProfile } from '../../core/roles/profileSchema';

/**
 * An imported profile whose access keys stay in the shared files. In the settings a source of type `sharedConfig` goes
 * on from everything its section says, so where that is more than keys the whole config profile is referred to: its
 * roles would else be assumed twice.
 * @param name of the config profile
 * @param profile in the setting's form
 * @param profiles all config profiles by name
 */
export function referring(
  name: string,
  profile: WrittenProfile,
  profiles: ReadonlyMap<string, ConvertedProfile>,
): WrittenProfile {
  const { source } = profile;
  if (source.type !== 'sharedConfig') return profile;
  const section = profiles.get(source.profile)?.profile;
  const hasMore = section?.roleArn ?? section?.chain ?? section?.mfaSerial;
  return hasMore === undefined ? profile : { source: { type: 'sharedConfig', profile: name } };
}
