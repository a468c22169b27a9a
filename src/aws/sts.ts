import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  type AssumeRoleWithWebIdentityCommandInput,
  type Credentials as StsCredentials,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  type STSClient,
} from '@aws-sdk/client-sts';
import { t } from '@vscode/l10n';
import { IDENTITY_ARN } from '../core/roles/limits';
import { stsDestination } from '../core/secrets/destination';
import type { Sendable } from '../core/secrets/sendable';
import { Credentials } from '../core/sessions/credentials';
import type { AssumedRole, AssumeRoleRequest, MfaCode, RoleAssumer, StsTarget } from '../core/sessions/ports';
import type { CallerIdentity } from '../core/sessions/session';
import { AppError, isAppError } from '../core/support/errors';
import { type AwsClients, stsHostName } from './clients';
import { fromSdkError } from './errors';
import type { ServerTime } from './serverTime';

/** AssumeRoleWithSAML as a base identity asks for it (STS API, AssumeRoleWithSAML). */
export interface SamlRequest {
  readonly roleArn: string;
  /** PrincipalArn: the SAML provider in IAM. */
  readonly providerArn: string;
  /** Base64. */
  readonly assertion: Sendable<string>;
  /** Seconds. */
  readonly durationSeconds?: number | undefined;
}

interface Answer {
  readonly Credentials?: StsCredentials | undefined;
  readonly $metadata: { readonly requestId?: string | undefined };
}

/** AWS STS through the SDK: one request per method, retries aside. */
export class Sts implements RoleAssumer {
  constructor(
    private readonly clients: AwsClients,
    private readonly time: ServerTime,
  ) {}

  async assumeRole(
    request: AssumeRoleRequest,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<AssumedRole> {
    const input = inputOf(request, target);
    const output = await this.#send(caller, target, [input.ExternalId, input.TokenCode], (client) =>
      client.send(new AssumeRoleCommand(input), { abortSignal: signal }),
    );
    // Stores that answer without AssumedRoleUser, or with what is no ARN, still gave a session of the role asked for.
    const told = output.AssumedRoleUser?.Arn;
    const arn = told !== undefined && IDENTITY_ARN.test(told) ? told : (input.RoleArn ?? '');
    return { credentials: this.#credentials(output, target), identity: identityOf(arn) };
  }

  async sessionToken(
    { serial, code }: MfaCode,
    durationSeconds: number,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<Credentials> {
    const input = { SerialNumber: serial, TokenCode: code, DurationSeconds: durationSeconds };
    const output = await this.#send(caller, target, [code], (client) =>
      client.send(new GetSessionTokenCommand(input), { abortSignal: signal }),
    );
    return this.#credentials(output, target);
  }

  async callerIdentity(caller: Credentials, target: StsTarget, signal: AbortSignal): Promise<CallerIdentity> {
    const output = await this.#send(caller, target, [], (client) =>
      client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }),
    );
    if (!output.Arn || !IDENTITY_ARN.test(output.Arn)) throw incomplete(target, output);
    return identityOf(output.Arn);
  }

  /** `sts:AssumeRoleWithWebIdentity`, unsigned, with the API's own parameters. */
  async assumeRoleWithWebIdentity(
    input: Omit<AssumeRoleWithWebIdentityCommandInput, 'WebIdentityToken'>,
    token: Sendable<string>,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<Credentials> {
    const WebIdentityToken = token.for(stsDestination(target));
    const output = await this.#send(undefined, target, [WebIdentityToken], (client) =>
      client.send(new AssumeRoleWithWebIdentityCommand({ ...input, WebIdentityToken }), { abortSignal: signal }),
    );
    return this.#credentials(output, target);
  }

  /** `sts:AssumeRoleWithSAML`, unsigned. */
  async assumeRoleWithSaml(
    { roleArn, providerArn, assertion, durationSeconds }: SamlRequest,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<Credentials> {
    const input = {
      RoleArn: roleArn,
      PrincipalArn: providerArn,
      SAMLAssertion: assertion.for(stsDestination(target)),
      DurationSeconds: durationSeconds,
    };
    const output = await this.#send(undefined, target, [input.SAMLAssertion], (client) =>
      client.send(new AssumeRoleWithSAMLCommand(input), { abortSignal: signal }),
    );
    return this.#credentials(output, target);
  }

  /** @param secrets values of the request that no error may repeat */
  async #send<Output>(
    caller: Credentials | undefined,
    target: StsTarget,
    secrets: readonly (string | undefined)[],
    call: (client: STSClient) => Promise<Output>,
  ): Promise<Output> {
    const signedWith = this.time.systemClockOffset;
    try {
      return await this.#attempt(caller, target, secrets, call);
    } catch (error) {
      // The SDK corrects its clock by itself, but not back: after this machine's clock has been set right.
      if (!isAppError(error, 'clockSkew') || this.time.systemClockOffset === signedWith) throw error;
      return this.#attempt(caller, target, secrets, call);
    }
  }

  async #attempt<Output>(
    caller: Credentials | undefined,
    target: StsTarget,
    secrets: readonly (string | undefined)[],
    call: (client: STSClient) => Promise<Output>,
  ): Promise<Output> {
    const client = this.clients.sts(target, caller);
    try {
      return await call(client);
    } catch (error) {
      const known = secrets.filter((secret) => secret !== undefined);
      const failure = fromSdkError(error, stsHostName(target), known);
      // Of an unsigned call only the identity provider's token can have expired; STS has one code for both.
      if (caller || failure.kind !== 'expired') throw failure;
      throw new AppError('assertionRejected', failure.message, failure.detail, failure.cause);
    } finally {
      client.destroy();
    }
  }

  #credentials(output: Answer, target: StsTarget): Credentials {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = output.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) throw incomplete(target, output);
    return new Credentials(
      { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
      this.time.toLocal(Expiration.getTime()),
    );
  }
}

function inputOf(
  { mfa, tags, policyArns, transitiveTagKeys, externalId, ...hop }: AssumeRoleRequest,
  target: StsTarget,
): AssumeRoleCommandInput {
  return {
    RoleArn: hop.roleArn,
    RoleSessionName: hop.sessionName,
    ExternalId: typeof externalId === 'object' ? externalId.for(stsDestination(target)) : externalId,
    DurationSeconds: hop.durationSeconds,
    SerialNumber: mfa?.serial,
    TokenCode: mfa?.code,
    Tags: tags && Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    TransitiveTagKeys: transitiveTagKeys && [...transitiveTagKeys],
    SourceIdentity: hop.sourceIdentity,
    Policy: hop.policy,
    PolicyArns: policyArns?.map((arn) => ({ arn })),
  };
}

function identityOf(arn: string): CallerIdentity {
  return { arn, accountId: arn.split(':')[4] ?? '' };
}

function incomplete(target: StsTarget, { $metadata: { requestId } }: Answer): AppError {
  const host = stsHostName(target);
  const message = t('The answer of {0} lacks what was asked for.', host);
  return new AppError('strangeAnswer', message, { host, ...(requestId === undefined ? {} : { requestId }) });
}
