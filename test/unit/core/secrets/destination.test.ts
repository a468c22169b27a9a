import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  iamDestination,
  isAws,
  isLoopback,
  isReadable,
  s3Destination,
  stsDestination,
} from '../../../../src/core/secrets/destination';
import { earlierSignInName, parseSignInName, signInName } from '../../../../src/core/secrets/signInName';
import { readProfiles } from '../../../../src/core/roles/profileSet';
import { Sendable } from '../../../../src/core/secrets/sendable';
import { isAppError } from '../../../../src/core/support/errors';
import { inspect } from 'node:util';

const sts = (endpoint: string | undefined, region = 'eu-west-1') =>
  stsDestination({ region, endpoints: { sts: endpoint } });

describe('a destination of secrets', () => {
  it('is AWS itself by partition, and otherwise the origin of the endpoint', () => {
    assert.deepEqual(
      [undefined, 'https://sts.eu-west-1.amazonaws.com/', 'https://sts.amazonaws.com'].map((url) => sts(url)),
      ['aws', 'aws', 'aws'],
    );
    assert.equal(sts(undefined, 'cn-north-1'), 'aws-cn');
    assert.equal(sts('https://sts.cn-north-1.amazonaws.com.cn'), 'aws-cn');
    assert.equal(sts('HTTP://user:pw@Localhost:9000/path?x'), 'http://localhost:9000');
    assert.equal(s3Destination({ region: 'us-gov-west-1', endpoints: { sts: 'http://x' } }), 'aws-us-gov');
  });

  it('is not AWS below its domains, where its customers’ hosts are', () => {
    for (const url of [
      'https://abc.execute-api.us-east-1.amazonaws.com',
      'https://ec2-1-2-3-4.compute-1.amazonaws.com',
      'https://evil.s3.amazonaws.com',
      'https://sts.amazonaws.com.evil.example',
      'https://sts.amazonaws.com:8443',
      'http://sts.amazonaws.com',
      'https://x.sts.amazonaws.com',
    ]) {
      assert.ok(!isAws(sts(url)), url);
    }
    const vpc = 'https://vpce-0123.sts.eu-west-1.vpce.amazonaws.com';
    assert.ok(!isAws(sts(vpc)));
    assert.equal(iamDestination({ region: 'eu-west-1', endpoints: { sts: vpc } }), 'aws');
  });

  it('is never AWS for anything but AWS’s own names', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => !isAws(sts(url))),
      { numRuns: 500 },
    );
  });

  it('tells this machine from others, however it is written', () => {
    for (const url of [
      'http://localhost:1',
      'http://127.0.0.1',
      'http://[::1]:9',
      'http://127.1',
      'http://a.localhost',
    ])
      assert.ok(isLoopback(url) && !isReadable(url), url);
    for (const url of ['http://localhost.evil.example', 'http://127.0.0.1.nip.io', 'http://10.0.0.1', 'http://0.0.0.0'])
      assert.ok(!isLoopback(url) && isReadable(url), url);
    assert.ok(!isReadable('https://10.0.0.1'));
  });
});

describe('plain HTTP to another machine', () => {
  const value = { p: { source: { type: 'environment' }, endpoints: { s3: 'http://minio.example:9000' } } };

  it('is a warning in the person’s own profile and an error in a workspace’s', () => {
    const own = readProfiles([{ scope: 'User', value }]);
    assert.deepEqual([own.problems.map(({ severity }) => severity), own.profiles.size], [['warning'], 1]);
    const theirs = readProfiles([{ scope: 'Workspace', origin: 'workspace', value }]);
    assert.deepEqual([theirs.problems.map(({ severity }) => severity), theirs.profiles.size], [['error'], 0]);
    assert.match(theirs.problems[0]?.message ?? '', /minio\.example/);
  });

  it('is nothing to speak of on this machine', () => {
    const here = { p: { ...value.p, endpoints: { s3: 'http://localhost:9000' } } };
    assert.deepEqual(readProfiles([{ scope: 'Workspace', origin: 'workspace', value: here }]).problems, []);
  });
});

describe('a secret on its way', () => {
  it('is had for its destination only, and is not printed', () => {
    const secret = new Sendable('acme-7c41', sts(undefined));
    assert.equal(secret.for(sts(undefined)), 'acme-7c41');
    assert.throws(
      () => secret.for(sts('http://localhost:1')),
      (error) => isAppError(error, 'unexpected'),
    );
    for (const text of [String(secret), JSON.stringify(secret), inspect(secret, { showHidden: true, depth: 9 })])
      assert.ok(!text.includes('acme'), text);
  });
});

describe('the name of a kept sign-in', () => {
  const instance = { startUrl: 'https://d-1.awsapps.com/start', region: 'eu-west-1', endpoint: undefined };

  it('is another for another host or region, and the same however the start URL was pasted', () => {
    const name = signInName(instance);
    assert.equal(signInName({ ...instance, startUrl: ` ${instance.startUrl}/#/` }), name);
    assert.notEqual(signInName({ ...instance, region: 'eu-west-2', endpoint: undefined }), name);
    assert.notEqual(signInName({ ...instance, endpoint: 'https://proxy.example' }), name);
  });

  it('says what the sign-in is of, also that of an earlier version', () => {
    const { startUrl, region } = instance;
    assert.deepEqual(parseSignInName(signInName(instance)), { startUrl, region, destination: 'aws' });
    assert.deepEqual(parseSignInName(earlierSignInName(instance)), { startUrl });
    assert.equal(parseSignInName('identityCenter/client/browser/x'), undefined);
  });
});
