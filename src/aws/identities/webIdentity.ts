import { open, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { stsDestination } from '../../core/secrets/destination';
import { Sendable } from '../../core/secrets/sendable';
import type { SecretUse } from '../../core/secrets/secretUse';
import type { SecretVault, StsTarget } from '../../core/sessions/ports';
import { AppError, isAppError } from '../../core/support/errors';
import type { Sts } from '../sts';
import type { Resolver } from './resolver';

/** The longest token STS takes (STS API, AssumeRoleWithWebIdentity, WebIdentityToken), characters. */
const TOKEN_LIMIT = 20_000;

/** A JSON Web Token (RFC 7519): header, claims and signature in base64url. */
const JWT = /^ey[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * A role by AssumeRoleWithWebIdentity with the token in a file, which is read anew each time. Not the SDK's
 * `fromTokenFile`: it can neither be cancelled nor does it keep the token out of AWS's answers to a malformed one.
 */
export function webIdentity(
  sts: Sts,
  vault: Pick<SecretVault, 'allow'>,
  defaultSessionName: () => string,
): Resolver<'webIdentity'> {
  return async ({ tokenFile, roleArn, sessionName, durationSeconds }, context) => {
    const input = {
      RoleArn: roleArn,
      RoleSessionName: sessionName ?? defaultSessionName(),
      DurationSeconds: durationSeconds,
    };
    const token = await tokenIn(tokenFile, context.target, vault, context);
    return sts.assumeRoleWithWebIdentity(input, token, context.target, context.signal);
  };
}

/**
 * The token in a file, which is read only once it may go to that STS.
 * @throws AppError of kind `identityUnavailable` for a file that holds none
 */
export async function tokenIn(
  file: string,
  target: StsTarget,
  vault: Pick<SecretVault, 'allow'>,
  use: SecretUse,
): Promise<Sendable<string>> {
  const to = stsDestination(target);
  await vault.allow({ type: 'tokenFile', name: file }, [to], use);
  const text = await contentOf(file);
  if (text === '') throw unusable(t('The file "{0}" is empty.', file));
  if (text.length > TOKEN_LIMIT || !JWT.test(text)) {
    throw unusable(t('The file "{0}" holds no web identity token (JWT). Nothing of it was sent.', file));
  }
  return new Sendable(text, to);
}

/** The text of a file, or as much of it as shows that it is no token. */
async function contentOf(file: string): Promise<string> {
  try {
    // Whatever the name is, and whatever it holds: keys are no tokens.
    if ((await realpath(file)).startsWith((await ownKeys()) + sep)) {
      throw unusable(t('The file "{0}" is among your SSH keys and is not read.', file));
    }
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(TOKEN_LIMIT + 100), 0);
      return buffer.toString('utf8', 0, bytesRead).trim();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError('identityUnavailable', t('The file "{0}" cannot be read ({1}).', file, code ?? ''), {}, error);
  }
}

async function ownKeys(): Promise<string> {
  const folder = join(homedir(), '.ssh');
  return realpath(folder).catch(() => folder);
}

function unusable(message: string): AppError {
  return new AppError('identityUnavailable', message);
}
