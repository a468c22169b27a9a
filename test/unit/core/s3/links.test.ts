import assert from 'node:assert/strict';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { encodedKey, objectArn, objectUrl, type LinkTarget } from '../../../../src/core/s3/links';

const target = (change: Partial<LinkTarget> = {}): LinkTarget => ({
  ...{ region: 'eu-west-1', pathStyle: false, fips: false, dualStack: false },
  ...change,
});

/** Where the AWS SDK sends a request for the same object. */
async function sdkUrl(bucket: string, key: string, link: LinkTarget): Promise<string> {
  const client = new S3Client({
    region: link.region,
    ...(link.endpoint === undefined
      ? { useFipsEndpoint: link.fips, useDualstackEndpoint: link.dualStack }
      : { endpoint: link.endpoint }),
    forcePathStyle: link.pathStyle,
    credentials: { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'example' },
    disableS3ExpressSessionAuth: true,
  });
  const signed = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), {});
  client.destroy();
  return signed.replace(/\?.*$/, '');
}

describe('The URL of an object', () => {
  const ACCESS_POINT = 'arn:aws:s3:eu-west-1:111111111111:accesspoint/team';
  const cases: readonly (readonly [bucket: string, change: Partial<LinkTarget>])[] = [
    ['lake', {}],
    ['lake', { pathStyle: true }],
    ['lake', { fips: true, region: 'us-east-1' }],
    ['lake', { dualStack: true }],
    ['lake', { fips: true, dualStack: true, region: 'us-gov-west-1' }],
    ['lake.example.com', {}],
    ['lake', { region: 'cn-north-1' }],
    ['lake', { region: 'us-iso-east-1' }],
    ['lake', { region: 'eusc-de-east-1' }],
    ['team-abc123-s3alias', {}],
    ['cache--euw1-az1--x-s3', {}],
    [ACCESS_POINT, {}],
    [ACCESS_POINT, { dualStack: true }],
    ['lake', { endpoint: 'https://s3.example.com' }],
    ['lake', { endpoint: 'http://127.0.0.1:9000', pathStyle: true }],
    ['lake', { endpoint: 'https://example.com/s3/', pathStyle: true }],
  ];
  for (const [bucket, change] of cases) {
    it(`is where the AWS SDK sends its request: ${bucket} ${JSON.stringify(change)}`, async () => {
      const link = target(change);
      assert.equal(objectUrl({ bucket, key: 'a b/ü.txt' }, link), await sdkUrl(bucket, 'a b/ü.txt', link));
    });
  }

  it('has every character of the key exactly, the reserved ones too', () => {
    assert.equal(encodedKey("a b/+&?#%/é!'()*~._-"), 'a%20b/%2B%26%3F%23%25/%C3%A9%21%27%28%29%2A~._-');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (key) => {
        assert.equal(decodeURIComponent(encodedKey(key)), key);
        assert.match(encodedKey(key), /^[A-Za-z0-9%/._~-]*$/);
      }),
    );
  });

  it('names the version', () => {
    const address = { bucket: 'lake', key: 'a', versionId: 'x+/=' };
    assert.equal(objectUrl(address, target()), 'https://lake.s3.eu-west-1.amazonaws.com/a?versionId=x%2B%2F%3D');
  });

  it('is that of the bucket without a key', () => {
    assert.equal(objectUrl({ bucket: 'lake', key: '' }, target()), 'https://lake.s3.eu-west-1.amazonaws.com/');
  });
});

describe('The ARN of an object', () => {
  it('is of the partition of its region', () => {
    assert.equal(objectArn({ bucket: 'lake', key: 'a/b c' }, 'eu-west-1'), 'arn:aws:s3:::lake/a/b c');
    assert.equal(objectArn({ bucket: 'lake', key: '' }, 'cn-north-1'), 'arn:aws-cn:s3:::lake');
    assert.equal(objectArn({ bucket: 'lake', key: 'a/' }, 'us-gov-west-1'), 'arn:aws-us-gov:s3:::lake/a/');
  });

  it('is that of the access point it is reached by', () => {
    const bucket = 'arn:aws:s3:eu-west-1:111111111111:accesspoint/team';
    assert.equal(objectArn({ bucket, key: '' }, 'us-east-1'), bucket);
    assert.equal(objectArn({ bucket, key: 'a/b' }, 'us-east-1'), `${bucket}/object/a/b`);
  });
});
