import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { t } from '@vscode/l10n';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import { canonicalStartUrl } from '../../core/secrets/signInName';
import { AppError } from '../../core/support/errors';
import { type AwsClients, type IdentityCenterHost, identityCenterHostName } from '../clients';
import { fromSdkError } from '../errors';
import type { RegisteredClient, SignIn, SignInWay } from './signInStore';

/** Grant types of OAuth 2.0 as Identity Center names them (IAM Identity Center OIDC API, RegisterClient). */
const GRANTS = {
  browser: 'authorization_code',
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  refresh: 'refresh_token',
} as const;

/** Lets the tokens list accounts and get credentials, and makes them refreshable. */
const SCOPES = ['sso:account:access'];

/** The registered callback; any port counts as this one (RFC 8252, "Loopback Interface Redirection"). */
const REDIRECT_URI = 'http://127.0.0.1/oauth/callback';

/** Seconds between two questions where AWS names none (RFC 8628, "interval"). */
const DEFAULT_INTERVAL = 5;

/** What is shown to a person who signs in with a device code. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  /** With the code in it where AWS gives one. */
  readonly url: string;
  /** Milliseconds between two questions whether it is done. */
  readonly interval: number;
}

/** The authorization code a browser brought, and what it was asked for with. */
export interface AuthorizationCode {
  readonly code: string;
  readonly redirectUri: string;
  readonly verifier: string;
}

/** Identity Center's OIDC service. Every method throws {@link AppError}s only; their `detail.code` is the SDK's name. */
export class Oidc {
  constructor(
    private readonly clients: AwsClients,
    private readonly now: () => number,
  ) {}

  /** A client that may sign people in that way, good for some months. */
  async register(instance: IdentityCenterInstance, way: SignInWay, signal: AbortSignal): Promise<RegisteredClient> {
    const command = new RegisterClientCommand({
      clientName: 'Assume Role for VS Code',
      clientType: 'public',
      scopes: SCOPES,
      grantTypes: [GRANTS[way], GRANTS.refresh],
      issuerUrl: canonicalStartUrl(instance.startUrl),
      ...(way === 'browser' ? { redirectUris: [REDIRECT_URI] } : {}),
    });
    const output = await this.#send(instance, [], (client) => client.send(command, { abortSignal: signal }));
    const { clientId, clientSecret, clientSecretExpiresAt } = output;
    if (!clientId || !clientSecret || !clientSecretExpiresAt) throw incomplete();
    return { clientId, clientSecret, expiresAt: clientSecretExpiresAt * 1000 };
  }

  /** The page where the person allows it; the browser then comes to `redirectUri` with a code. */
  authorizationUrl(
    { clientId }: RegisteredClient,
    { redirectUri, state, challenge }: { redirectUri: string; state: string; challenge: string },
    host: IdentityCenterHost,
  ): string {
    const client = this.clients.oidc(host);
    const { url } = client.config.endpointProvider({ Region: host.region, UseDualStack: false, UseFIPS: false });
    client.destroy();
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge_method: 'S256',
      code_challenge: challenge,
      scopes: SCOPES.join(' '),
    });
    return `${(host.endpoint ?? url.href).replace(/\/+$/, '')}/authorize?${query.toString()}`;
  }

  /** The tokens for an authorization code. */
  async redeemCode(
    client: RegisteredClient,
    { code, redirectUri, verifier }: AuthorizationCode,
    host: IdentityCenterHost,
    signal: AbortSignal,
  ): Promise<SignIn> {
    const input = { grantType: GRANTS.browser, code, redirectUri, codeVerifier: verifier };
    return this.#createToken(client, input, [code, verifier], host, signal);
  }

  /** A code that the person confirms in a browser anywhere. */
  async startDevice(
    instance: IdentityCenterInstance,
    { clientId, clientSecret }: RegisteredClient,
    signal: AbortSignal,
  ): Promise<DeviceAuthorization> {
    const command = new StartDeviceAuthorizationCommand({
      clientId,
      clientSecret,
      startUrl: canonicalStartUrl(instance.startUrl),
    });
    const output = await this.#send(instance, [clientSecret], (client) =>
      client.send(command, { abortSignal: signal }),
    );
    const { deviceCode, userCode, interval } = output;
    const url = output.verificationUriComplete ?? output.verificationUri;
    if (!deviceCode || !userCode || !url) throw incomplete();
    return { deviceCode, userCode, url, interval: Math.max(interval ?? DEFAULT_INTERVAL, 1) * 1000 };
  }

  /** The tokens for a device code, once the person has confirmed it; `AuthorizationPendingException` until then. */
  async redeemDevice(
    client: RegisteredClient,
    deviceCode: string,
    host: IdentityCenterHost,
    signal: AbortSignal,
  ): Promise<SignIn> {
    return this.#createToken(client, { grantType: GRANTS.deviceCode, deviceCode }, [deviceCode], host, signal);
  }

  /** New tokens without the person; undefined when the sign-in cannot be refreshed any more. */
  async refresh(
    { client, refreshToken }: SignIn,
    host: IdentityCenterHost,
    signal: AbortSignal,
  ): Promise<SignIn | undefined> {
    if (refreshToken === undefined || client.expiresAt <= this.now()) return undefined;
    const input = { grantType: GRANTS.refresh, refreshToken };
    try {
      const renewed = await this.#createToken(client, input, [refreshToken], host, signal);
      return { ...renewed, refreshToken: renewed.refreshToken ?? refreshToken };
    } catch (error) {
      if (error instanceof AppError && NOT_REFRESHABLE.has(error.detail.code ?? '')) return undefined;
      throw error;
    }
  }

  async #createToken(
    client: RegisteredClient,
    input: Partial<CreateTokenCommandInput> & { readonly grantType: string },
    secrets: readonly string[],
    host: IdentityCenterHost,
    signal: AbortSignal,
  ): Promise<SignIn> {
    const { clientId, clientSecret } = client;
    const command = new CreateTokenCommand({ clientId, clientSecret, ...input });
    const output = await this.#send(host, [clientSecret, ...secrets], (sdk) =>
      sdk.send(command, { abortSignal: signal }),
    );
    const { accessToken, expiresIn, refreshToken } = output;
    if (!accessToken || !expiresIn) throw incomplete();
    return { client, accessToken, expiresAt: this.now() + expiresIn * 1000, refreshToken, endpoint: host.endpoint };
  }

  async #send<Output>(
    host: IdentityCenterHost,
    secrets: readonly string[],
    call: (client: SSOOIDCClient) => Promise<Output>,
  ): Promise<Output> {
    const client = this.clients.oidc(host);
    try {
      return await call(client);
    } catch (error) {
      throw fromSdkError(error, identityCenterHostName('oidc', host), secrets);
    } finally {
      client.destroy();
    }
  }
}

/** Answers to a refresh after which only a new sign-in helps (IAM Identity Center OIDC API, CreateToken, Errors). */
const NOT_REFRESHABLE: ReadonlySet<string> = new Set([
  'InvalidGrantException',
  'ExpiredTokenException',
  'InvalidClientException',
  'UnauthorizedClientException',
  'AccessDeniedException',
]);

function incomplete(): AppError {
  return new AppError('strangeAnswer', t('The answer of Identity Center lacks what was asked for.'));
}
