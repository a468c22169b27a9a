import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../localaws/server';
import { ACCESS_KEYS, demoWorld, ROLES } from '../localaws/worlds/demo';
import { ACCESS_POINT_ALIAS, REQUESTER_PAYS_BUCKET } from '../localaws/worlds/demoShared';
import { KMS_KEY } from '../localaws/worlds/demoStorage';
import { assume } from '../localaws/testing/clients';
import { awsCliEndpoints } from './awsCliEndpoints';
import { type Outcome, runAws } from './runAwsCli';

describe("the AWS CLI against the local AWS's objects", function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let folder: string;
  let env: Readonly<Record<string, string>>;

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-cli-'));
    const session = await assume(aws, ACCESS_KEYS.alice, { RoleArn: ROLES.analyst });
    env = {
      HOME: folder,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken ?? '',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(await awsCliEndpoints(aws.endpoint, join(folder, 'models'))),
    };
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const cli = (...args: string[]): Promise<Outcome> => runAws([...args, '--output', 'json'], env);
  const answer = async (...args: string[]): Promise<Record<string, unknown>> => {
    const { exitCode, stdout, stderr } = await cli(...args);
    assert.equal(exitCode, 0, stderr);
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>);
  };
  const refusal = async (...args: string[]): Promise<string> => {
    const { exitCode, stderr } = await cli(...args);
    assert.notEqual(exitCode, 0);
    return stderr;
  };

  it('writes and reads with a key of its own', async () => {
    const [body, key, back] = ['body.txt', 'key.bin', 'back.txt'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(body, 'sealed\n');
    await writeFile(key, Buffer.alloc(32, 7));
    const object = ['--bucket', 'acme-drafts', '--key', 'sealed.txt'];
    const withKey = ['--sse-customer-algorithm', 'AES256', '--sse-customer-key', `fileb://${key}`];
    const put = await answer('s3api', 'put-object', ...object, '--body', body, ...withKey);
    assert.equal(put['SSECustomerAlgorithm'], 'AES256');
    assert.match(await refusal('s3api', 'head-object', ...object), /\(400\)/);
    await answer('s3api', 'get-object', ...object, ...withKey, back);
    assert.equal(await readFile(back, 'utf8'), 'sealed\n');
  });

  it('reads the properties of an object encrypted by KMS', async () => {
    const object = ['--bucket', 'acme-records', '--key', 'customers.csv'];
    const head = await answer('s3api', 'head-object', ...object);
    assert.deepEqual(
      [head['SSEKMSKeyId'], head['BucketKeyEnabled'], head['StorageClass'], head['Metadata']],
      [KMS_KEY, true, 'STANDARD_IA', { owner: 'alice', source: 'crm', 'schema-version': '3' }],
    );
    const attributes = await answer(
      ...['s3api', 'get-object-attributes', ...object, '--object-attributes', 'ObjectSize', 'StorageClass'],
    );
    assert.equal(attributes['StorageClass'], 'STANDARD_IA');
  });

  it('cannot delete a version that is locked', async () => {
    const bucket = ['--bucket', 'acme-records'];
    const { Versions } = await answer('s3api', 'list-object-versions', ...bucket, '--prefix', 'contracts/2026-001');
    const [locked] = Versions as { VersionId: string }[];
    const version = [...bucket, '--key', 'contracts/2026-001.json', `--version-id=${locked?.VersionId}`];
    assert.match(await refusal('s3api', 'delete-object', ...version), /object protected by object lock/);
  });

  it('restores an archived object', async () => {
    const object = ['--bucket', 'acme-archive', '--key', '2019/ledger.csv'];
    assert.match(await refusal('s3api', 'get-object', ...object, join(folder, 'x')), /InvalidObjectState/);
    const request = '{"Days":1,"GlacierJobParameters":{"Tier":"Expedited"}}';
    await answer('s3api', 'restore-object', ...object, '--restore-request', request);
    // It may be over when the next command has started.
    assert.match(
      String((await answer('s3api', 'head-object', ...object))['Restore']),
      /^ongoing-request="(true|false)"/,
    );
  });

  it('pays for its requests, and goes through an access point', async () => {
    const market = ['s3api', 'list-objects-v2', '--bucket', REQUESTER_PAYS_BUCKET];
    assert.match(await refusal(...market), /AccessDenied/);
    assert.equal((await answer(...market, '--request-payer', 'requester'))['RequestCharged'], 'requester');
    const { stdout } = await cli('s3', 'ls', `s3://${ACCESS_POINT_ALIAS}/`);
    assert.match(stdout, /README\.md/);
  });

  it('lists uploads that nobody completed, and aborts one', async () => {
    const list = ['s3api', 'list-multipart-uploads', '--bucket', 'acme-uploads'];
    const { Uploads } = await answer(...list);
    const [first] = Uploads as { Key: string; UploadId: string }[];
    assert.equal(first?.Key, 'backups/db.dump');
    const upload = ['--bucket', 'acme-uploads', '--key', first.Key, '--upload-id', first.UploadId];
    await answer('s3api', 'abort-multipart-upload', ...upload);
    assert.equal(((await answer(...list))['Uploads'] as unknown[]).length, 2);
  });
});
