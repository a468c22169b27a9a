import type { IAMClient } from '@aws-sdk/client-iam';
import type { Credentials } from '../../core/sessions/credentials';
import type { StsTarget } from '../../core/sessions/ports';
import type { AwsClients } from '../clients';
import { fromSdkError } from '../errors';

/** Runs `work` with a client of IAM, which is gone afterwards. @throws AppError */
export async function withIam<T>(
  clients: AwsClients,
  caller: Credentials,
  target: StsTarget,
  work: (client: IAMClient) => Promise<T>,
): Promise<T> {
  const client = clients.iam(target, caller);
  try {
    return await work(client);
  } catch (error) {
    throw fromSdkError(error, 'IAM');
  } finally {
    client.destroy();
  }
}
