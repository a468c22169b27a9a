import { type KeyObject, generateKeyPairSync, randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';

/** URL of the issuer of every local AWS. */
export const OIDC_ISSUER_URL = 'https://oidc.example.com';

/** What a token says. */
export interface TokenRequest {
  /** `sub`. */
  readonly subject: string;
  /** `aud`, `sts.amazonaws.com` when not given. */
  readonly audience?: string | undefined;
  /** From now; 3,600 when not given, negative for a token that has expired. */
  readonly expiresInSeconds?: number;
  /** Further claims, or others in place of the usual ones; an undefined one is left out. */
  readonly claims?: JWTPayload;
}

/** An OpenID Connect issuer whose tokens `AssumeRoleWithWebIdentity` takes. STS knows its key without a request. */
export class OidcIssuer {
  /** `iss` of its tokens, as IAM's OIDC providers name it. */
  readonly url: string;
  /** Whether STS can fetch the issuer's keys; IDPCommunicationError when it cannot. */
  reachable = true;
  readonly #now: () => number;
  readonly #revoked = new Set<string>();
  #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

  /** @param now milliseconds since the epoch */
  constructor(url: string, now: () => number) {
    this.url = url;
    this.#now = now;
  }

  /** Key that verifies its tokens. */
  get publicKey(): KeyObject {
    return this.#keyPair().publicKey;
  }

  /** @returns a JWT signed with RS256 */
  token({ subject, audience, expiresInSeconds, claims }: TokenRequest): Promise<string> {
    const now = Math.floor(this.#now() / 1000);
    return new SignJWT({
      iss: this.url,
      sub: subject,
      aud: audience ?? 'sts.amazonaws.com',
      iat: now,
      exp: now + (expiresInSeconds ?? 3600),
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'local' })
      .sign(this.#keyPair().privateKey);
  }

  /** Lets the issuer reject a token of its own from now on: STS answers IDPRejectedClaim. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** @returns whether the issuer rejects the token */
  hasRevoked(token: string): boolean {
    return this.#revoked.has(token);
  }

  #keyPair(): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
    // Made at the first use only: it takes a while, and most tests need none.
    return (this.#keys ??= generateKeyPairSync('rsa', { modulusLength: 2048 }));
  }
}
