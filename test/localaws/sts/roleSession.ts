import type { Role } from '../iam/entities';
import { sessionArn } from '../iam/iamCaller';
import type { XmlElements } from '../kernel/xml';
import { validationError } from './constraints';
import { type StsDependencies, credentialsElement } from './operation';
import { type RequestedPolicies, packedPolicySize, sessionPolicies } from './sessionPolicies';
import type { RequestedTags, SessionTags } from './sessionTags';

/** A role session that may begin: trust, limits and tags are checked. */
export interface NewRoleSession {
  readonly role: Role;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policies: RequestedPolicies;
  readonly sourceIdentity?: string | undefined;
  /** Tags of the call, and with them those passed on; none when not given. */
  readonly tags?: { readonly requested: RequestedTags; readonly effective: SessionTags };
}

/** @throws AwsError ValidationError when the role gives no session that long */
export function checkMaxSessionDuration(seconds: number, role: Role): void {
  if (seconds > role.maxSessionDuration) {
    throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  }
}

/**
 * Begins the session.
 * @returns what the answers of all operations that assume a role have in common
 * @throws AwsError for session policies that are wrong or too large
 */
export function startRoleSession(session: NewRoleSession, { directory, credentials }: StsDependencies): XmlElements {
  const { role, sessionName, sourceIdentity } = session;
  const policies = sessionPolicies(session.policies, role.accountId, directory);
  const packedSize = packedPolicySize(session.policies, session.tags?.requested.tags ?? []);
  const issued = credentials.issue(
    {
      type: 'roleSession',
      role,
      sessionName,
      sourceIdentity,
      tags: session.tags?.effective.tags ?? {},
      transitiveTagKeys: session.tags?.effective.transitiveKeys ?? [],
      policies,
    },
    session.durationSeconds,
  );
  return {
    AssumedRoleUser: { AssumedRoleId: `${role.uniqueId}:${sessionName}`, Arn: sessionArn({ role, sessionName }) },
    Credentials: credentialsElement(issued),
    PackedPolicySize: packedSize,
    SourceIdentity: sourceIdentity,
  };
}
