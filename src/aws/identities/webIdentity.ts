import { readFile } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { AppError } from '../../core/support/errors';
import type { Sts } from '../sts';
import type { Resolver } from './resolver';

/**
 * A role by AssumeRoleWithWebIdentity with the token in a file, which is read anew each time. Not the SDK's
 * `fromTokenFile`: it can neither be cancelled nor does it keep the token out of AWS's answers to a malformed one.
 */
export function webIdentity(sts: Sts, defaultSessionName: () => string): Resolver<'webIdentity'> {
  return async ({ tokenFile, roleArn, sessionName, durationSeconds }, { target, signal }) => {
    const input = {
      RoleArn: roleArn,
      RoleSessionName: sessionName ?? defaultSessionName(),
      WebIdentityToken: await tokenIn(tokenFile),
      DurationSeconds: durationSeconds,
    };
    return sts.assumeRoleWithWebIdentity(input, target, signal);
  };
}

async function tokenIn(file: string): Promise<string> {
  let token: string;
  try {
    token = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError('identityUnavailable', t('The file "{0}" cannot be read ({1}).', file, code ?? ''), {}, error);
  }
  if (token.trim() === '') throw new AppError('identityUnavailable', t('The file "{0}" is empty.', file));
  return token.trim();
}
