import type { Role } from './entities';
import { isAllowed } from './policyEngine';
import type { OutsidePrincipal } from './principals';
import { type ContextValues, RequestContext } from './requestContext';

/**
 * Decides by a role's trust policy alone, as for AWS services and federated users, who have no policies of their own.
 * @param actions all of them must be allowed, such as `sts:AssumeRole` and `sts:TagSession`
 */
export function isTrusted(
  role: Role,
  principal: OutsidePrincipal,
  actions: readonly string[],
  context: ContextValues,
): boolean {
  return actions.every((action) =>
    isAllowed({
      request: { action, resource: role.arn, context: new RequestContext(context) },
      principal,
      identityPolicies: [],
      sessionPolicies: undefined,
      resourcePolicy: role.trustPolicy,
      sameAccount: true,
      resourcePolicyRequired: true,
    }),
  );
}
