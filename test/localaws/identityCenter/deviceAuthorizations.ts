import { randomBytes, randomInt } from 'node:crypto';
import type { RegisteredClient } from './clientRegistry';
import { oauthError } from './oauthErrors';
import type { SignInSession } from './signInSessions';

/** How long a device code is good for, and how often a client may ask, in seconds. */
export const DEVICE_CODE_SECONDS = 600;
export const POLL_SECONDS = 1;

/** Timers of clients fire a little early, and answers take different times. */
const POLL_TOLERANCE_MS = 100;

/** A device that waits for a person's decision. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  /** As a person reads it: `ABCD-EFGH`. */
  readonly userCode: string;
  readonly client: RegisteredClient;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly state: 'pending' | 'allowed' | 'denied' | 'redeemed';
}

interface Entry extends DeviceAuthorization {
  state: DeviceAuthorization['state'];
  session?: SignInSession;
  lastPoll?: number;
}

/** No vowels, so that no words appear. */
const USER_CODE_LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

function newUserCode(): string {
  const four = (): string =>
    Array.from({ length: 4 }, () => USER_CODE_LETTERS[randomInt(USER_CODE_LETTERS.length)]).join('');
  return `${four()}-${four()}`;
}

/** The device authorization grant (RFC 8628) as Identity Center has it. */
export class DeviceAuthorizations {
  readonly #now: () => number;
  readonly #entries: Entry[] = [];

  /** @param now milliseconds since the epoch */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Every authorization asked for so far, in order. */
  get all(): readonly DeviceAuthorization[] {
    return this.#entries;
  }

  /** StartDeviceAuthorization for a client that has proved itself. */
  start(client: RegisteredClient): DeviceAuthorization {
    const entry: Entry = {
      deviceCode: randomBytes(48).toString('base64url'),
      userCode: newUserCode(),
      client,
      expiresAt: this.#now() + DEVICE_CODE_SECONDS * 1000,
      state: 'pending',
    };
    this.#entries.push(entry);
    return entry;
  }

  /** @param userCode as typed: case and the hyphen do not matter @returns the authorization a person can still decide */
  pending(userCode: string): DeviceAuthorization | undefined {
    const letters = (code: string): string => code.toUpperCase().replace(/[^A-Z]/g, '');
    return this.#entries.find(
      (entry) =>
        letters(entry.userCode) === letters(userCode) && entry.state === 'pending' && entry.expiresAt > this.#now(),
    );
  }

  /** @param session of the person who allows it, undefined for Deny @throws TypeError when there is nothing to decide */
  decide(userCode: string, session: SignInSession | undefined): void {
    const pending = this.pending(userCode);
    const entry = this.#entries.find((candidate) => candidate === pending);
    if (!entry) throw new TypeError(`There is no device authorization ${userCode} to decide.`);
    entry.state = session ? 'allowed' : 'denied';
    if (session) entry.session = session;
  }

  /**
   * CreateToken with a device code.
   * @returns the session of the person who allowed it
   * @throws AwsError AuthorizationPending, SlowDown, ExpiredToken, AccessDenied or InvalidGrant
   */
  redeem(deviceCode: string, client: RegisteredClient): SignInSession {
    const entry = this.#entries.find((candidate) => candidate.deviceCode === deviceCode && candidate.client === client);
    if (!entry || entry.state === 'redeemed') {
      throw oauthError('InvalidGrantException', 'Invalid device code provided');
    }
    if (entry.expiresAt <= this.#now()) throw oauthError('ExpiredTokenException', 'Device code expired');
    if (entry.state === 'denied') throw oauthError('AccessDeniedException', 'The user has denied the request');
    if (!entry.session) throw this.#notYet(entry);
    entry.state = 'redeemed';
    return entry.session;
  }

  #notYet(entry: Entry): Error {
    const sinceLastPoll = this.#now() - (entry.lastPoll ?? -Infinity);
    entry.lastPoll = this.#now();
    return sinceLastPoll < POLL_SECONDS * 1000 - POLL_TOLERANCE_MS
      ? oauthError('SlowDownException', 'The client polls too often')
      : oauthError('AuthorizationPendingException', 'The authorization is pending');
  }
}
