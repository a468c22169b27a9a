import { paginateListRoles, type Role } from '@aws-sdk/client-iam';
import type { TrustingRole } from '../../core/roles/discovery';
import type { Credentials } from '../../core/sessions/credentials';
import type { StsTarget } from '../../core/sessions/ports';
import type { CallerIdentity } from '../../core/sessions/session';
import type { AwsClients } from '../clients';
import { withIam } from './iamCall';
import { readTrust } from './trustPolicy';

/** The most that IAM gives (IAM API, ListRoles, MaxItems). */
const ROLES_PER_PAGE = 1000;

/** The roles of the caller's account whose trust policy names the caller, in IAM's order (IAM API, ListRoles). */
export async function listTrustingRoles(
  clients: AwsClients,
  caller: Credentials,
  identity: CallerIdentity,
  target: StsTarget,
  signal: AbortSignal,
): Promise<TrustingRole[]> {
  return withIam(clients, caller, target, async (client) => {
    const found: TrustingRole[] = [];
    for await (const { Roles } of paginateListRoles(
      { client },
      { MaxItems: ROLES_PER_PAGE },
      { abortSignal: signal },
    )) {
      for (const role of Roles ?? []) found.push(...trustingRole(role, identity));
    }
    return found;
  });
}

function trustingRole(role: Role, identity: CallerIdentity): TrustingRole[] {
  const trust = readTrust(policyOf(role), identity);
  if (!trust || role.Arn === undefined) return [];
  return [
    {
      roleArn: role.Arn,
      description: role.Description === '' ? undefined : role.Description,
      maxSessionDuration: role.MaxSessionDuration,
      ...trust,
    },
  ];
}

/** IAM percent-encodes policies (IAM API, ListRoles, AssumeRolePolicyDocument); one that cannot be read names nobody. */
function policyOf({ AssumeRolePolicyDocument: text = '' }: Role): unknown {
  try {
    return JSON.parse(decodeURIComponent(text)) as unknown;
  } catch {
    return undefined;
  }
}
