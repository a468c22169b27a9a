import { randomBytes } from 'node:crypto';

const MAX_TTL_SECONDS = 21_600;

/** IMDSv2's session tokens (EC2 User Guide, "Use the Instance Metadata Service"). */
export class MetadataTokens {
  readonly #expirations = new Map<string, number>();
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * @param ttl `X-aws-ec2-metadata-token-ttl-seconds`
   * @returns a new token, undefined when the time to live is missing or out of bounds
   */
  issue(ttl: string | undefined): string | undefined {
    const seconds = /^\d+$/.test(ttl ?? '') ? Number(ttl) : 0;
    if (seconds < 1 || seconds > MAX_TTL_SECONDS) return undefined;
    const token = `AQAE${randomBytes(39).toString('base64url')}`;
    this.#expirations.set(token, this.#now() + seconds * 1000);
    return token;
  }

  /** @returns whether the token was given out and has not expired */
  isValid(token: string | undefined): boolean {
    return (this.#expirations.get(token ?? '') ?? 0) > this.#now();
  }
}
