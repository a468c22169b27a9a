import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Credentials } from '../core/sessions/credentials';
import type { AssumedRole, AssumeRoleRequest, MfaCode, RoleAssumer, StsTarget } from '../core/sessions/ports';
import type { CallerIdentity } from '../core/sessions/session';
import { AppError } from '../core/support/errors';
import { fromSdkError } from './errors';
import { toSdkCredentials } from './sdkCredentials';

/** Milliseconds. */
const TIMEOUTS = { connectionTimeout: 10_000, socketTimeout: 30_000 } as const;

/** AWS STS through the SDK: one request per method, the SDK's standard retries aside. */
export class StsRoleAssumer implements RoleAssumer {
  async assumeRole(
    request: AssumeRoleRequest,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<AssumedRole> {
    const { roleArn, sessionName, externalId, durationSeconds, mfa } = request;
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ExternalId: externalId,
      DurationSeconds: durationSeconds,
      SerialNumber: mfa?.serial,
      TokenCode: mfa?.code,
    });
    const secrets = [externalId, mfa?.code].filter((secret) => secret !== undefined);
    const send = (client: STSClient) => client.send(command, { abortSignal: signal });
    const output = await this.#send(caller, target, send, secrets);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw notAnAnswer(output.$metadata.requestId);
    const credentials = new Credentials(
      { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      Expiration.getTime(),
    );
    // Stores that answer without AssumedRoleUser still gave a session of the role asked for.
    return { credentials, identity: identityOf(output.AssumedRoleUser?.Arn ?? roleArn) };
  }

  async sessionToken(
    { serial, code }: MfaCode,
    durationSeconds: number,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<Credentials> {
    const command = new GetSessionTokenCommand({
      SerialNumber: serial,
      TokenCode: code,
      DurationSeconds: durationSeconds,
    });
    const send = (client: STSClient) => client.send(command, { abortSignal: signal });
    const output = await this.#send(caller, target, send, [code]);
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw notAnAnswer(output.$metadata.requestId);
    return new Credentials(
      { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      Expiration.getTime(),
    );
  }

  async callerIdentity(caller: Credentials, target: StsTarget, signal: AbortSignal): Promise<CallerIdentity> {
    const output = await this.#send(caller, target, (client) =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    if (!output.Arn) throw notAnAnswer(output.$metadata.requestId);
    return identityOf(output.Arn);
  }

  async #send<T>(
    caller: Credentials,
    { region, endpoints }: StsTarget,
    call: (client: STSClient) => Promise<T>,
    secrets: readonly string[] = [],
  ): Promise<T> {
    const client = new STSClient({
      region,
      credentials: toSdkCredentials(caller),
      requestHandler: TIMEOUTS,
      ...(endpoints.sts === undefined ? {} : { endpoint: endpoints.sts }),
    });
    try {
      return await call(client);
    } catch (error) {
      const host = endpoints.sts === undefined ? `sts.${region}` : new URL(endpoints.sts).host;
      throw fromSdkError(error, host, secrets);
    } finally {
      client.destroy();
    }
  }
}

function identityOf(arn: string): CallerIdentity {
  return { arn, accountId: arn.split(':')[4] ?? '' };
}

function notAnAnswer(requestId: string | undefined): AppError {
  return new AppError(
    'serviceFault',
    'The answer of STS lacks credentials or identity.',
    requestId === undefined ? {} : { requestId },
  );
}
