import type { CredentialSource, RoleAssumer, SecretVault } from '../core/sessions/ports';
import { BaseIdentities } from './identities';
import { StsRoleAssumer } from './sts';

export { sharedConfigProfiles } from './identities/sharedConfig';

/** Everything on the network that sessions need, in a bundle of its own that is loaded at the first use. */
export interface AwsServices {
  readonly roles: RoleAssumer;
  readonly sources: CredentialSource;
}

/** Makes the services; no request is sent yet. */
export function createAwsServices(vault: SecretVault): AwsServices {
  return { roles: new StsRoleAssumer(), sources: new BaseIdentities(vault) };
}
