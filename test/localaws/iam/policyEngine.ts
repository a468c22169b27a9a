import { conditionsHold } from './conditions';
import { matchesPattern } from './patterns';
import { listOf, type PolicyDocument, type Statement } from './policyDocument';
import { type PrincipalMatch, type PrincipalNames, matchPrincipal } from './principals';
import type { RequestContext } from './requestContext';

/** One action on one resource. */
export interface AccessRequest {
  readonly action: string;
  /** ARN. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** Everything a decision depends on. */
export interface AccessQuestion {
  readonly request: AccessRequest;
  readonly principal: PrincipalNames;
  /** Policies of the user or role; `'root'` for the root user, who may do everything in its account. */
  readonly identityPolicies: readonly PolicyDocument[] | 'root';
  /** Policies passed when the session was made; undefined when none were. */
  readonly sessionPolicies: readonly PolicyDocument[] | undefined;
  readonly resourcePolicy: PolicyDocument | undefined;
  /** Whether the resource belongs to the principal's account. */
  readonly sameAccount: boolean;
  /** Whether the resource policy must allow even in the same account, as a role's trust policy must. */
  readonly resourcePolicyRequired: boolean;
}

function appliesTo(statement: Statement, request: AccessRequest, variables: RequestContext | undefined): boolean {
  const action = (pattern: string): boolean =>
    matchesPattern(request.action, pattern, { wildcards: true, ignoreCase: true });
  const resource = (pattern: string): boolean =>
    matchesPattern(request.resource, pattern, { wildcards: true, variables });
  if (statement.Action && !listOf(statement.Action).some(action)) return false;
  if (statement.NotAction && listOf(statement.NotAction).some(action)) return false;
  if (statement.Resource && !listOf(statement.Resource).some(resource)) return false;
  if (statement.NotResource && listOf(statement.NotResource).some(resource)) return false;
  return conditionsHold(statement.Condition, request.context, variables);
}

/** The statements of the policies that apply to the request. */
function applicable(policies: readonly PolicyDocument[], request: AccessRequest): Statement[] {
  return policies.flatMap((policy) => {
    // IAM replaces policy variables only in policies of the current version.
    const variables = policy.Version === '2012-10-17' ? request.context : undefined;
    return listOf(policy.Statement).filter((statement) => appliesTo(statement, request, variables));
  });
}

const allow = ({ Effect }: Statement): boolean => Effect === 'Allow';
const deny = ({ Effect }: Statement): boolean => Effect === 'Deny';

/** How closely the applicable Allow statements of a resource policy name the principal, the closest one. */
function closestGrant(statements: readonly Statement[], principal: PrincipalNames): PrincipalMatch {
  const matches = statements.filter(allow).map((statement) => matchPrincipal(statement, principal));
  return (['session', 'principal', 'account'] as const).find((match) => matches.includes(match)) ?? 'none';
}

/**
 * Decides as IAM does (IAM User Guide, "Policy evaluation logic"): an explicit Deny wins. In the same account an Allow of
 * the identity or of the resource's own policy suffices, unless the latter only names the account, which leaves the
 * decision to the identity's policies. Across accounts both must allow. Session policies can only take away.
 */
export function isAllowed(question: AccessQuestion): boolean {
  const { request, principal, identityPolicies, sessionPolicies, resourcePolicy } = question;
  const identity = identityPolicies === 'root' ? [] : applicable(identityPolicies, request);
  const session = sessionPolicies && applicable(sessionPolicies, request);
  const resource = resourcePolicy ? applicable([resourcePolicy], request) : [];

  if (identity.some(deny) || session?.some(deny)) return false;
  if (resource.some((statement) => deny(statement) && matchPrincipal(statement, principal) !== 'none')) return false;

  const grant = closestGrant(resource, principal);
  const sessionAllows = session === undefined || session.some(allow);
  const identityAllows = (identityPolicies === 'root' || identity.some(allow)) && sessionAllows;
  if (!question.sameAccount) return identityAllows && grant !== 'none';
  if (question.resourcePolicyRequired && grant === 'none') return false;
  // A grant to the session itself is not limited by the session's policies; one to its role is.
  return identityAllows || grant === 'session' || (grant === 'principal' && sessionAllows);
}
