import assert from 'node:assert/strict';
import type { S3ObjectStore } from '../../../../src/aws/s3/store';
import { isAppError } from '../../../../src/core/support/errors';
import { answeringStore } from './answeringStore';
import { never } from './storeBed';

/** Every listing that comes in pages. */
const LISTS = {
  objects: {
    root: 'ListBucketResult',
    read: (store: S3ObjectStore, next?: string) => store.list({ bucket: 'data', prefix: '', next }, never),
    more: (token: string) => `<NextContinuationToken>${token}</NextContinuationToken>`,
    asked: 'continuation-token',
  },
  versions: {
    root: 'ListVersionsResult',
    read: (store: S3ObjectStore, next?: string) => store.listVersions({ bucket: 'data', prefix: '', next }, never),
    more: (token: string) => `<NextKeyMarker>${token}</NextKeyMarker><NextVersionIdMarker></NextVersionIdMarker>`,
    asked: 'key-marker',
  },
  uploads: {
    root: 'ListMultipartUploadsResult',
    read: (store: S3ObjectStore, next?: string) => store.listUploads('data', '', next, never),
    more: (token: string) => `<NextKeyMarker>${token}</NextKeyMarker><NextUploadIdMarker></NextUploadIdMarker>`,
    asked: 'key-marker',
  },
} as const;

for (const [name, { root, read, more, asked }] of Object.entries(LISTS)) {
  describe(`a list of ${name} of a store that is not AWS's`, () => {
    /** Reads all pages of a store that says `rest` after each; fails after `most`. */
    async function pages(rest: (token: string) => string, most = 100): Promise<number> {
      let requests = 0;
      const store = answeringStore(({ query }) => {
        assert.ok(++requests <= most, 'it goes on and on');
        return { xml: `<${root}><EncodingType>url</EncodingType>${rest(String(query[asked] ?? ''))}</${root}>` };
      });
      let next: string | undefined;
      do {
        ({ next } = await read(store, next));
      } while (next !== undefined);
      return requests;
    }

    it('ends where it is not truncated, whatever token stands there', async () => {
      for (const token of ['', 'more']) {
        assert.equal(await pages(() => `<IsTruncated>false</IsTruncated>${more(token)}`), 1);
      }
    });

    it('ends with an error where it leads in a circle, after the pages before', async () => {
      const circles = [() => 'a', (token: string) => (token === 'a' ? 'b' : 'a')];
      for (const after of circles) {
        const work = pages((token) => `<IsTruncated>true</IsTruncated>${more(after(token))}`);
        await assert.rejects(work, (error) => isAppError(error, 'strangeAnswer'));
      }
    });

    it('ends with an error after many empty pages', async () => {
      const work = pages((token) => `<IsTruncated>true</IsTruncated>${more(String(Number(token) + 1))}`, 1000);
      await assert.rejects(work, (error) => isAppError(error, 'strangeAnswer'));
    }).timeout(30_000);

    it('says so where it goes on and nothing tells where', async () => {
      const work = pages(() => `<IsTruncated>true</IsTruncated>`);
      await assert.rejects(work, (error) => isAppError(error, 'strangeAnswer'));
    });
  });
}

it('a list of buckets ends at an empty token, and with an error in a circle', async () => {
  for (const [token, requests] of [
    ['', 1],
    ['again', 2],
  ] as const) {
    let count = 0;
    const store = answeringStore(() => {
      count += 1;
      return {
        xml: `<ListAllMyBucketsResult><ContinuationToken>${token}</ContinuationToken></ListAllMyBucketsResult>`,
      };
    });
    const all = async (): Promise<void> => {
      let next: string | undefined;
      do {
        ({ next } = await store.listBuckets(next, never));
      } while (next !== undefined);
    };
    if (token === '') await all();
    else await assert.rejects(all(), (error) => isAppError(error, 'strangeAnswer'));
    assert.equal(count, requests);
  }
});
