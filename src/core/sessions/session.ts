import type { AppError } from '../support/errors';
import type { ConsentedProfile } from './consent/consentGate';

/** Who a session is. */
export interface CallerIdentity {
  /** Such as `arn:aws:sts::111111111111:assumed-role/Hub/alice`. */
  readonly arn: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** The outcome of a profile's chain, without its credentials: what views and logs may see. */
export interface Session {
  readonly profile: ConsentedProfile;
  readonly identity: CallerIdentity;
  /** Of the credentials that AWS was asked about; undefined where STS itself names the role. */
  readonly accessKeyId?: string | undefined;
  /** Where the base identity's credentials were found, for people, where its kind leaves that open (default chain). */
  readonly origin?: string | undefined;
  /**
   * Milliseconds since the epoch; undefined when the base identity's credentials do not expire. Where AWS has ended it
   * before its time, when that was noticed.
   */
  readonly expiration?: number | undefined;
  /** When it was obtained, milliseconds since the epoch. */
  readonly since: number;
}

/** One place of a chain as it is kept or was just tested. */
export interface ChainStep {
  /** -1 for the base identity, then the hops from 0. */
  readonly hop: number;
  /** `unknown`: not kept and not tried; `skipped`: a hop before it failed. */
  readonly state: 'unknown' | 'running' | 'ok' | 'failed' | 'skipped';
  readonly identity?: CallerIdentity | undefined;
  /** Milliseconds since the epoch. */
  readonly expiration?: number | undefined;
  /** Of a failed step, with its diagnosis. */
  readonly error?: AppError | undefined;
}

/** What this window is doing about a session; views render this and hold no truth of their own. */
export interface SessionState {
  /** The session terminals, explorer and status bar use; expired ones stay until renewed or exited. */
  readonly active?: Session | undefined;
  /** Name of the profile being assumed at this moment. */
  readonly assuming?: string | undefined;
  /** Whether the active session can be renewed without asking the person. */
  readonly renewsItself: boolean;
  /** Why the quiet renewal of the active session fails at the moment, such as no network; it is tried again. */
  readonly trouble?: AppError | undefined;
}
