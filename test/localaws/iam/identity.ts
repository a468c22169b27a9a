import type { Role, Root, User } from './entities';
import type { PolicyDocument } from './policyDocument';

/** What a role session carries besides the role. */
export interface RoleSession {
  readonly type: 'roleSession';
  readonly role: Role;
  readonly sessionName: string;
  readonly sourceIdentity: string | undefined;
  /** All session tags, inherited ones included. */
  readonly tags: Readonly<Record<string, string>>;
  /** Keys of the tags that pass on to the next role. */
  readonly transitiveTagKeys: readonly string[];
  /** Session policies; undefined when none were passed. */
  readonly policies: readonly PolicyDocument[] | undefined;
}

/** Temporary credentials of a user or root: from GetSessionToken, or from signing in with `aws login`. */
export interface UserSession {
  readonly type: 'userSession';
  readonly owner: Root | User;
  /** When MFA was given, in milliseconds since the epoch. */
  readonly mfaTime: number | undefined;
  /** Those of `aws login`, which IAM takes without MFA. */
  readonly fromSignIn?: true;
}

/** Who stands behind credentials. */
export type Identity = Root | User | UserSession | RoleSession;
