import { t } from '@vscode/l10n';
import { Credentials } from '../../core/sessions/credentials';
import { AppError } from '../../core/support/errors';
import { parseJsonObject } from '../../core/support/json';
import { runCommand } from './command';
import type { Resolver } from './resolver';

/**
 * A command that prints credentials (AWS CLI User Guide, "Sourcing credentials with an external process"). Not the
 * SDK's `fromProcess`: it takes a profile of the config file instead of a command, can neither be cancelled nor timed
 * out, and its error repeats the command line with what may stand there.
 */
export const credentialProcess: Resolver<'process'> = async ({ command }, { signal }) =>
  parseProcessOutput(await runCommand(command, signal));

/** The JSON of a `credential_process`. @throws AppError identityUnavailable that says what is wrong, not what it says */
function parseProcessOutput(text: string): Credentials {
  const printed = parseJsonObject(text);
  if (!printed) throw unusable(t('it printed no JSON object'));
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = printed;
  if (Version !== 1) throw unusable(t('its JSON has no "Version": 1'));
  if (!isText(AccessKeyId) || !isText(SecretAccessKey)) {
    throw unusable(t('its JSON lacks AccessKeyId or SecretAccessKey'));
  }
  const keys = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: isText(SessionToken) ? SessionToken : undefined,
  };
  if (Expiration === undefined || Expiration === null) return new Credentials(keys);
  const expiration = typeof Expiration === 'string' ? Date.parse(Expiration) : Number.NaN;
  if (Number.isNaN(expiration)) throw unusable(t('its Expiration is no ISO 8601 time'));
  return new Credentials(keys, expiration);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function unusable(reason: string): AppError {
  return new AppError('identityUnavailable', t('The credential process gave no credentials: {0}.', reason));
}
