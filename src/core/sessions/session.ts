import type { Profile } from '../roles/profile';

/** Who a session is. */
export interface CallerIdentity {
  /** Such as `arn:aws:sts::111111111111:assumed-role/Hub/alice`. */
  readonly arn: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** The outcome of a profile's chain, without its credentials: what views and logs may see. */
export interface Session {
  readonly profile: Profile;
  readonly identity: CallerIdentity;
  /** Milliseconds since the epoch; undefined when the base identity's credentials do not expire. */
  readonly expiration?: number | undefined;
  /** When it was obtained, milliseconds since the epoch. */
  readonly since: number;
}
