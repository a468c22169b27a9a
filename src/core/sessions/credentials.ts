/** What a request is signed with. */
export interface RevealedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * Credentials that cannot be printed: the secret parts are private, so logs, JSON and `util.inspect` show the key ID
 * only. Lint allows `reveal` in `src/aws` alone.
 */
export class Credentials {
  readonly #revealed: RevealedCredentials;

  /**
   * @param revealed the parts, the session token included for temporary credentials
   * @param expiration milliseconds since the epoch; undefined for credentials that do not expire
   * @param origin where they were found, for people, where the base identity leaves that open
   */
  constructor(
    revealed: RevealedCredentials,
    readonly expiration?: number,
    readonly origin?: string,
  ) {
    this.#revealed = revealed;
  }

  /** The access key ID, which AWS does not count as secret (it stands in presigned URLs and CloudTrail). */
  get accessKeyId(): string {
    return this.#revealed.accessKeyId;
  }

  /** Whether these are temporary (role, federated or MFA session) credentials. */
  get temporary(): boolean {
    return this.#revealed.sessionToken !== undefined;
  }

  /** All parts, for signing. */
  reveal(): RevealedCredentials {
    return this.#revealed;
  }

  toString(): string {
    return `Credentials(${this.accessKeyId})`;
  }

  toJSON(): unknown {
    return { accessKeyId: this.accessKeyId, expiration: this.expiration };
  }
}
