import { createHash, randomBytes } from 'node:crypto';
import {
  type ClientRegistry,
  GRANT_TYPES,
  type RegisteredClient,
  isRegisteredRedirect,
  mayUse,
} from './clientRegistry';
import { oauthError } from './oauthErrors';
import type { SignInSession } from './signInSessions';

/** How long a code is good for; AWS does not publish it. */
const CODE_SECONDS = 60;

/** A request of the authorization page that can be shown to a person. */
export interface CodeRequest {
  readonly client: RegisteredClient;
  /** As asked for, with its port. */
  readonly redirectUri: string;
  readonly state: string;
  /** Undefined when the request names no usable one. */
  readonly codeChallenge: string | undefined;
  /** An OAuth error code for the client, when the request breaks a rule. */
  readonly problem:
    'invalid_request' | 'invalid_scope' | 'unsupported_response_type' | 'unauthorized_client' | undefined;
}

interface IssuedCode {
  readonly request: CodeRequest;
  readonly session: SignInSession;
  readonly expiresAt: number;
}

/** @returns the callback's URL with these parameters added */
function callback(redirectUri: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.append(name, value);
  return url.href;
}

function problemOf(client: RegisteredClient, query: URLSearchParams): CodeRequest['problem'] {
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!mayUse(client, GRANT_TYPES.authorizationCode)) return 'unauthorized_client';
  if (query.get('code_challenge_method') !== 'S256') return 'invalid_request';
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'invalid_request';
  const scopes = (query.get('scopes') ?? query.get('scope') ?? '').split(/[ ,]+/).filter((scope) => scope !== '');
  return scopes.every((scope) => client.scopes.includes(scope)) ? undefined : 'invalid_scope';
}

/** The authorization code grant with PKCE (RFC 7636) as Identity Center has it. */
export class AuthorizationCodes {
  readonly #clients: ClientRegistry;
  readonly #now: () => number;
  readonly #codes = new Map<string, IssuedCode>();

  /** @param now milliseconds since the epoch */
  constructor(clients: ClientRegistry, now: () => number) {
    this.#clients = clients;
    this.#now = now;
  }

  /**
   * @param query of the authorization page
   * @returns the request, or undefined when it does not prove where to answer: then nobody may be redirected anywhere
   */
  read(query: URLSearchParams): CodeRequest | undefined {
    const client = this.#clients.find(query.get('client_id') ?? '');
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!client || !isRegisteredRedirect(client, redirectUri)) return undefined;
    return {
      client,
      redirectUri,
      state: query.get('state') ?? '',
      codeChallenge: query.get('code_challenge') ?? undefined,
      problem: problemOf(client, query),
    };
  }

  /** @returns where the browser goes when a person has allowed the request */
  allow(request: CodeRequest, session: SignInSession): string {
    const code = randomBytes(48).toString('base64url');
    this.#codes.set(code, { request, session, expiresAt: this.#now() + CODE_SECONDS * 1000 });
    return callback(request.redirectUri, { code, state: request.state });
  }

  /** @returns where the browser goes when the request is refused, with an OAuth error code */
  refuse(request: CodeRequest, error: string): string {
    return callback(request.redirectUri, { error, state: request.state });
  }

  /**
   * CreateToken with a code, which is good once.
   * @returns the session of the person who allowed it
   * @throws AwsError InvalidGrantException
   */
  redeem(code: string, client: RegisteredClient, redirectUri: string, codeVerifier: string): SignInSession {
    const issued = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash('sha256').update(codeVerifier).digest('base64url');
    if (
      issued?.request.client !== client ||
      issued.expiresAt <= this.#now() ||
      issued.request.redirectUri !== redirectUri ||
      !/^[\w.~-]{43,128}$/.test(codeVerifier) ||
      issued.request.codeChallenge !== challenge
    ) {
      throw oauthError('InvalidGrantException', 'Invalid grant provided');
    }
    return issued.session;
  }
}
