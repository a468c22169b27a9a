import { randomBytes } from 'node:crypto';
import { GRANT_TYPES, type RegisteredClient, mayUse } from './clientRegistry';
import { oauthError } from './oauthErrors';

const ACCESS_TOKEN_SECONDS = 3600;
const REFRESH_TOKEN_SECONDS = 7 * 24 * 3600;

/** A person's sign-in at the access portal. All tokens that stem from it end with it. */
export interface SignInSession {
  readonly userName: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface Grant {
  readonly session: SignInSession;
  readonly client: RegisteredClient;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What CreateToken gives out. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken?: string;
}

/** Who is signed in, and the tokens given out for it. */
export class SignInSessions {
  readonly #now: () => number;
  readonly #sessionSeconds: number;
  readonly #sessions = new Set<SignInSession>();
  readonly #accessTokens = new Map<string, Grant>();
  readonly #refreshTokens = new Map<string, Grant>();

  /**
   * @param sessionSeconds how long a person stays signed in
   * @param now milliseconds since the epoch
   */
  constructor(sessionSeconds: number, now: () => number) {
    this.#sessionSeconds = sessionSeconds;
    this.#now = now;
  }

  /** A person signs in. */
  begin(userName: string): SignInSession {
    const session = { userName, expiresAt: this.#now() + this.#sessionSeconds * 1000 };
    this.#sessions.add(session);
    return session;
  }

  /**
   * Tokens for a client a person has allowed.
   * A client that asked for no scopes gets no refresh token, but an access token for the whole session.
   * @throws AwsError InvalidGrantException when the session has ended
   */
  issue(session: SignInSession, client: RegisteredClient): IssuedTokens {
    if (!this.#isLive(session)) throw oauthError('InvalidGrantException', 'Invalid grant provided');
    const refreshable = client.scopes.length > 0;
    const left = Math.floor((session.expiresAt - this.#now()) / 1000);
    const expiresIn = refreshable ? Math.min(ACCESS_TOKEN_SECONDS, left) : left;
    const accessToken = `aoaAAAAA${randomBytes(120).toString('base64url')}`;
    this.#accessTokens.set(accessToken, { session, client, expiresAt: this.#now() + expiresIn * 1000 });
    if (!refreshable || !mayUse(client, GRANT_TYPES.refreshToken)) {
      return { accessToken, tokenType: 'Bearer', expiresIn };
    }
    const refreshToken = `aorAAAAA${randomBytes(120).toString('base64url')}`;
    this.#refreshTokens.set(refreshToken, { session, client, expiresAt: this.#now() + REFRESH_TOKEN_SECONDS * 1000 });
    return { accessToken, tokenType: 'Bearer', expiresIn, refreshToken };
  }

  /** New tokens for a refresh token, which is good once. @throws AwsError InvalidGrantException */
  refresh(refreshToken: string, client: RegisteredClient): IssuedTokens {
    const grant = this.#refreshTokens.get(refreshToken);
    if (grant?.client !== client || grant.expiresAt <= this.#now() || !this.#isLive(grant.session)) {
      throw oauthError('InvalidGrantException', 'Invalid refresh token provided');
    }
    this.#refreshTokens.delete(refreshToken);
    return this.issue(grant.session, client);
  }

  /** @returns the name of the user an access token stands for, undefined when it is unknown, expired or revoked */
  userOf(accessToken: string): string | undefined {
    const grant = this.#accessTokens.get(accessToken);
    return grant && grant.expiresAt > this.#now() && this.#isLive(grant.session) ? grant.session.userName : undefined;
  }

  /** Ends the session an access token stems from. */
  signOut(accessToken: string): void {
    const grant = this.#accessTokens.get(accessToken);
    if (grant) this.#sessions.delete(grant.session);
  }

  /** Ends the sessions of one user, or of all. */
  revoke(userName?: string): void {
    for (const session of this.#sessions) {
      if (userName === undefined || session.userName === userName) this.#sessions.delete(session);
    }
  }

  #isLive(session: SignInSession): boolean {
    return this.#sessions.has(session) && session.expiresAt > this.#now();
  }
}
