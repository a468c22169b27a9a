import type { IdentityCenterInstance, IdentityCenterRole, RoleDirectory, TrustingRole } from '../core/roles/discovery';
import type { Credentials } from '../core/sessions/credentials';
import type { SourceContext, StsTarget } from '../core/sessions/ports';
import type { CallerIdentity } from '../core/sessions/session';
import type { AwsClients } from './clients';
import { listTrustingRoles } from './iam/trustingRoles';
import type { IdentityCenter } from './identityCenter/identityCenter';

/** Roles a person may take, from Identity Center and from IAM. */
export class AwsRoleDirectory implements RoleDirectory {
  constructor(
    private readonly clients: AwsClients,
    private readonly identityCenter: IdentityCenter,
  ) {}

  identityCenterRoles(
    instance: IdentityCenterInstance,
    context: Pick<SourceContext, 'interactive' | 'signal'>,
  ): Promise<IdentityCenterRole[]> {
    return this.identityCenter.roles(instance, context);
  }

  signOut(instance: IdentityCenterInstance, signal: AbortSignal): Promise<void> {
    return this.identityCenter.signOut(instance, signal);
  }

  trustingRoles(
    caller: Credentials,
    identity: CallerIdentity,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<TrustingRole[]> {
    return listTrustingRoles(this.clients, caller, identity, target, signal);
  }
}
