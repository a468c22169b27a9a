import { t } from '@vscode/l10n';
import { defaultWay, type DefaultWay } from '../../core/configFiles/defaultWay';
import type { WrittenHop } from '../../core/configFiles/fields';
import { parseSharedConfig } from '../../core/configFiles/sharedConfig';
import { stsDestination } from '../../core/secrets/destination';
import { Sendable } from '../../core/secrets/sendable';
import { Credentials } from '../../core/sessions/credentials';
import type { CredentialSource, SecretVault, SourceContext } from '../../core/sessions/ports';
import { AppError, isAppError } from '../../core/support/errors';
import { fromSdkError } from '../errors';
import { readSharedFiles } from '../sharedFiles';
import type { Sts } from '../sts';
import type { Resolver } from './resolver';

/**
 * What the AWS CLI would use here; the credentials tell where they were found. Not the SDK's `fromNodeProviderChain`: it
 * gives a `credential_process` of the config files to a shell.
 * @param resolve how each kind of base identity gets its credentials, here and in profiles of its own
 */
export function defaultChain(
  resolve: CredentialSource['resolve'],
  sts: Sts,
  vault: Pick<SecretVault, 'allow'>,
  defaultSessionName: () => string,
): Resolver<'defaultChain'> {
  const assume = async (
    { profile, hop }: DefaultWay['roles'][number],
    caller: Credentials,
    context: SourceContext,
  ): Promise<Credentials> => {
    const { roleArn, sessionName = defaultSessionName(), durationSeconds } = hop;
    // A session carries the MFA it was had with.
    if (hop.mfaSerial !== undefined && !caller.temporary) throw needsCode(profile);
    const externalId = await externalIdOf(hop, profile, vault, context);
    const request = { roleArn, sessionName, durationSeconds, externalId };
    return (await sts.assumeRole(request, caller, context.target, context.signal)).credentials;
  };
  return async (_source, context) => {
    const way = defaultWay(parseSharedConfig(await readSharedFiles()), process.env);
    if ('problem' in way) throw new AppError('identityUnavailable', way.problem);
    let credentials = await resolve(way.source, context).catch((error: unknown) => {
      throw way.place === 'instance' ? nothingFound(error, way.profile) : error;
    });
    for (const role of way.roles) credentials = await assume(role, credentials, context);
    return new Credentials(credentials.reveal(), credentials.expiration, originOf(way));
  };
}

/** The external ID of a role of the config files, once it may go to where the role is assumed. */
async function externalIdOf(
  { externalId }: WrittenHop,
  profile: string,
  vault: Pick<SecretVault, 'allow'>,
  context: SourceContext,
): Promise<Sendable<string> | undefined> {
  if (typeof externalId !== 'string') return undefined;
  const to = stsDestination(context.target);
  await vault.allow({ type: 'configExternalId', name: profile }, [to], context);
  return new Sendable(externalId, to);
}

function originOf({ place, profile }: DefaultWay): string {
  switch (place) {
    case 'environment':
      return t('environment variables');
    case 'webIdentity':
      return t('web identity token of the environment');
    case 'profile':
      return t('config profile {0}', profile);
    case 'container':
      return t('container role');
    case 'instance':
      return t('EC2 instance profile');
  }
}

function needsCode(profile: string): AppError {
  return new AppError('identityUnavailable', t('The config profile "{0}" needs an MFA code.', profile), {
    cure: t('Run "AWS: Assume Role" and choose the profile "{0}" itself: it asks for the code.', profile),
  });
}

/** The instance is asked last, and most machines are none. */
function nothingFound(error: unknown, profile: string): unknown {
  const { message } = isAppError(error) ? error : fromSdkError(error);
  if (isAppError(error, 'cancelled')) return error;
  const elsewhere = t('Neither the environment nor the config profile "{0}" nor a container has credentials.', profile);
  return new AppError('identityUnavailable', `${elsewhere} ${message}`, {}, error);
}
