import { CreateRoleCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, PutBucketVersioningCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AccountSeed } from '../../localaws/iam/seed';
import type { BucketSeed } from '../../localaws/s3/seed';
import type { World } from '../../localaws/world';
import type { Rgw } from './cluster';

/** Requests under way at a time while objects are written. */
const PARALLEL_WRITES = 16;

/** Puts a world into an empty gateway: accounts become tenants, all else goes through IAM and S3 as with AWS. */
export async function provision(rgw: Rgw, world: World): Promise<void> {
  await Promise.all(world.accounts.map((account) => provisionAccount(rgw, account)));
  for (const bucket of world.s3.buckets) await provisionBucket(rgw, bucket);
}

/** Keys of the user that administers an account. */
function administrator(accountId: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return { accessKeyId: `AKIAADMIN${accountId}`, secretAccessKey: `secret-of-the-administrator-of-${accountId}` };
}

async function provisionAccount(rgw: Rgw, { id, users = [], roles = [] }: AccountSeed): Promise<void> {
  await rgw.createUser({
    tenant: id,
    name: 'administrator',
    ...administrator(id),
    capabilities: 'roles=*;user-policy=*',
  });
  const iam = new IAMClient({ endpoint: rgw.endpoint, region: 'us-east-1', credentials: administrator(id) });
  for (const { name, accessKeys = [], policies = [] } of users) {
    const [key] = accessKeys;
    if (!key) throw new TypeError(`The user ${name} has no access key.`);
    await rgw.createUser({ tenant: id, name, accessKeyId: key.id, secretAccessKey: key.secret });
    for (const [index, document] of policies.entries()) {
      const input = { PolicyName: `p${index}`, PolicyDocument: JSON.stringify(document) };
      await iam.send(new PutUserPolicyCommand({ UserName: `${id}$${name}`, ...input }));
    }
  }
  for (const { name, path = '/', trustPolicy, maxSessionDuration, policies = [] } of roles) {
    const role = { RoleName: name, Path: path, AssumeRolePolicyDocument: JSON.stringify(trustPolicy) };
    await iam.send(new CreateRoleCommand({ ...role, MaxSessionDuration: maxSessionDuration }));
    for (const [index, document] of policies.entries()) {
      const input = { PolicyName: `p${index}`, PolicyDocument: JSON.stringify(document) };
      await iam.send(new PutRolePolicyCommand({ RoleName: name, ...input }));
    }
  }
  iam.destroy();
}

async function provisionBucket(rgw: Rgw, { name, accountId, versioning, objects = [] }: BucketSeed): Promise<void> {
  const s3 = new S3Client({
    endpoint: rgw.endpoint,
    region: 'us-east-1',
    credentials: administrator(accountId),
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  if (versioning) {
    await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration: { Status: versioning } }));
  }
  const waiting = [...objects];
  const write = async (): Promise<void> => {
    for (let object = waiting.pop(); object; object = waiting.pop()) {
      if (!('body' in object) || typeof object.body !== 'string') throw new TypeError(`${object.key} is no text.`);
      const { key, body, contentType } = object;
      await s3.send(new PutObjectCommand({ Bucket: name, Key: key, Body: body, ContentType: contentType }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_WRITES }, write));
  s3.destroy();
}
