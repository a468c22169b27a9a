import { randomBytes } from 'node:crypto';
import type { Members } from './members';
import { oauthError } from './oauthErrors';

/** The grants CreateToken knows. */
export const GRANT_TYPES = {
  deviceCode: 'urn:ietf:params:oauth:grant-type:device_code',
  authorizationCode: 'authorization_code',
  refreshToken: 'refresh_token',
} as const;

/** Lets a client list accounts and get role credentials, and get refresh tokens. */
const ACCOUNT_ACCESS_SCOPE = 'sso:account:access';

/** AWS registers a client for 90 days. */
const REGISTRATION_DAYS = 90;

/** A client application known to Identity Center. */
export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly redirectUris: readonly string[];
  /** Undefined when the registration named none. */
  readonly grantTypes: readonly string[] | undefined;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
  /** Milliseconds since the epoch. */
  readonly secretExpiresAt: number;
}

/** @returns whether a client may use a grant; one that named no grants may use all but codes, which need a redirect URI */
export function mayUse(client: RegisteredClient, grantType: string): boolean {
  return client.grantTypes?.includes(grantType) ?? grantType !== GRANT_TYPES.authorizationCode;
}

const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost'];

function loopbackUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname) && url.hash === '' ? url : undefined;
}

/** @returns whether a redirect URI is a registered one; its port is free, as a client learns it only when it listens (RFC 8252, 7.3) */
export function isRegisteredRedirect(client: RegisteredClient, redirectUri: string): boolean {
  const withoutPort = (text: string): string | undefined => {
    const url = loopbackUrl(text);
    if (url) url.port = '';
    return url?.href;
  };
  const asked = withoutPort(redirectUri);
  return asked !== undefined && client.redirectUris.some((registered) => withoutPort(registered) === asked);
}

/** The client applications that have registered themselves. */
export class ClientRegistry {
  readonly #clients = new Map<string, RegisteredClient>();
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * RegisterClient (IAM Identity Center OIDC API Reference).
   * @throws AwsError InvalidClientMetadata, InvalidScope, InvalidRedirectUri, UnsupportedGrantType or InvalidRequest
   */
  register(members: Members): RegisteredClient {
    const name = members.requiredText('clientName');
    if (members.requiredText('clientType') !== 'public') {
      throw oauthError('InvalidClientMetadataException', 'Only public clients can be registered');
    }
    const scopes = members.texts('scopes') ?? [];
    if (scopes.some((scope) => scope !== ACCOUNT_ACCESS_SCOPE)) {
      throw oauthError('InvalidScopeException', 'Invalid scope provided');
    }
    const grantTypes = members.texts('grantTypes');
    const known: readonly string[] = Object.values(GRANT_TYPES);
    if (grantTypes?.some((grantType) => !known.includes(grantType))) {
      throw oauthError('UnsupportedGrantTypeException', 'Unsupported grant type provided');
    }
    const redirectUris = members.texts('redirectUris') ?? [];
    const missing = grantTypes?.includes(GRANT_TYPES.authorizationCode) === true && redirectUris.length === 0;
    if (missing || redirectUris.some((uri) => loopbackUrl(uri) === undefined)) {
      throw oauthError('InvalidRedirectUriException', 'Invalid redirect URI provided');
    }
    const now = this.#now();
    const client: RegisteredClient = {
      id: randomBytes(24).toString('base64url'),
      secret: randomBytes(96).toString('base64url'),
      name,
      scopes,
      redirectUris,
      grantTypes,
      registeredAt: now,
      secretExpiresAt: now + REGISTRATION_DAYS * 24 * 3_600_000,
    };
    this.#clients.set(client.id, client);
    return client;
  }

  /** @returns the client with this ID, whose registration has not ended */
  find(id: string): RegisteredClient | undefined {
    const client = this.#clients.get(id);
    return client && client.secretExpiresAt > this.#now() ? client : undefined;
  }

  /** @returns the client that proves itself by its secret @throws AwsError InvalidClientException */
  authenticate(members: Members): RegisteredClient {
    const client = this.find(members.requiredText('clientId'));
    if (client?.secret !== members.requiredText('clientSecret')) {
      throw oauthError('InvalidClientException', 'Invalid client provided');
    }
    return client;
  }
}
