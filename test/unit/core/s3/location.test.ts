import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arn, s3Uri } from '../../../../src/core/s3/address';
import { anyKey } from './anyKey';
import { locationProblem, parseLocation } from '../../../../src/core/s3/location';

const anyBucket = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/);
const ACCESS_POINT = 'arn:aws:s3:us-west-2:222222222222:accesspoint/analysts';

describe('A place in S3', () => {
  it('is what its URI names, whatever the key', () => {
    fc.assert(
      fc.property(anyBucket, anyKey, (bucket, key) => {
        assert.deepEqual(parseLocation(s3Uri({ bucket, key })), { bucket, key });
      }),
    );
  });

  it('is what its ARN names, whatever the key', () => {
    fc.assert(
      fc.property(anyBucket, anyKey, fc.constantFrom('aws', 'aws-cn', 'aws-us-gov'), (bucket, key, partition) => {
        assert.deepEqual(parseLocation(arn({ bucket, key }, partition)), { bucket, key });
      }),
    );
  });

  it('behind an access point is what its URI names, whatever the key', () => {
    fc.assert(
      fc.property(anyKey, (key) => {
        const location = parseLocation(s3Uri({ bucket: ACCESS_POINT, key }));
        assert.deepEqual(location, { bucket: ACCESS_POINT, key, region: 'us-west-2' });
      }),
    );
  });

  for (const [text, bucket, key, region] of [
    ['s3://lake', 'lake', ''],
    ['s3://lake/', 'lake', ''],
    ['S3://lake/a', 'lake', 'a'],
    ['s3a://lake/a', 'lake', 'a'],
    ['s3://lake//a', 'lake', '/a'],
    ['s3://lake/a?b#c%20d ', 'lake', 'a?b#c%20d '],
    ['s3://Old_Bucket.of.us-east-1/a', 'Old_Bucket.of.us-east-1', 'a'],
    ['s3://analysts-abc123-s3alias/a', 'analysts-abc123-s3alias', 'a'],
    ['s3://lake--usw2-az1--x-s3/a', 'lake--usw2-az1--x-s3', 'a'],
    ['arn:aws:s3:::lake', 'lake', ''],
    ['arn:aws:s3:::lake/a/b', 'lake', 'a/b'],
    [ACCESS_POINT, ACCESS_POINT, '', 'us-west-2'],
    [`${ACCESS_POINT}/object/a/b`, ACCESS_POINT, 'a/b', 'us-west-2'],
    [`${ACCESS_POINT}/team/`, ACCESS_POINT, 'team/', 'us-west-2'],
    [
      'arn:aws:s3::222222222222:accesspoint/mfzwi23gnjvgw.mrap',
      'arn:aws:s3::222222222222:accesspoint/mfzwi23gnjvgw.mrap',
      '',
    ],
    [
      'arn:aws:s3-object-lambda:us-east-1:222222222222:accesspoint/redact/a',
      'arn:aws:s3-object-lambda:us-east-1:222222222222:accesspoint/redact',
      'a',
      'us-east-1',
    ],
    [
      'arn:aws:s3-outposts:us-west-2:222222222222:outpost/op-0a1b2c/accesspoint/store/object/a',
      'arn:aws:s3-outposts:us-west-2:222222222222:outpost/op-0a1b2c/accesspoint/store',
      'a',
      'us-west-2',
    ],
    ['arn:aws:s3express:us-west-2:222222222222:bucket/lake--usw2-az1--x-s3', 'lake--usw2-az1--x-s3', '', 'us-west-2'],
  ] as const) {
    it(`is read from ${text}`, () => {
      assert.deepEqual(parseLocation(text), { bucket, key, ...(region === undefined ? {} : { region }) });
    });
  }

  it('is nothing else', () => {
    for (const text of [
      '',
      's3://',
      's3:///a',
      'lake',
      'lake/a',
      's3://la',
      's3://la ke',
      's3://-lake',
      'arn:aws:iam::222222222222:role/Hub',
      'https://lake.s3.amazonaws.com/a',
    ]) {
      assert.equal(parseLocation(text), undefined, text);
    }
    assert.equal(parseLocation(`s3://lake/${'é'.repeat(513)}`), undefined);
  });

  it('that cannot be says why', () => {
    assert.equal(locationProblem({ bucket: 'la ke', key: '' }), 'A bucket\'s name cannot have " " in it.');
    assert.equal(locationProblem({ bucket: '', key: '' }), 'No bucket is named.');
    assert.equal(locationProblem({ bucket: 'la', key: '' }), '"la" is too short or too long for a bucket.');
    assert.match(locationProblem({ bucket: '-lake', key: '' }) ?? '', /begins with a letter or digit/);
    assert.equal(
      locationProblem({ bucket: 'lake', key: 'é'.repeat(513) }),
      'Keys have at most 1024 bytes; this one has 1026.',
    );
  });
});
