import { randomBytes } from 'node:crypto';
import type { CredentialDirectory, IssuedCredentials } from '../kernel/authenticator';
import type { ServerClock } from '../kernel/clock';
import type { IamDirectory } from './directory';
import { IamCaller } from './iamCaller';
import type { RoleSession, UserSession } from './identity';

/** Temporary credentials as STS gives them out. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiration: number;
}

interface Issued extends IssuedCredentials {
  readonly caller: IamCaller;
}

const KEY_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** @param prefix `AKIA` of long-term keys, `ASIA` of temporary ones @returns a new access key ID and secret */
export function newKeyPair(prefix: 'AKIA' | 'ASIA'): { readonly id: string; readonly secret: string } {
  const letters = [...randomBytes(16)].map((byte) => KEY_LETTERS[byte % KEY_LETTERS.length]);
  return { id: prefix + letters.join(''), secret: randomBytes(30).toString('base64') };
}

/** All credentials in force: the users' access keys and the sessions given out. */
export class Credentials implements CredentialDirectory {
  readonly #directory: IamDirectory;
  readonly #clock: ServerClock;
  readonly #sessions = new Map<string, Issued>();

  constructor(directory: IamDirectory, clock: ServerClock) {
    this.#directory = directory;
    this.#clock = clock;
  }

  find(accessKeyId: string): Issued | undefined {
    const key = this.#directory.key(accessKeyId);
    if (!key) return this.#sessions.get(accessKeyId);
    return {
      secretAccessKey: key.secret,
      caller: new IamCaller(accessKeyId, key.owner, this.#clock),
      used: (use) => (key.lastUsed = use),
    };
  }

  /**
   * Gives out temporary credentials.
   * @param durationSeconds how long they are good for
   */
  issue(identity: UserSession | RoleSession, durationSeconds: number): TemporaryCredentials {
    const { id: accessKeyId, secret: secretAccessKey } = newKeyPair('ASIA');
    // Opaque, like AWS's: nothing can be read from it and no part of it can be changed.
    const sessionToken = `IQoJb3JpZ2luX2Vj${randomBytes(192).toString('base64')}`;
    // AWS gives expirations in whole seconds.
    const expiration = (Math.floor(this.#clock.now() / 1000) + durationSeconds) * 1000;
    const caller = new IamCaller(accessKeyId, identity, this.#clock, this.#clock.now());
    this.#sessions.set(accessKeyId, { secretAccessKey, sessionToken, expiration, caller });
    return { accessKeyId, secretAccessKey, sessionToken, expiration };
  }

  /** Ends every session given out so far, before its time: whoever uses one is told that its token has expired. */
  endSessions(): void {
    const expiration = this.#clock.now();
    for (const [id, issued] of this.#sessions) this.#sessions.set(id, { ...issued, expiration });
  }
}
