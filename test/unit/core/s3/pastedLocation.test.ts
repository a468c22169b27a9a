import assert from 'node:assert/strict';
import fc from 'fast-check';
import { URI } from 'vscode-uri';
import { s3Uri, toUriParts } from '../../../../src/core/s3/address';
import { anyKey } from './anyKey';
import type { S3Location } from '../../../../src/core/s3/location';
import { readPastedLocation, type PasteOptions } from '../../../../src/core/s3/pastedLocation';

const place = (text: string, options?: PasteOptions): S3Location | undefined => {
  const read = readPastedLocation(text, options);
  return 'location' in read ? read.location : undefined;
};
const problem = (text: string, options?: PasteOptions): string | undefined => {
  const read = readPastedLocation(text, options);
  return 'problem' in read ? read.problem : undefined;
};

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** Links of one place each: `lake/team/a b.csv`, or its folder or bucket. */
const OBJECT = { bucket: 'lake', key: 'team/a b.csv' };
const IN_OREGON = { region: 'us-west-2' };
const POINT = 'arn:aws:s3:us-west-2:222222222222:accesspoint/analysts';
const PATH = '/team/a%20b.csv';
const LINKS: readonly (readonly [text: string, location: S3Location])[] = [
  [`https://lake.s3.amazonaws.com${PATH}`, OBJECT],
  [`https://lake.s3.us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3-us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3.dualstack.us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3-fips.us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3-fips.dualstack.us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3-accelerate.amazonaws.com${PATH}`, OBJECT],
  [`https://lake.s3-accelerate.dualstack.amazonaws.com${PATH}`, OBJECT],
  [`https://s3.amazonaws.com/lake${PATH}`, OBJECT],
  [`https://s3-external-1.amazonaws.com/lake${PATH}`, OBJECT],
  [`https://s3-us-west-2.amazonaws.com/lake${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://s3.us-west-2.amazonaws.com/lake${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`http://lake.s3-website-us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`http://lake.s3-website.us-west-2.amazonaws.com${PATH}`, { ...OBJECT, ...IN_OREGON }],
  [`https://lake.s3.cn-north-1.amazonaws.com.cn${PATH}`, { ...OBJECT, region: 'cn-north-1' }],
  [`https://s3-fips-us-gov-west-1.amazonaws.com/lake${PATH}`, { ...OBJECT, region: 'us-gov-west-1' }],
  [`https://a.b.c.s3.us-west-2.amazonaws.com/x`, { bucket: 'a.b.c', key: 'x', ...IN_OREGON }],
  [
    'https://lake--usw2-az1--x-s3.s3express-usw2-az1.us-west-2.amazonaws.com/x',
    { bucket: 'lake--usw2-az1--x-s3', key: 'x', ...IN_OREGON },
  ],
  [
    `https://analysts-222222222222.s3-accesspoint.us-west-2.amazonaws.com${PATH}`,
    { ...OBJECT, bucket: POINT, ...IN_OREGON },
  ],
  [
    `https://analysts-222222222222.s3-accesspoint-fips.dualstack.us-west-2.amazonaws.com${PATH}`,
    { ...OBJECT, bucket: POINT, ...IN_OREGON },
  ],
  [
    'https://redact-222222222222.s3-object-lambda.cn-north-1.amazonaws.com.cn/x',
    {
      bucket: 'arn:aws-cn:s3-object-lambda:cn-north-1:222222222222:accesspoint/redact',
      key: 'x',
      region: 'cn-north-1',
    },
  ],
  [
    'https://store-222222222222.op-0a1b2c.s3-outposts.us-west-2.amazonaws.com/x',
    {
      bucket: 'arn:aws:s3-outposts:us-west-2:222222222222:outpost/op-0a1b2c/accesspoint/store',
      key: 'x',
      ...IN_OREGON,
    },
  ],
  ['https://lake.s3.amazonaws.com', { bucket: 'lake', key: '' }],
  ['https://lake.s3.amazonaws.com/?list-type=2&prefix=a', { bucket: 'lake', key: '' }],
  ['https://lake.s3.amazonaws.com/a//b/../c/.', { bucket: 'lake', key: 'a//b/../c/.' }],
  ['https://lake.s3.amazonaws.com/1+1%2B1', { bucket: 'lake', key: '1+1+1' }],
  [`https://lake.s3.amazonaws.com${PATH}?versionId=3HL4kqtJ.x`, { ...OBJECT, versionId: '3HL4kqtJ.x' }],
  [
    'https://us-west-2.console.aws.amazon.com/s3/buckets/lake?region=us-west-2&bucketType=general&prefix=team/&showversions=false',
    { bucket: 'lake', key: 'team/', ...IN_OREGON },
  ],
  [
    'https://s3.console.aws.amazon.com/s3/buckets/lake?region=us-west-2&tab=objects',
    { bucket: 'lake', key: '', ...IN_OREGON },
  ],
  [
    'https://s3.console.aws.amazon.com/s3/buckets/lake/team/?region=us-west-2&tab=overview',
    { bucket: 'lake', key: 'team/', ...IN_OREGON },
  ],
  [
    'https://us-west-2.console.aws.amazon.com/s3/object/lake?region=us-west-2&prefix=team/a+b.csv',
    { ...OBJECT, ...IN_OREGON },
  ],
  [
    'https://s3.console.aws.amazon.com/s3/object/lake?prefix=team%2Fa%20b.csv&versionId=v1',
    { ...OBJECT, versionId: 'v1' },
  ],
  [
    `https://s3.console.aws.amazon.com/s3/object/lake${PATH}?region=us-west-2&tab=overview`,
    { ...OBJECT, ...IN_OREGON },
  ],
  [`https://s3.console.aws.amazon.com/s3/buckets/lake/object${PATH}`, OBJECT],
  [
    'https://us-west-2.console.aws.amazon.com/s3/buckets/lake/object/details?prefix=team/a+b.csv',
    { ...OBJECT, ...IN_OREGON },
  ],
  [
    'https://222222222222-abcd1234.us-west-2.console.aws.amazon.com/s3/buckets/lake?prefix=team/',
    { bucket: 'lake', key: 'team/', ...IN_OREGON },
  ],
  [
    'https://console.aws.amazon.com/s3/home?region=us-west-2#&bucket=lake&prefix=team/',
    { bucket: 'lake', key: 'team/', ...IN_OREGON },
  ],
  ['https://console.amazonaws.cn/s3/buckets/lake?region=cn-north-1', { bucket: 'lake', key: '', region: 'cn-north-1' }],
  ['https://cn-north-1.console.amazonaws.cn/s3/buckets/lake', { bucket: 'lake', key: '', region: 'cn-north-1' }],
  [
    'https://us-gov-west-1.console.amazonaws-us-gov.com/s3/buckets/lake',
    { bucket: 'lake', key: '', region: 'us-gov-west-1' },
  ],
  [
    'https://us-west-2.console.aws.amazon.com/s3/ap/222222222222/analysts?region=us-west-2',
    { bucket: POINT, key: '', ...IN_OREGON },
  ],
  [
    `https://us-west-2.console.aws.amazon.com/s3/buckets/${encodeURIComponent(POINT)}?prefix=team/`,
    { bucket: POINT, key: 'team/', ...IN_OREGON },
  ],
  ['arn:aws:s3:::lake/team/*', { bucket: 'lake', key: 'team/' }],
  ['arn:aws:s3:::lake/*', { bucket: 'lake', key: '' }],
];

describe('A pasted place', () => {
  for (const [text, location] of LINKS) {
    it(`is read from ${text}`, () => assert.deepEqual(place(text), location));
  }

  it('is exact in an S3 URI, whatever the key, but for blanks around it', () => {
    fc.assert(
      fc.property(anyKey, (any) => {
        const text = s3Uri({ bucket: 'lake', key: any });
        assert.deepEqual(place(`"${text}"`), { bucket: 'lake', key: any });
        if (text === text.trim()) assert.deepEqual(place(text), { bucket: 'lake', key: any });
      }),
    );
  });

  it('is exact in a URL, whatever the key, but for a stop at the end', () => {
    fc.assert(
      fc.property(anyKey, (any) => {
        fc.pre(any !== '' && !/[.)]$/.test(any));
        assert.deepEqual(place(`https://lake.s3.amazonaws.com/${encoded(any)}`), { bucket: 'lake', key: any });
        const query = new URLSearchParams({ prefix: any });
        const link = `https://us-west-2.console.aws.amazon.com/s3/object/lake?${query.toString()}`;
        assert.deepEqual(place(link), { bucket: 'lake', key: any, region: 'us-west-2' });
      }),
    );
  });

  it('is exact in a URI of ours as VS Code writes it', () => {
    fc.assert(
      fc.property(anyKey, (any) => {
        const uri = URI.from({
          scheme: 'assume-role-s3',
          ...toUriParts({ profile: 'p', bucket: 'lake', key: any, versionId: 'v1' }),
        });
        assert.deepEqual(place(uri.toString()), { bucket: 'lake', key: any, versionId: 'v1' });
      }),
    );
  });

  it('of a presigned URL holds nothing of its signature', () => {
    const url = `https://lake.s3.us-west-2.amazonaws.com${PATH}?X-Amz-Credential=AKIA&X-Amz-Security-Token=secret&X-Amz-Signature=f00&versionId=v1`;
    const found = place(url);
    assert.deepEqual(found, { ...OBJECT, ...IN_OREGON, versionId: 'v1' });
    assert.doesNotMatch(problem(url.replace('lake.', 'l.')) ?? '', /secret|f00/);
  });

  it('of a store of its own is read by its endpoint, in the path or before the host', () => {
    const endpoint = 'http://localhost:9000';
    assert.deepEqual(place(`${endpoint}/lake${PATH}`, { endpoint }), OBJECT);
    assert.deepEqual(place(`http://lake.localhost:9000${PATH}`, { endpoint }), OBJECT);
    assert.deepEqual(place('https://minio.acme.com/s3/lake/a', { endpoint: 'https://minio.acme.com/s3/' }), {
      bucket: 'lake',
      key: 'a',
    });
    assert.equal(place('http://localhost:9001/lake/a', { endpoint }), undefined);
    assert.equal(place(`${endpoint}/lake/a`), undefined);
  });

  it('may stand in quotes, in brackets and at the end of a sentence', () => {
    for (const text of [
      ' s3://lake/a.csv\n',
      '"s3://lake/a.csv"',
      "'s3://lake/a.csv',",
      '<s3://lake/a.csv>.',
      '(s3://lake/a.csv)',
      '`s3://lake/a.csv`',
      'https://lake.s3.amazonaws.com/a.csv.',
      '<https://lake.s3.amazonaws.com/a.csv>',
      'https://lake.s3.amazonaws.com/a.csv),',
    ]) {
      assert.deepEqual(place(text), { bucket: 'lake', key: 'a.csv' }, text);
    }
    assert.deepEqual(place('https://lake.s3.amazonaws.com/a(1)'), { bucket: 'lake', key: 'a(1)' });
  });

  it('without any scheme is one only where a person typed it as a place', () => {
    assert.deepEqual(place('lake/team/', { typed: true }), { bucket: 'lake', key: 'team/' });
    assert.deepEqual(place('lake', { typed: true }), { bucket: 'lake', key: '' });
    assert.equal(place('lake/team/'), undefined);
    assert.equal(place('https://example.com/lake', { typed: true }), undefined);
  });

  it('that is none says why', () => {
    assert.match(problem('') ?? '', /^Type or paste/);
    assert.match(problem('hello world') ?? '', /^This names no place in S3/);
    assert.match(problem('https://example.com/a') ?? '', /^This names no place in S3/);
    assert.match(problem('https://us-west-2.console.aws.amazon.com/s3/buckets') ?? '', /^This names no place/);
    assert.match(problem('https://lake.s3.amazonaws.com/%ff') ?? '', /^This names no place/);
    assert.equal(problem('s3://la!ke/'), 'A bucket\'s name cannot have "!" in it.');
    assert.equal(problem('s3://'), 'No bucket is named.');
  });

  it('is a place S3 can have or a sentence, whatever the text', () => {
    const start = fc.constantFrom(
      '',
      's3://',
      'arn:aws:s3:',
      'https://',
      'https://b.s3.amazonaws.com/',
      'assume-role-s3://',
      'https://console.aws.amazon.com/s3/',
      '"',
      '<',
    );
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), fc.boolean(), (begin, rest, typed) => {
        const read = readPastedLocation(begin + rest, { typed, endpoint: 'http://localhost:9000/x' });
        if ('problem' in read) assert.match(read.problem, /\.$/);
        else assert.ok(read.location.bucket.length >= 3);
      }),
      { numRuns: 500 },
    );
  });
});
