import { readFile, writeFile } from 'node:fs/promises';
import { ACCESS_KEYS } from '../../localaws/worlds/demo';

/** An IAM user's access keys. */
interface AccessKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Access keys with which something is wrong, by the name of their shared config profile. */
export const TROUBLED_KEYS = {
  /** Good keys of a user who may assume no role. */
  bob: ACCESS_KEYS.bob,
  /** An access key that AWS does not know. */
  stranger: { accessKeyId: 'AKIADEMOSTRANGER0001', secretAccessKey: 'demo-secret-of-a-stranger-00000000000001' },
  /** Alice's access key with a mistyped secret. */
  mistyped: {
    accessKeyId: ACCESS_KEYS.alice.accessKeyId,
    secretAccessKey: 'demo-secret-mistyped-0000000000000000001',
  },
} as const satisfies Record<string, AccessKeys>;

/**
 * Adds {@link TROUBLED_KEYS} to the shared credentials file of this run.
 * @returns what puts the file back as it was
 */
export async function addTroubledKeys(): Promise<() => Promise<void>> {
  const file = process.env['AWS_SHARED_CREDENTIALS_FILE'];
  if (file === undefined) throw new Error('AWS_SHARED_CREDENTIALS_FILE must name a file of this run.');
  const before = await readFile(file, 'utf8');
  const sections = Object.entries(TROUBLED_KEYS).map(
    ([name, { accessKeyId, secretAccessKey }]) =>
      `[${name}]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  await writeFile(file, [before, ...sections].join('\n'));
  return () => writeFile(file, before);
}
