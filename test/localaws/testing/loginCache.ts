import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { LocalAws } from '../server';

/** How a login is written. */
export interface LoginCacheOptions {
  /** The user who signs in, and the `login_session` of the config file. */
  readonly userArn: string;
  /** When the file says that its credentials end, in milliseconds since the epoch; when they do if not given. */
  readonly expiresAt?: number;
  /** Whether the user gave an MFA code. */
  readonly mfa?: boolean;
}

/**
 * Signs a user in and writes the cache file of `aws login`, `<home>/.aws/login/cache/<SHA-256 of login_session>.json`.
 * @returns the file's path
 */
export async function writeLoginCache(
  home: string,
  { signIn }: LocalAws,
  { userArn, expiresAt, mfa }: LoginCacheOptions,
): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tokens = signIn.begin(userArn, await calculateJwkThumbprint(await exportJWK(publicKey)), mfa);
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = tokens.credentials;
  const folder = join(home, '.aws', 'login', 'cache');
  await mkdir(folder, { recursive: true });
  const path = join(folder, `${createHash('sha256').update(userArn).digest('hex')}.json`);
  const cached = {
    accessToken: {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      accountId: userArn.split(':')[4],
      expiresAt: new Date(expiresAt ?? expiration).toISOString().replace(/\.\d+Z$/, 'Z'),
    },
    tokenType: 'aws_sigv4',
    refreshToken: tokens.refreshToken,
    clientId: 'arn:aws:signin:::devtools/same-device',
    dpopKey: privateKey.export({ type: 'sec1', format: 'pem' }),
  };
  await writeFile(path, JSON.stringify(cached), { mode: 0o600 });
  return path;
}
