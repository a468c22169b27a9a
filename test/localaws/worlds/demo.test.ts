import assert from 'node:assert/strict';
import { GetObjectCommand, ListBucketsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume, stsClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ACCESS_KEYS, EXTERNAL_IDS, MFA_SERIAL, ROLES, currentMfaCode, demoWorld } from './demo';

describe('demo world', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  const { alice, bob } = ACCESS_KEYS;
  const denied = { status: 403, name: 'AccessDenied' };

  it('lets alice assume a role of her own account for 12 hours, and one of another account', async () => {
    await assume(aws, alice, { RoleArn: ROLES.analyst, DurationSeconds: 43_200 });
    await assume(aws, alice, { RoleArn: ROLES.lakeReader });
  });

  it('lets her assume the role behind an external ID with it only', async () => {
    await assume(aws, alice, { RoleArn: ROLES.partnerData, ExternalId: EXTERNAL_IDS.partnerData });
    await assertRefused(assume(aws, alice, { RoleArn: ROLES.partnerData }), denied);
  });

  it('lets her assume the role that needs MFA with a code only', async () => {
    const mfa = { SerialNumber: MFA_SERIAL, TokenCode: currentMfaCode(aws.clock.now()) };
    await assume(aws, alice, { RoleArn: ROLES.adminMfa, ...mfa });
    await assertRefused(assume(aws, alice, { RoleArn: ROLES.adminMfa }), denied);
  });

  it('leads through a chain of three, in that order only', async () => {
    const lakeInput = { RoleArn: ROLES.lake, ExternalId: EXTERNAL_IDS.lake };
    const hub = await assume(aws, alice, { RoleArn: ROLES.hub });
    await assertRefused(assume(aws, hub, { RoleArn: ROLES.lake }), denied);
    const lake = await assume(aws, hub, lakeInput);
    const vault = await assume(aws, lake, { RoleArn: ROLES.vault, RoleSessionName: 'alice' });
    const { Arn } = await stsClient(aws, vault).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, 'arn:aws:sts::333333333333:assumed-role/Vault/alice');
    await assertRefused(assume(aws, alice, lakeInput), denied);
    await assertRefused(assume(aws, hub, { RoleArn: ROLES.vault }), denied);
  });

  describe('buckets', () => {
    const s3 = (credentials: ClientCredentials, region: string): S3Client =>
      new S3Client({ endpoint: aws.endpoint, region, credentials, forcePathStyle: true });

    it('of an account are those its roles see', async () => {
      for (const [RoleArn, prefix] of [
        [ROLES.analyst, 'acme-'],
        [ROLES.lakeReader, 'lake-'],
      ] as const) {
        const client = s3(await assume(aws, alice, { RoleArn }), 'us-east-1');
        const names = (await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name ?? '') ?? [];
        assert.ok(names.length >= 2 && names.every((name) => name.startsWith(prefix)), names.join());
      }
    });

    it('are closed to users without a role', async () => {
      await assertRefused(s3(alice, 'us-east-1').send(new ListBucketsCommand({})), denied);
    });

    it('of the partner are open in two folders', async () => {
      const input = { RoleArn: ROLES.partnerData, ExternalId: EXTERNAL_IDS.partnerData };
      const client = s3(await assume(aws, alice, input), 'us-east-1');
      const Bucket = 'partner-exchange';
      const list = (Prefix?: string) => client.send(new ListObjectsV2Command({ Bucket, Prefix, Delimiter: '/' }));
      await assertRefused(client.send(new ListBucketsCommand({})), denied);
      await assertRefused(list(), denied);
      await assertRefused(list('globex/'), denied);
      assert.equal((await list('acme/')).Contents?.[0]?.Key, 'acme/README.md');
      await client.send(new GetObjectCommand({ Bucket, Key: 'shared/README.md' }));
      await assertRefused(client.send(new GetObjectCommand({ Bucket, Key: 'globex/confidential.txt' })), denied);
    });
  });

  it('lets bob assume nothing', async () => {
    for (const RoleArn of Object.values(ROLES)) {
      const ExternalId = RoleArn === ROLES.partnerData ? EXTERNAL_IDS.partnerData : EXTERNAL_IDS.lake;
      await assertRefused(assume(aws, bob, { RoleArn, ExternalId }), denied);
    }
  });
});
