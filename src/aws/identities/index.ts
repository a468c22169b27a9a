import type { BaseIdentity } from '../../core/roles/baseIdentity';
import type { Credentials } from '../../core/sessions/credentials';
import type { CredentialSource, SecretVault, SignInPrompter, SourceContext } from '../../core/sessions/ports';
import { AppError } from '../../core/support/errors';
import { untilAborted } from '../../core/support/untilAborted';
import type { AwsClients } from '../clients';
import { fromSdkError } from '../errors';
import type { IdentityCenter } from '../identityCenter/identityCenter';
import type { Sts } from '../sts';
import { accessKeys } from './accessKeys';
import { container } from './container';
import { credentialProcess } from './credentialProcess';
import { defaultChain } from './defaultChain';
import { environment } from './environment';
import { identityCenterRole } from './identityCenterRole';
import { instanceMetadata } from './instanceMetadata';
import { login } from './login';
import type { Resolver, Resolvers } from './resolver';
import { saml } from './saml';
import { sharedConfig } from './sharedConfig';
import { webIdentity } from './webIdentity';

/** What the base identities are had with. */
export interface IdentityDependencies {
  readonly vault: Pick<SecretVault, 'accessKeys' | 'allow' | 'allowSigning'>;
  readonly clients: AwsClients;
  readonly sts: Sts;
  readonly identityCenter: IdentityCenter;
  readonly prompter: Pick<SignInPrompter, 'samlAssertion'>;
  /** RoleSessionName of roles that are assumed without one. */
  readonly defaultSessionName: () => string;
}

/** First credentials of every type of base identity. A new type is a new entry of the table. */
export class BaseIdentities implements CredentialSource {
  readonly #resolvers: Resolvers;
  readonly #vault: IdentityDependencies['vault'];

  constructor({ vault, clients, sts, identityCenter, prompter, defaultSessionName }: IdentityDependencies) {
    this.#vault = vault;
    this.#resolvers = {
      accessKeys: accessKeys(vault),
      sharedConfig,
      environment,
      instanceMetadata,
      container,
      identityCenter: identityCenterRole(identityCenter),
      webIdentity: webIdentity(sts, vault, defaultSessionName),
      saml: saml(sts, vault, prompter),
      process: credentialProcess,
      login: login(clients),
      defaultChain: defaultChain((source, context) => this.#resolve(source, context), sts, vault, defaultSessionName),
    };
  }

  async resolve(source: BaseIdentity, context: SourceContext): Promise<Credentials> {
    try {
      await this.#vault.allowSigning(source, context.destinations, context);
      // Some of the SDK's providers take no signal; what comes after the person gave up is dropped.
      return await untilAborted(this.#resolve(source, context), context.signal);
    } catch (error) {
      throw unavailable(error);
    }
  }

  async #resolve(source: BaseIdentity, context: SourceContext): Promise<Credentials> {
    // The table's key decides the entry's argument type; TypeScript cannot follow that through the lookup.
    const resolver = this.#resolvers[source.type] as unknown as Resolver<BaseIdentity['type']>;
    return resolver(source, context);
  }
}

/** The SDK says "no credentials here" with errors that have no AWS code, some over several lines. */
function unavailable(error: unknown): AppError {
  const known = fromSdkError(error);
  if (known.kind !== 'unexpected') return known;
  return new AppError('identityUnavailable', known.message.replace(/\s*\n\s*/g, ' '), {}, error);
}
