import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { Transport } from '../../../../src/aws/clients';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import type { StoreTarget } from '../../../../src/core/s3/stores';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { storeTarget } from '../../../support/storeTarget';
import { isKind, KEYS, never } from './storeBed';

const EMPTY_LIST = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
const SESSION =
  '<CreateSessionResult><Credentials><AccessKeyId>ASIAEXPRESS</AccessKeyId><SecretAccessKey>s</SecretAccessKey>' +
  '<SessionToken>express-token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></CreateSessionResult>';

/** A store on AWS's own hosts, and what it sends: every listing is empty. */
function openStore(options: Partial<StoreTarget> = {}): { store: S3ObjectStore; sent: HttpRequest[] } {
  const sent: HttpRequest[] = [];
  const transport: Transport = {
    requestHandler: () => ({
      handle: (request: HttpRequest) => {
        sent.push(request);
        const body = request.query['session'] === undefined ? EMPTY_LIST : SESSION;
        const headers = { 'content-type': 'application/xml' };
        return Promise.resolve({
          response: new HttpResponse({ statusCode: 200, headers, body: Readable.from([body]) }),
        });
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    }),
  };
  const target: StoreTarget = { ...storeTarget(undefined, new Credentials(KEYS.owner)), pathStyle: false, ...options };
  return { store: new S3ObjectStore(target, transport), sent };
}

async function addressOf(bucket: string, options: Partial<StoreTarget> = {}): Promise<string> {
  const { store, sent } = openStore(options);
  await store.list({ bucket, prefix: '' }, never);
  store.dispose();
  const request = sent.at(-1);
  return `${request?.hostname ?? ''}${request?.path ?? ''}`;
}

describe('a bucket on the hosts of AWS', () => {
  it('has a host of its own, or a path where the profile says so', async () => {
    assert.equal(await addressOf('data'), 'data.s3.us-east-1.amazonaws.com/');
    assert.equal(await addressOf('data', { pathStyle: true }), 's3.us-east-1.amazonaws.com/data/');
  });

  it('with dots in its name has a path, because no certificate holds for its host', async () => {
    assert.equal(await addressOf('my.data.bucket'), 's3.us-east-1.amazonaws.com/my.data.bucket/');
  });

  it('is opened through an access point by alias, or by ARN in the region of the ARN', async () => {
    assert.equal(await addressOf('point-abc-s3alias'), 'point-abc-s3alias.s3.us-east-1.amazonaws.com/');
    const arn = 'arn:aws:s3:eu-west-1:111111111111:accesspoint/point';
    const host = 'point-111111111111.s3-accesspoint.eu-west-1.amazonaws.com/';
    assert.equal(await addressOf(arn), host);
    assert.equal(await addressOf(arn, { pathStyle: true }), host);
    assert.equal(
      await addressOf('arn:aws:s3-object-lambda:eu-west-1:111111111111:accesspoint/lambda'),
      'lambda-111111111111.s3-object-lambda.eu-west-1.amazonaws.com/',
    );
  });

  it('is refused by a name that cannot be opened, in words a person understands', async () => {
    const { store, sent } = openStore();
    const list = (bucket: string) => store.list({ bucket, prefix: '' }, never);
    await assert.rejects(
      list('arn:aws:s3::111111111111:accesspoint/many.mrap'),
      isKind('invalidRequest', /Multi-Region/),
    );
    await assert.rejects(list('arn:aws:s3:eu-west-1:111:nonsense'), isKind('invalidRequest'));
    await assert.rejects(list('a/b'), isKind('invalidRequest'));
    const { store: other } = openStore({ endpoint: 'https://s3.example.com' });
    await assert.rejects(
      other.list({ bucket: 'arn:aws:s3:eu-west-1:111111111111:accesspoint/point', prefix: '' }, never),
      isKind('invalidRequest', /endpoint/),
    );
    assert.deepEqual(sent, []);
  });

  it('of S3 Express One Zone is opened with a session of its own', async () => {
    const { store, sent } = openStore();
    await store.list({ bucket: 'fast--use1-az4--x-s3', prefix: '' }, never);
    const hosts = sent.map(({ hostname, query }) => [hostname, 'session' in query]);
    const host = 'fast--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com';
    assert.deepEqual(hosts, [
      [host, true],
      [host, false],
    ]);
    assert.equal(sent[1]?.headers['x-amz-s3session-token'], 'express-token');
  });

  it('gets a checksum with each write, and the payer with each request', async () => {
    const { store, sent } = openStore({ requesterPays: true });
    await store.write({ bucket: 'data', key: 'k' }, Buffer.from('hello'), {}, {}, never);
    assert.equal(sent[0]?.headers['x-amz-checksum-crc32'], 'NhCmhg==');
    assert.equal(sent[0].headers['x-amz-request-payer'], 'requester');
  });
});
