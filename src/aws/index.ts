import { config, type l10nJsonFormat } from '@vscode/l10n';
import type { OpenStore } from '../core/s3/stores';
import type { CredentialSource, RoleAssumer, SecretVault } from '../core/sessions/ports';
import { BaseIdentities } from './identities';
import { sharedConfigProfiles } from './identities/sharedConfig';
import { S3ObjectStore } from './s3/store';
import { StsRoleAssumer } from './sts';

/** Everything on the network, in a bundle of its own that is loaded at the first use. */
export interface AwsServices {
  readonly roles: RoleAssumer;
  readonly sources: CredentialSource;
  readonly openStore: OpenStore;
  /** Names of the profiles in the shared config files. */
  readonly sharedConfigProfiles: () => Promise<string[]>;
}

/**
 * Makes the services; no request is sent yet.
 * @param translations texts in the person's language; this bundle has a localization module of its own
 */
export function createAwsServices(vault: SecretVault, translations: l10nJsonFormat | undefined): AwsServices {
  if (translations) config({ contents: translations });
  return {
    roles: new StsRoleAssumer(),
    sources: new BaseIdentities(vault),
    openStore: (target) => Promise.resolve(new S3ObjectStore(target)),
    sharedConfigProfiles,
  };
}
