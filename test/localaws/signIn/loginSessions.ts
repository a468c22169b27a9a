import { randomBytes } from 'node:crypto';
import type { Credentials, TemporaryCredentials } from '../iam/credentials';
import type { IamDirectory } from '../iam/directory';
import type { User } from '../iam/entities';
import { AwsError } from '../kernel/types';

/** How long the credentials of a login are good for: AWS allows no more. */
const CREDENTIALS_SECONDS = 900;
/** How long a login can be refreshed. */
const SESSION_SECONDS = 12 * 3600;

/** What CreateOAuth2Token gives out. */
export interface LoginTokens {
  readonly credentials: TemporaryCredentials;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Why a login cannot be refreshed (AWS Sign-In API Reference, "AccessDeniedException"). */
export type LoginRefusal = 'TOKEN_EXPIRED' | 'USER_CREDENTIALS_CHANGED' | 'INSUFFICIENT_PERMISSIONS';

const REFUSALS: Readonly<Record<LoginRefusal, readonly [status: number, message: string]>> = {
  TOKEN_EXPIRED: [401, 'The refresh token has expired or was already used'],
  USER_CREDENTIALS_CHANGED: [403, 'The password of the user has changed'],
  INSUFFICIENT_PERMISSIONS: [403, 'The user may not call CreateOAuth2Token'],
};

/** @returns the refusal in the form of AWS Sign-In */
export function loginRefusal(reason: LoginRefusal): AwsError {
  const [status, message] = REFUSALS[reason];
  return new AwsError(status, 'AccessDeniedException', message, { elements: { error: reason } });
}

interface LoginSession {
  readonly user: User;
  /** Of the key that every refresh must prove to have. */
  readonly thumbprint: string;
  /** When the person gave an MFA code, in milliseconds since the epoch. */
  readonly mfaTime: number | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What logins work with. */
export interface LoginDependencies {
  readonly directory: IamDirectory;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** The console sign-ins of `aws login`. */
export class LoginSessions {
  readonly #deps: LoginDependencies;
  readonly #sessions = new Map<string, LoginSession>();
  readonly #passwordChanged = new Set<User>();

  constructor(deps: LoginDependencies) {
    this.#deps = deps;
  }

  /**
   * A user signs in at the console for `aws login`.
   * @param userArn which is the `login_session` of config files, too
   * @param thumbprint of the key of the login (RFC 7638)
   * @param mfa whether the user gave an MFA code
   * @throws TypeError when there is no such user
   */
  begin(userArn: string, thumbprint: string, mfa = false): LoginTokens {
    const user = this.#deps.directory.user(userArn);
    if (!user) throw new TypeError(`There is no user ${userArn}.`);
    const now = this.#deps.now();
    this.#passwordChanged.delete(user);
    return this.#issue({ user, thumbprint, mfaTime: mfa ? now : undefined, expiresAt: now + SESSION_SECONDS * 1000 });
  }

  /** The user's password changes: logins made before can no longer be refreshed. */
  changePassword(userArn: string): void {
    const user = this.#deps.directory.user(userArn);
    if (!user) throw new TypeError(`There is no user ${userArn}.`);
    this.#passwordChanged.add(user);
  }

  /**
   * New credentials for a refresh token, which is good once.
   * @param thumbprint of the key the caller has proved to have
   * @throws AwsError AccessDeniedException with the reason
   */
  refresh(refreshToken: string, thumbprint: string): LoginTokens {
    const session = this.#sessions.get(refreshToken);
    if (session?.thumbprint !== thumbprint || session.expiresAt <= this.#deps.now()) {
      throw loginRefusal('TOKEN_EXPIRED');
    }
    if (this.#passwordChanged.has(session.user)) throw loginRefusal('USER_CREDENTIALS_CHANGED');
    const tokens = this.#issue(session);
    this.#sessions.delete(refreshToken);
    return tokens;
  }

  #issue(session: LoginSession): LoginTokens {
    const { user, mfaTime } = session;
    const credentials = this.#deps.credentials.issue(
      { type: 'userSession', owner: user, mfaTime, fromSignIn: true },
      CREDENTIALS_SECONDS,
    );
    const caller = this.#deps.credentials.find(credentials.accessKeyId)?.caller;
    const client = `arn:${user.partition}:signin:us-east-1:${user.accountId}:oauth2/public-client/localhost`;
    if (caller?.allows('signin:CreateOAuth2Token', client) !== true) throw loginRefusal('INSUFFICIENT_PERMISSIONS');
    const refreshToken = randomBytes(256).toString('base64url');
    this.#sessions.set(refreshToken, session);
    return { credentials, expiresIn: CREDENTIALS_SECONDS, refreshToken };
  }
}
