import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { getSSOTokenFilepath } from '@smithy/shared-ini-file-loader';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import { identityCenterDestination, isAws } from '../../core/secrets/destination';
import { canonicalStartUrl } from '../../core/secrets/signInName';
import { parseJsonObject } from '../../core/support/json';
import type { SignIn } from './signInStore';

/** A sign-in that `aws sso login` keeps, and its file. */
export interface CliSignIn {
  readonly signIn: SignIn;
  readonly file: string;
}

/**
 * The AWS CLI's sign-in to an instance, below `~/.aws/sso/cache`: under the name of the `sso-session`, else under the
 * start URL. Undefined when there is none of that instance, and for instances elsewhere than at AWS: the AWS CLI's tokens
 * come from AWS's own hosts and go nowhere else. Not the SDK's `fromSSO`: it refreshes only by the name of a
 * config profile, which a base identity need not have.
 */
export async function readCliSignIn(instance: IdentityCenterInstance): Promise<CliSignIn | undefined> {
  const { session, startUrl, region } = instance;
  if (!isAws(identityCenterDestination(instance))) return undefined;
  for (const id of [session, startUrl, canonicalStartUrl(startUrl)]) {
    if (id === undefined) continue;
    const file = getSSOTokenFilepath(id);
    const content = await readJson(file);
    if (typeof content?.['startUrl'] !== 'string') continue;
    if (canonicalStartUrl(content['startUrl']) !== canonicalStartUrl(startUrl)) continue;
    if ((content['region'] ?? region) !== region) continue;
    const signIn = signInOf(content);
    if (signIn) return { signIn, file };
  }
  return undefined;
}

/** Writes refreshed tokens where the AWS CLI finds them: a refresh token is good once, so it would have lost its own. */
export async function updateCliSignIn(file: string, { accessToken, expiresAt, refreshToken }: SignIn): Promise<void> {
  const content = await readJson(file);
  const changed = {
    ...content,
    accessToken,
    // As the AWS CLI writes it: whole seconds.
    expiresAt: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...(refreshToken === undefined ? {} : { refreshToken }),
  };
  await replaceFile(file, JSON.stringify(changed, undefined, 2));
}

/**
 * Exchanges a file for one that nobody else can read, whole or not at all, as the AWS CLI does (botocore,
 * `JSONFileCache`): a link in its place is replaced and not followed.
 */
async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = join(dirname(file), `${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

function signInOf(content: Readonly<Record<string, unknown>>): SignIn | undefined {
  const text = (name: string): string => (typeof content[name] === 'string' ? content[name] : '');
  const expiresAt = timeOf(text('expiresAt'));
  if (text('accessToken') === '' || Number.isNaN(expiresAt)) return undefined;
  const clientExpiresAt = timeOf(text('registrationExpiresAt'));
  return {
    client: {
      clientId: text('clientId'),
      clientSecret: text('clientSecret'),
      expiresAt: Number.isNaN(clientExpiresAt) ? 0 : clientExpiresAt,
    },
    accessToken: text('accessToken'),
    expiresAt,
    refreshToken: text('refreshToken') || undefined,
  };
}

/** Older versions of the AWS CLI write `2026-01-01T00:00:00UTC`. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/UTC$/, 'Z'));
}

async function readJson(file: string): Promise<Record<string, unknown> | undefined> {
  try {
    return parseJsonObject(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
