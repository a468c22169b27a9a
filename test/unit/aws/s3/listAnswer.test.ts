import assert from 'node:assert/strict';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { objectInfo } from '../../../../src/aws/s3/facts';
import { decodeKey } from '../../../../src/aws/s3/keys';
import { readListAnswer } from '../../../../src/aws/s3/listAnswer';
import { isKind, KEYS, never, ODD_KEYS, StoreBed } from './storeBed';

const answer = (inside: string): string =>
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>lake</Name><EncodingType>url</EncodingType>${inside}</ListBucketResult>`;
const entry = '<Contents><Key>a%20b%2Bc</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified>';

describe('the answer of ListObjectsV2', () => {
  let bed: StoreBed;
  before(async () => void (bed = await StoreBed.start()));
  after(() => bed.close());

  for (const delimiter of ['/', undefined] as const) {
    it(`is read as the SDK reads it, ${delimiter ? 'by folders' : 'all keys'}, page after page`, async () => {
      const store = bed.storeOf('owner');
      const client = new S3Client({
        ...{ endpoint: bed.aws.endpoint, region: 'us-east-1', credentials: KEYS.owner, forcePathStyle: true },
      });
      const seen: string[] = [];
      let next: string | undefined;
      do {
        const page = await store.list({ bucket: 'odd', prefix: '', delimiter, maxKeys: 7, next }, never);
        const theirs = await client.send(
          new ListObjectsV2Command({
            ...{ Bucket: 'odd', Delimiter: delimiter, MaxKeys: 7, ContinuationToken: next, EncodingType: 'url' },
          }),
        );
        assert.deepEqual(page, {
          objects: (theirs.Contents ?? []).map(({ Key = '', ...facts }) => objectInfo(decodeKey(Key), facts)),
          prefixes: (theirs.CommonPrefixes ?? []).map(({ Prefix = '' }) => decodeKey(Prefix)),
          next: theirs.NextContinuationToken,
        });
        seen.push(...page.objects.map(({ key }) => key));
        next = page.next;
      } while (next !== undefined);
      if (!delimiter) assert.deepEqual(new Set(seen), new Set(ODD_KEYS));
      client.destroy();
    });
  }

  it('is read with more in it than S3 writes, and with less', () => {
    const more = `${entry}<ETag>&quot;e1&quot;</ETag><ChecksumType>FULL_OBJECT</ChecksumType><Size>12</Size><Owner><ID>x</ID></Owner><StorageClass>GLACIER</StorageClass></Contents>`;
    assert.deepEqual(readListAnswer(answer(more))?.objects, [
      { key: 'a b+c', size: 12, modified: Date.UTC(2026, 0, 2, 3, 4, 5), etag: 'e1', storageClass: 'GLACIER' },
    ]);
    assert.deepEqual(readListAnswer(answer('')), { objects: [], prefixes: [], next: undefined });
  });

  it('is no answer of S3 with a key that is not encoded as asked', async () => {
    const broken = answer(entry.replace('a%20b', '%E0%A4') + '<Size>1</Size></Contents>');
    const store = await bed.answering(broken);
    await assert.rejects(store.list({ bucket: 'odd', prefix: '' }, never), isKind('strangeAnswer', /%E0%A4/));
  });

  it('is left to the SDK unless it is whole, encoded and plain', () => {
    const whole = answer(`${entry}<Size>1</Size></Contents>`);
    assert.ok(readListAnswer(whole));
    assert.equal(readListAnswer(whole.slice(0, -5)), undefined, 'cut short');
    assert.equal(readListAnswer(whole.replace('<EncodingType>url</EncodingType>', '')), undefined, 'not encoded');
    assert.equal(
      readListAnswer(answer('<NextContinuationToken>a&amp;b</NextContinuationToken>')),
      undefined,
      'entities',
    );
    assert.equal(readListAnswer(whole.replace('a%20b', 'a&apos;b')), undefined, 'entities in a key');
    assert.equal(readListAnswer(answer('<Contents><Key>a</Key><Size>x</Size></Contents>')), undefined, 'no numbers');
    assert.equal(readListAnswer('<html>welcome to the hotel</html>'), undefined, 'a page of somebody else');
  });
});
