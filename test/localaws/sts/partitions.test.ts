import assert from 'node:assert/strict';
import { CreateBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { AccountSeed } from '../iam/seed';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, stsClient, toClientCredentials } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { allow, policy, trust, type World } from '../world';

const PARTITIONS = [
  { partition: 'aws-cn', region: 'cn-north-1', accountId: '444444444444', ec2: 'ec2.amazonaws.com.cn' },
  { partition: 'aws-us-gov', region: 'us-gov-west-1', accountId: '555555555555', ec2: 'ec2.amazonaws.com' },
] as const;

for (const { partition, region, accountId, ec2 } of PARTITIONS) {
  describe(`local AWS: accounts of ${partition}`, () => {
    const key = { accessKeyId: 'AKIAPARTITION0000001', secretAccessKey: 'partition-secret-of-mei-0000000000000001' };
    const iam = `arn:${partition}:iam::${accountId}`;
    const user = {
      name: 'mei',
      accessKeys: [{ id: key.accessKeyId, secret: key.secretAccessKey }],
      mfaDevices: [{ name: 'mei', seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }],
      policies: [policy(allow('sts:AssumeRole'))],
    };
    const account: AccountSeed = {
      id: accountId,
      partition,
      users: [user],
      roles: [
        {
          name: 'Admin',
          trustPolicy: trust(`${iam}:root`),
          managedPolicyArns: [`arn:${partition}:iam::aws:policy/AdministratorAccess`],
        },
        {
          name: 'Server',
          trustPolicy: policy({ Effect: 'Allow', Principal: { Service: ec2 }, Action: 'sts:AssumeRole' }),
        },
      ],
    };
    const world: World = {
      accounts: [account],
      s3: { buckets: [] },
      instance: { accountId, instanceId: 'i-0a1b2c3d4e5f60718', region, roleArn: `${iam}:role/Server` },
    };
    let aws: LocalAws;
    before(async () => (aws = await startLocalAws(world)));
    after(() => aws.close());

    const admin = async (policyArn?: string): Promise<ClientCredentials> => {
      const PolicyArns = policyArn === undefined ? undefined : [{ arn: policyArn }];
      const command = new AssumeRoleCommand({ RoleArn: `${iam}:role/Admin`, RoleSessionName: 'mei', PolicyArns });
      return toClientCredentials((await stsClient(aws, key, region).send(command)).Credentials);
    };
    const s3 = (credentials: ClientCredentials): S3Client =>
      new S3Client({ endpoint: aws.endpoint, region, credentials, forcePathStyle: true });

    it('have ARNs of the partition', async () => {
      assert.equal((await stsClient(aws, key, region).send(new GetCallerIdentityCommand())).Arn, `${iam}:user/mei`);
      const identity = await stsClient(aws, await admin(), region).send(new GetCallerIdentityCommand());
      assert.equal(identity.Arn, `arn:${partition}:sts::${accountId}:assumed-role/Admin/mei`);
      assert.equal(aws.iam.mfaDevices[0]?.serialNumber, `${iam}:mfa/mei`);
    });

    it('are unknown in the regions of other partitions', async () => {
      await assertRefused(stsClient(aws, key, 'us-east-1').send(new GetCallerIdentityCommand()), {
        status: 403,
        name: 'InvalidClientTokenId',
      });
    });

    it("have AWS's managed policies under the partition's ARNs only", async () => {
      const reader = s3(await admin(`arn:${partition}:iam::aws:policy/ReadOnlyAccess`));
      await reader.send(new ListBucketsCommand());
      await assertRefused(reader.send(new CreateBucketCommand({ Bucket: 'ledger' })), {
        status: 403,
        name: 'AccessDenied',
      });
      await assertRefused(admin('arn:aws:iam::aws:policy/ReadOnlyAccess'), { status: 400, name: 'ValidationError' });
    });

    it('name buckets by ARNs of the partition', async () => {
      const policies = [policy(allow('s3:CreateBucket', `arn:${partition}:s3:::ledger`))];
      const other = await startLocalAws({ ...world, accounts: [{ ...account, users: [{ ...user, policies }] }] });
      try {
        const client = new S3Client({ endpoint: other.endpoint, region, credentials: key, forcePathStyle: true });
        const CreateBucketConfiguration = { LocationConstraint: region };
        await client.send(new CreateBucketCommand({ Bucket: 'ledger', CreateBucketConfiguration }));
      } finally {
        await other.close();
      }
    });

    it("have instances, trusted by the partition's name of EC2", async () => {
      const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '60' };
      const token = await (await fetch(`${aws.imds.endpoint}/latest/api/token`, { method: 'PUT', headers })).text();
      const answer = await fetch(`${aws.imds.endpoint}/latest/meta-data/iam/security-credentials/Server`, {
        headers: { 'x-aws-ec2-metadata-token': token },
      });
      assert.equal(((await answer.json()) as { Code: string }).Code, 'Success');
    });
  });
}
