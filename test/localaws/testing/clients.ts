import { IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, type AssumeRoleCommandInput, type Credentials, STSClient } from '@aws-sdk/client-sts';
import type { LocalAws } from '../server';

/** Credentials as the SDK's clients take them. */
export interface ClientCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** @returns STS's credentials in the form the SDK's clients take */
export function toClientCredentials(credentials: Credentials | undefined): ClientCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken } = credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) throw new TypeError('STS answered without credentials.');
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** @returns an STS client of the local AWS, without retries */
export function stsClient(aws: LocalAws, credentials: ClientCredentials, region = 'us-east-1'): STSClient {
  return new STSClient({
    endpoint: aws.endpoint,
    region,
    credentials,
    maxAttempts: 1,
    // The SDK would learn the server's time from a first refused request only.
    systemClockOffset: aws.clock.offset,
  });
}

/** @returns an IAM client of the local AWS, without retries */
export function iamClient({ endpoint, clock }: LocalAws, credentials: ClientCredentials): IAMClient {
  return new IAMClient({
    endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
    systemClockOffset: clock.offset,
  });
}

/**
 * One `sts:AssumeRole`.
 * @returns the credentials of the session
 */
export async function assume(
  aws: LocalAws,
  credentials: ClientCredentials,
  input: Partial<AssumeRoleCommandInput> & { readonly RoleArn: string },
): Promise<ClientCredentials> {
  const answer = await stsClient(aws, credentials).send(
    new AssumeRoleCommand({ RoleSessionName: 'test-session', ...input }),
  );
  return toClientCredentials(answer.Credentials);
}
