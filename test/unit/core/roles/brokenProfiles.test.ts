import assert from 'node:assert/strict';
import { getProfile } from '../../../../src/core/roles/profileSet';
import { isAppError } from '../../../../src/core/support/errors';
import { HUB, keys, LAKE, messages, read, source } from './profileSetBed';

describe('broken profiles', () => {
  const cases: { what: string; profile: unknown; message: string; format?: boolean }[] = [
    { what: 'no object', profile: 'arn', message: 'Profile "p": must be an object.' },
    { what: 'no source', profile: {}, message: 'Profile "p", source: is missing.' },
    {
      what: 'a source that is no object',
      profile: { source: 'alice' },
      message: 'Profile "p", source: must be an object such as { "type": "sharedConfig", "profile": "default" }.',
    },
    {
      what: 'an unknown type of source',
      profile: { source: { type: 'magic' } },
      message:
        'Profile "p", source.type: type must be one of accessKeys, identityCenter, sharedConfig, environment, instanceMetadata, container, webIdentity, saml, process, login, defaultChain, profile.',
    },
    {
      what: 'a source without a name',
      profile: { source: { type: 'accessKeys' } },
      message: 'Profile "p", source.name: is missing.',
    },
    {
      what: 'a source with an empty name',
      profile: { source: { type: 'accessKeys', name: '' } },
      message: 'Profile "p", source.name: must not be empty.',
    },
    {
      what: 'an unknown field',
      profile: { source, rolearn: LAKE },
      message: 'Profile "p", rolearn: is not a known field; remove it or correct its name.',
    },
    {
      what: 'a role that is none',
      profile: { source, roleArn: 'Lake' },
      message: 'Profile "p", roleArn: must be a role ARN such as arn:aws:iam::123456789012:role/Analyst.',
    },
    {
      what: 'a role ARN of more than 2,048 characters',
      profile: { source, roleArn: `${HUB}${'x'.repeat(2048)}` },
      message: 'Profile "p", roleArn: must have at most 2048 characters.',
    },
    {
      what: 'a session name of one character',
      profile: { source, roleArn: LAKE, sessionName: 'a' },
      message: 'Profile "p", sessionName: must have at least 2 characters.',
    },
    {
      what: 'a session name of 65 characters',
      profile: { source, roleArn: LAKE, sessionName: 'a'.repeat(65) },
      message: 'Profile "p", sessionName: must have at most 64 characters.',
    },
    {
      what: 'a session name with a blank',
      profile: { source, roleArn: LAKE, sessionName: 'al ice' },
      message: 'Profile "p", sessionName: has characters AWS does not allow (allowed: ^[\\w+=,.@-]*$).',
    },
    {
      what: 'an external ID of one character',
      profile: { source, roleArn: LAKE, externalId: 'a' },
      message: 'Profile "p", externalId: must have at least 2 characters.',
    },
    {
      what: 'an external ID that is a number',
      profile: { source, roleArn: LAKE, externalId: 42 },
      message: 'Profile "p", externalId: must be text, or { "secret": "name" } for one kept in SecretStorage.',
    },
    {
      what: 'a duration below 900 seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 899 },
      message: 'Profile "p", durationSeconds: must be at least 900 seconds.',
    },
    {
      what: 'a duration above 43,200 seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 43_201 },
      message: 'Profile "p", durationSeconds: must be at most 43200 seconds.',
    },
    {
      what: 'a duration of half seconds',
      profile: { source, roleArn: LAKE, durationSeconds: 900.5 },
      message: 'Profile "p", durationSeconds: must be a whole number of seconds.',
    },
    {
      what: 'a duration that is text',
      profile: { source, roleArn: LAKE, durationSeconds: '1h' },
      message: 'Profile "p", durationSeconds: must be a number of seconds.',
    },
    {
      what: 'an MFA device of 8 characters',
      profile: { source: keys, roleArn: LAKE, mfaSerial: 'GAHT1234' },
      message: 'Profile "p", mfaSerial: must have at least 9 characters.',
    },
    {
      what: 'a hop without a role',
      profile: { source, chain: [{ roleArn: HUB }, {}] },
      message: 'Profile "p", hop 2, roleArn: is missing.',
    },
    {
      what: 'an unknown field of a hop',
      profile: { source, chain: [{ roleArn: HUB }, { roleArn: LAKE, externalID: 'x' }] },
      message: 'Profile "p", hop 2, externalID: is not a known field; remove it or correct its name.',
    },
    {
      what: 'a chain that is no list',
      profile: { source, chain: HUB },
      message: 'Profile "p", chain: must be a list of hops.',
    },
    {
      what: 'a region that is none',
      profile: { source, region: 'Ireland' },
      message: 'Profile "p", region: must be a region such as eu-west-1.',
    },
    {
      what: 'an endpoint that is no URL',
      profile: { source, endpoints: { sts: 'localhost' } },
      message: 'Profile "p", endpoints.sts: must be a URL such as http://localhost:9000.',
    },
    {
      what: 'an endpoint that is not http',
      profile: { source, endpoints: { s3: 'ftp://localhost' } },
      message: 'Profile "p", endpoints.s3: must start with http:// or https://.',
    },
    {
      what: 'a path style that is text',
      profile: { source, s3: { pathStyle: 'yes' } },
      message: 'Profile "p", s3.pathStyle: must be true or false.',
    },
    {
      what: 'a home that is no place',
      profile: { source, s3: { home: 'acme-lake' } },
      message:
        'Profile "p", s3.home: must be an S3 URI such as s3://bucket/prefix/, or the ARN of a bucket, prefix or access point.',
    },
    {
      what: 'a bookmark in a bucket that cannot be',
      profile: { source, s3: { bookmarks: ['s3://acme-lake/', 's3://acme lake/'] } },
      message: 'Profile "p", s3.bookmarks[1]: names no place in S3: A bucket\'s name cannot have " " in it.',
    },
    {
      what: 'a role beside a chain',
      profile: { source, roleArn: HUB, chain: [{ roleArn: LAKE }] },
      message: 'Profile "p", roleArn: cannot stand beside "chain"; move it into the first hop.',
      format: false,
    },
    {
      what: 'a field of a hop without a role',
      profile: { source, externalId: 'partner' },
      message: 'Profile "p", externalId: needs a "roleArn" beside it.',
      format: false,
    },
    {
      what: 'MFA on a later hop',
      profile: { source: keys, chain: [{ roleArn: HUB }, { roleArn: LAKE, mfaSerial: 'GAHT12345678' }] },
      message:
        'Profile "p", hop 2, mfaSerial: MFA can only be given by an IAM user on the first hop; put "mfaSerial" there.',
      format: false,
    },
    {
      what: 'a reference to no profile',
      profile: { source: { type: 'profile', name: 'gone' }, roleArn: LAKE },
      message: 'Profile "p", source.name: refers to the profile "gone", which does not exist or has errors.',
      format: false,
    },
    {
      what: 'a reference to itself',
      profile: { source: { type: 'profile', name: 'p' }, roleArn: LAKE },
      message: 'Profile "p", source.name: refers to itself: p → p.',
      format: false,
    },
  ];
  for (const { what, profile, message, format = true } of cases) {
    it(`with ${what}: the message names profile, hop and field, and the others go on working`, () => {
      const set = read({ p: profile, good: { source } });
      assert.deepEqual(messages(set), [message]);
      assert.equal(set.problems[0]?.severity, 'error');
      assert.equal(set.problems[0].format, format);
      assert.deepEqual([...set.profiles.keys()], ['good']);
      assert.throws(
        () => getProfile(set, 'p'),
        (error) => isAppError(error, 'invalidProfile') && error.message === message,
      );
    });
  }

  it('without a name are told', () => {
    assert.deepEqual(messages(read({ ' ': { source } })), ['Profile " ": needs a name.']);
  });

  it('in a circle are all told, each once', () => {
    const set = read({
      a: { source: { type: 'profile', name: 'b' }, roleArn: HUB },
      b: { source: { type: 'profile', name: 'c' }, roleArn: HUB },
      c: { source: { type: 'profile', name: 'a' }, roleArn: HUB },
      good: { source },
    });
    assert.deepEqual([...set.profiles.keys()], ['good']);
    assert.deepEqual(set.problems.map(({ profile }) => profile).sort(), ['a', 'b', 'c']);
    assert.ok(messages(set).some((message) => message.includes('a → b → c → a')));
  });

  it('tell every wrong field at once', () => {
    const set = read({ p: { source, roleArn: 'x', durationSeconds: 1 } });
    assert.deepEqual(
      set.problems.map(({ path }) => path),
      [['roleArn'], ['durationSeconds']],
    );
  });
});
