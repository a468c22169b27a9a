import { fromLoginCredentials } from '@aws-sdk/credential-providers';
import { AppError } from '../../core/support/errors';
import type { AwsClients } from '../clients';
import { fromSdkCredentials } from '../sdkCredentials';
import { silentLogger } from '../silentLogger';
import type { Resolver } from './resolver';

/**
 * The console sign-in that `aws login` keeps below `~/.aws/login/cache`; the SDK renews it there, as the AWS CLI does.
 * A sign-in that has ended can only be renewed by `aws login` itself.
 */
export function login(clients: AwsClients): Resolver<'login'> {
  return async ({ profile }, { target }) => {
    const clientConfig = clients.providerConfig(target.region);
    const provide = fromLoginCredentials({ profile, clientConfig, ignoreCache: true, logger: silentLogger });
    try {
      return fromSdkCredentials(await provide());
    } catch (error) {
      // The SDK's errors name the file of the token; none holds the token itself.
      throw new AppError('identityUnavailable', error instanceof Error ? error.message : String(error), {}, error);
    }
  };
}
