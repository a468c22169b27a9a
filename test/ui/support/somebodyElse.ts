import type { S3Client } from '@aws-sdk/client-s3';
import { s3Client } from '../../localaws/s3/testBed';
import { assume } from '../../localaws/testing/clients';
import { ACCESS_KEYS, ROLES } from '../../localaws/worlds/demo';
import type { Demo } from '../../vscode/demo';

/** An S3 client with the role `Analyst`, outside of the window: another person, or another program. */
export async function somebodyElse({ localAws }: Demo): Promise<S3Client> {
  const credentials = await assume(localAws, ACCESS_KEYS.alice, { RoleArn: ROLES.analyst });
  return s3Client(localAws, { credentials });
}
