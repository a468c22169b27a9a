import { fromEnv, fromIni } from '@aws-sdk/credential-providers';
import type { BaseIdentity } from '../../core/roles/profile';
import type { Credentials } from '../../core/sessions/credentials';
import type { CredentialSource, SecretVault, StsTarget } from '../../core/sessions/ports';
import { AppError, cancelled } from '../../core/support/errors';
import { fromSdkError } from '../errors';
import { fromSdkCredentials } from '../sdkCredentials';

type Resolver<S extends BaseIdentity> = (source: S, target: StsTarget) => Promise<Credentials>;

/** First credentials of every kind of base identity. A new kind is a new entry of the table. */
export class BaseIdentities implements CredentialSource {
  readonly #resolvers: { readonly [T in BaseIdentity['type']]: Resolver<Extract<BaseIdentity, { type: T }>> };

  constructor(vault: SecretVault) {
    this.#resolvers = {
      accessKeys: async ({ name }) => {
        const keys = await vault.accessKeys(name);
        if (!keys)
          throw new AppError('secretMissing', 'No such access keys.', { secret: { type: 'accessKeys', name } });
        return keys;
      },
      // ignoreCache: the files are read anew, so that edited or rotated keys count at once.
      sharedConfig: async ({ profile }, { region, endpoints }) =>
        fromSdkCredentials(
          await fromIni({
            profile,
            ignoreCache: true,
            clientConfig: { region, ...(endpoints.sts === undefined ? {} : { endpoint: endpoints.sts }) },
          })(),
        ),
      environment: async () => fromSdkCredentials(await fromEnv()()),
    };
  }

  async resolve(source: BaseIdentity, target: StsTarget, signal: AbortSignal): Promise<Credentials> {
    // The table's key decides the entry's argument type; TypeScript cannot follow that through the lookup.
    const resolver = this.#resolvers[source.type] as Resolver<BaseIdentity>;
    const credentials = await resolver(source, target).catch((error: unknown) => {
      throw unavailable(error);
    });
    // The SDK's providers take no signal; what comes after the person gave up is dropped.
    if (signal.aborted) throw cancelled();
    return credentials;
  }
}

/** The SDK says "no credentials here" with errors that have no AWS code. */
function unavailable(error: unknown): AppError {
  const known = fromSdkError(error);
  return known.kind === 'unexpected' ? new AppError('identityUnavailable', known.message, {}, error) : known;
}
