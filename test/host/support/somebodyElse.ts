import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCESS_KEYS, ROLES } from '../../localaws/worlds/demo';
import { toClientCredentials } from '../../localaws/testing/clients';
import { localAwsEndpoint } from './requests';

/** An S3 client with the role `Analyst`, outside of the extension: another person, or another program. */
export async function somebodyElse(): Promise<S3Client> {
  const endpoint = localAwsEndpoint();
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials: ACCESS_KEYS.alice });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: ROLES.analyst, RoleSessionName: 'somebody-else' }),
  );
  sts.destroy();
  return new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: toClientCredentials(Credentials),
  });
}
