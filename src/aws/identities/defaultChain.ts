import type { AssumeRoleWithWebIdentityCommandInput } from '@aws-sdk/client-sts';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { t } from '@vscode/l10n';
import { stsDestination } from '../../core/secrets/destination';
import { Sendable } from '../../core/secrets/sendable';
import type { SecretVault, SourceContext } from '../../core/sessions/ports';
import { AppError } from '../../core/support/errors';
import type { AwsClients } from '../clients';
import { fromSdkCredentials, type SdkCredentials, toSdkCredentials } from '../sdkCredentials';
import { silentLogger } from '../silentLogger';
import type { Sts } from '../sts';
import type { Resolver } from './resolver';

/** Milliseconds a request to the metadata services may take. */
const TIMEOUT = 1000;

/** What the AWS CLI and SDKs would use here; the credentials tell where they were found. */
export function defaultChain(
  clients: AwsClients,
  sts: Sts,
  vault: Pick<SecretVault, 'allow'>,
): Resolver<'defaultChain'> {
  return async (_source, context) => {
    const provide = fromNodeProviderChain({
      ignoreCache: true,
      logger: silentLogger,
      timeout: TIMEOUT,
      maxRetries: 1,
      clientConfig: clients.providerConfig(context.target.region),
      ...roleAssumers(sts, vault, context),
    });
    const found: SdkCredentials & { readonly $source?: object } = await provide().catch((error: unknown) => {
      throw nothingFound(error);
    });
    return fromSdkCredentials(found, originOf(Object.keys(found.$source ?? {})));
  };
}

/** Roles of config profiles are assumed at the profile's own STS and not where the SDK would look for it. */
function roleAssumers(sts: Sts, vault: Pick<SecretVault, 'allow'>, context: SourceContext) {
  const { target, signal } = context;
  const allow = (secret: Parameters<SecretVault['allow']>[0]): Promise<void> =>
    vault.allow(secret, [stsDestination(target)], context);
  return {
    roleAssumer: async (source: SdkCredentials, input: Parameters<Sts['assumeRoleAs']>[0]) => {
      if (input.ExternalId !== undefined) await allow({ type: 'configExternalId', name: profileName() });
      return toSdkCredentials((await sts.assumeRoleAs(input, fromSdkCredentials(source), target, signal)).credentials);
    },
    roleAssumerWithWebIdentity: async ({ WebIdentityToken: text, ...input }: AssumeRoleWithWebIdentityCommandInput) => {
      await allow({ type: 'tokenFile', name: process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? profileName() });
      const token = new Sendable(text ?? '', stsDestination(target));
      return toSdkCredentials(await sts.assumeRoleWithWebIdentity(input, token, target, signal));
    },
  };
}

function profileName(): string {
  return process.env['AWS_PROFILE'] ?? 'default';
}

/** The SDK's "no credentials" has no AWS code; a failed call on the way has. */
function nothingFound(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'CredentialsProviderError') return error;
  return new AppError('identityUnavailable', error.message, {}, error);
}

/** Where the SDK found them, by the features it marks credentials with (AWS SDK, AwsSdkCredentialsFeatures). */
function originOf(features: readonly string[]): string | undefined {
  const has = (feature: string): boolean => features.some((name) => name.startsWith(feature));
  const profile = profileName();
  if (has('CREDENTIALS_ENV_VARS_STS_WEB_ID')) return t('web identity token of the environment');
  if (has('CREDENTIALS_PROFILE') || has('CREDENTIALS_SSO') || has('CREDENTIALS_PROCESS')) {
    return t('config profile {0}', profile);
  }
  if (has('CREDENTIALS_ENV_VARS')) return t('environment variables');
  if (has('CREDENTIALS_HTTP')) return t('container role');
  // The one provider of the chain that leaves no mark.
  return features.length === 0 ? t('EC2 instance profile') : undefined;
}
