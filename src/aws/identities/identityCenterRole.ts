import type { IdentityCenter } from '../identityCenter/identityCenter';
import type { Resolver } from './resolver';

/** A role of an Identity Center user (portal GetRoleCredentials), after a sign-in where there is none yet. */
export function identityCenterRole(identityCenter: IdentityCenter): Resolver<'identityCenter'> {
  return ({ accountId, roleName, startUrl, region, session }, context) => {
    const instance = { startUrl, region, session, endpoint: context.target.endpoints.sso };
    return identityCenter.roleCredentials(instance, { accountId, roleName }, context);
  };
}
