import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';

/**
 * Names of the profiles in the shared config and credentials files (`AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE` honoured), sorted; none when the files cannot be read.
 */
export async function sharedConfigProfiles(): Promise<string[]> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const names = new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)]);
  // Other sections carry their type before a dot: `sso-session.dev`, `services.local`.
  return [...names].filter((name) => !/^(sso-session|services)\./.test(name)).sort((a, b) => a.localeCompare(b));
}
