import type { PermissionsSeed } from '../iam/seed';

/** A permission set: what becomes the role `AWSReservedSSO_<name>_<hash>` in every account it is assigned in. */
export interface PermissionSetSeed extends Pick<PermissionsSeed, 'policies' | 'managedPolicyArns'> {
  /** 1 to 32 of `[\w+=,.@-]`; clients call it the role name. */
  readonly name: string;
  /** Duration of a role session in seconds, 3,600 (when not given) to 43,200. */
  readonly sessionSeconds?: number;
}

/** An account of the organization. */
export interface OrganizationAccountSeed {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** Which permission sets a user has in which account. */
export interface AssignmentSeed {
  readonly userName: string;
  readonly accountId: string;
  /** Names of permission sets. */
  readonly permissionSets: readonly string[];
}

/** An instance of IAM Identity Center with its directory. */
export interface IdentityCenterSeed {
  /** AWS access portal URL, such as `https://d-0000000000.awsapps.com/start`. */
  readonly startUrl: string;
  /** The region its OIDC and portal services answer for. */
  readonly region: string;
  /** User names of the people in its directory. */
  readonly users: readonly string[];
  readonly permissionSets: readonly PermissionSetSeed[];
  readonly accounts: readonly OrganizationAccountSeed[];
  readonly assignments: readonly AssignmentSeed[];
  /** How long a person stays signed in, in seconds; 28,800 when not given, as in AWS. */
  readonly sessionSeconds?: number;
}

/** The instance of a world that says nothing about Identity Center: it is there, but nobody can sign in. */
export const EMPTY_INSTANCE: IdentityCenterSeed = {
  startUrl: 'https://d-0000000000.awsapps.com/start',
  region: 'us-east-1',
  users: [],
  permissionSets: [],
  accounts: [],
  assignments: [],
};
