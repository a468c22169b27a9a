import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { Transport } from '../../../../src/aws/clients';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { storeTarget } from '../../../support/storeTarget';
import { KEYS, never } from './storeBed';

const HOME = 'data.s3.us-east-1.amazonaws.com';

/** A store whose hosts answer as `answers` says, an empty listing where it says nothing; and the hosts asked. */
function openStore(answers: (host: string) => { status: number; region: string } | 'unreachable' | undefined) {
  const asked: string[] = [];
  const transport: Transport = {
    requestHandler: () => ({
      handle: ({ hostname }: HttpRequest) => {
        asked.push(hostname);
        const answer = answers(hostname);
        if (answer === 'unreachable') return Promise.reject(new Error('getaddrinfo ENOTFOUND'));
        const headers: Record<string, string> = { 'content-type': 'application/xml' };
        if (answer) headers['x-amz-bucket-region'] = answer.region;
        const body = answer
          ? '<Error><Code>PermanentRedirect</Code></Error>'
          : '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
        const response = new HttpResponse({ statusCode: answer?.status ?? 200, headers, body: Readable.from([body]) });
        return Promise.resolve({ response });
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    }),
  };
  const target = { ...storeTarget(undefined, new Credentials(KEYS.owner)), pathStyle: false };
  return { store: new S3ObjectStore(target, transport), asked };
}

describe('a region that an answer tells', () => {
  const list = (store: S3ObjectStore) => store.list({ bucket: 'data', prefix: '' }, never);

  it('is remembered only once a request to it has succeeded', async () => {
    let isWrong = true;
    const { store, asked } = openStore((host) => {
      if (!isWrong) return undefined;
      return host === HOME ? { status: 301, region: 'eu-nowhere-9' } : 'unreachable';
    });
    await assert.rejects(list(store));
    assert.ok(asked.includes('data.s3.eu-nowhere-9.amazonaws.com'));
    isWrong = false;
    asked.length = 0;
    await list(store);
    assert.deepEqual(asked, [HOME]);
    store.dispose();
  });

  for (const region of ['evil.example/', 'evil.example', 'a@b', 'x#', 'x?y', 'x:1', '-x', 'x'.repeat(64), 'eu west']) {
    it(`makes no host where it is ${region.slice(0, 20)}`, async () => {
      const { store, asked } = openStore(() => ({ status: 301, region }));
      await assert.rejects(list(store));
      assert.deepEqual([...new Set(asked)], [HOME]);
      store.dispose();
    });
  }
});
