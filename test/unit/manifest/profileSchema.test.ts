import { BASE_IDENTITIES } from '../../../src/core/roles/baseIdentity';
import {
  ACCOUNT_ID,
  DURATION,
  EXTERNAL_ID,
  MFA_SERIAL,
  POLICY_ARNS,
  REGION,
  ROLE_ARN,
  SAML_PROVIDER_ARN,
  SESSION_NAME,
  SOURCE_IDENTITY,
  TAGS,
  type TextLimit,
} from '../../../src/core/roles/limits';
import { readProfiles } from '../../../src/core/roles/profileSet';
import { SETTING } from '../../../src/vscode/ids';
import { Ajv } from 'ajv';
import assert from 'node:assert/strict';
import { MANIFEST } from './manifest';

interface Schema {
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly enum?: readonly string[];
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema;
  readonly propertyNames?: Schema;
}

const setting = MANIFEST.contributes.configuration.properties[SETTING.profiles] as Schema;
const profile = setting.additionalProperties ?? {};
const hop = profile.properties?.['chain']?.items;

// Keywords that VS Code alone knows (defaultSnippets, patternErrorMessage, …) are not for ajv.
const validate = new Ajv({ strict: false, validateFormats: false }).compile(setting);

const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const source = { type: 'sharedConfig', profile: 'default' };

/** Every kind of base identity, with all its fields and with those it needs. */
const SOURCES = [
  { type: 'accessKeys', name: 'alice' },
  {
    type: 'identityCenter',
    startUrl: 'https://d-1234567890.awsapps.com/start',
    region: 'eu-west-1',
    accountId: '111111111111',
    roleName: 'ReadOnly',
    session: 'acme',
  },
  { type: 'sharedConfig', profile: 'dev' },
  { type: 'environment' },
  { type: 'instanceMetadata' },
  { type: 'instanceMetadata', endpoint: 'http://[fd00:ec2::254]' },
  { type: 'container' },
  { type: 'webIdentity', tokenFile: '/token', roleArn: LAKE },
  { type: 'webIdentity', tokenFile: '${env:HOME}/token', roleArn: LAKE, sessionName: '${user}', durationSeconds: 900 },
  { type: 'saml', roleArn: LAKE, providerArn: 'arn:aws:iam::222222222222:saml-provider/Okta' },
  {
    type: 'saml',
    roleArn: LAKE,
    providerArn: 'arn:aws:iam::222222222222:saml-provider/Okta',
    command: 'assertion',
    durationSeconds: 43_200,
  },
  { type: 'process', command: 'credentials --json' },
  { type: 'login', profile: 'default' },
  { type: 'defaultChain' },
];

const GOOD: Record<string, unknown> = {
  'base identity alone': { source: { type: 'environment' } },
  'access keys and a role': { source: { type: 'accessKeys', name: 'alice' }, roleArn: LAKE },
  'every field of a role': {
    description: '',
    source,
    roleArn: LAKE,
    sessionName: 'alice',
    externalId: 'a:/b',
    durationSeconds: 43_200,
    mfaSerial: 'GAHT12345678',
    region: 'us-west-2',
    tags: { Team: 'Müller & Söhne'.replace('&', '+'), 'cost center': '' },
    transitiveTagKeys: ['Team'],
    sourceIdentity: 'alice@example.com',
    policy: { Version: '2012-10-17', Statement: [] },
    policyArns: ['arn:aws:iam::aws:policy/job-function/Billing', 'arn:aws:iam::222222222222:policy/Own'],
  },
  'a chain with a secret external ID': { source, chain: [{ roleArn: LAKE, externalId: { secret: 'lake' } }] },
  'an empty chain': { source, chain: [] },
  'going on from a profile': { source: { type: 'profile', name: 'good' }, roleArn: LAKE },
  'an S3-compatible store': { source, endpoints: { s3: 'http://localhost:9000/x' }, s3: { pathStyle: true } },
  'places and Requester Pays': {
    source,
    s3: {
      home: 's3://acme-lake/team/a b?#%',
      bookmarks: [
        's3://Old_Bucket',
        'arn:aws:s3:::acme-lake/team/',
        'arn:aws-cn:s3:cn-north-1:222222222222:accesspoint/analysts/object/team/',
        's3://arn:aws:s3:us-west-2:222222222222:accesspoint/analysts/team/',
        's3://analysts-abc123-s3alias',
      ],
      requesterPays: true,
    },
  },
  'SSE-S3': { source, s3: { encryption: { type: 'AES256' } } },
  'SSE-KMS': { source, s3: { encryption: { type: 'aws:kms', keyId: 'alias/lake' } } },
  'DSSE-KMS with the default key': { source, s3: { encryption: { type: 'aws:kms:dsse' } } },
  'SSE-C': { source, s3: { encryption: { type: 'SSE-C', key: { secret: 'lake' } } } },
  'variables, whatever they become': {
    source: { type: 'accessKeys', name: '${user}' },
    roleArn: LAKE,
    sessionName: '${user}@${hostname}',
    externalId: '${env:ID}',
    mfaSerial: 'arn:aws:iam::111111111111:mfa/${user}',
    sourceIdentity: '${callerName}',
    tags: { principal: '${user} (${date})' },
  },
  'an MFA device without a role': { source: { type: 'accessKeys', name: 'alice' }, mfaSerial: 'GAHT12345678' },
  'the choice of AWS hosts': { source, sts: 'global', fips: true, dualStack: true, endpoints: { sso: 'https://x' } },
  'guard rails and the MFA method': {
    source: { type: 'accessKeys', name: 'alice' },
    roleArn: LAKE,
    mfaMethod: 'assumeRole',
    readOnly: true,
    production: true,
  },
  ...Object.fromEntries(SOURCES.map((entry) => [`the base identity ${JSON.stringify(entry)}`, { source: entry }])),
  'a region of an S3-compatible store': { source, region: 'auto' },
  'empty endpoints': { source, endpoints: {}, s3: {} },
  'an external ID of 1,224 characters': { source, roleArn: LAKE, externalId: 'x'.repeat(1224) },
};

const BAD: Record<string, unknown> = {
  'no object': [],
  'no source': { roleArn: LAKE },
  'a source that is text': { source: 'alice' },
  'a source without a type': { source: { name: 'alice' } },
  'a source of an unknown type': { source: { type: 'magic' } },
  'a source of the wrong name': { source: { type: 'accessKeys', profile: 'alice' } },
  'a source with an empty name': { source: { type: 'profile', name: '' } },
  'a source with another field': { source: { type: 'environment', name: 'x' } },
  'an unknown field': { source, role: LAKE },
  'a role that is a user': { source, roleArn: 'arn:aws:iam::222222222222:user/alice' },
  'a short session name': { source, roleArn: LAKE, sessionName: 'a' },
  'a long session name': { source, roleArn: LAKE, sessionName: 'a'.repeat(65) },
  'a session name with a blank': { source, roleArn: LAKE, sessionName: 'a b' },
  'a short external ID': { source, roleArn: LAKE, externalId: 'x' },
  'a long external ID': { source, roleArn: LAKE, externalId: 'x'.repeat(1225) },
  'an external ID with a hash': { source, roleArn: LAKE, externalId: 'a#b' },
  'a secret without a name': { source, roleArn: LAKE, externalId: { secret: '' } },
  'a secret with another field': { source, roleArn: LAKE, externalId: { secret: 'a', value: 'b' } },
  'a short duration': { source, roleArn: LAKE, durationSeconds: 899 },
  'a long duration': { source, roleArn: LAKE, durationSeconds: 43_201 },
  'a duration of half seconds': { source, roleArn: LAKE, durationSeconds: 1000.5 },
  'a short MFA device': { source, roleArn: LAKE, mfaSerial: 'GAHT1234' },
  'a tag without a key': { source, roleArn: LAKE, tags: { '': 'x' } },
  'a reserved tag': { source, roleArn: LAKE, tags: { 'AWS:x': 'x' } },
  'a tag of 257 characters': { source, roleArn: LAKE, tags: { x: 'x'.repeat(257) } },
  'a tag with a number': { source, roleArn: LAKE, tags: { x: 1 } },
  '51 tags': { source, roleArn: LAKE, tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, ''])) },
  'a reserved source identity': { source, roleArn: LAKE, sourceIdentity: 'aws:alice' },
  'a session policy as text': { source, roleArn: LAKE, policy: '{}' },
  'a policy that is a role': { source, roleArn: LAKE, policyArns: [LAKE] },
  '11 policies': {
    source,
    roleArn: LAKE,
    policyArns: Array.from({ length: 11 }, (_, i) => `arn:aws:iam::aws:policy/P${i}`),
  },
  'an unknown MFA method': { source, mfaMethod: 'sms' },
  'an unknown STS': { source, sts: 'nearest' },
  'read-only as text': { source, readOnly: 'yes' },
  'an account of 11 digits': { source: { ...SOURCES[1], accountId: '11111111111' } },
  'Identity Center without an account': {
    source: { type: 'identityCenter', startUrl: 'https://x', region: 'eu-west-1' },
  },
  'a SAML provider that is a role': { source: { type: 'saml', roleArn: LAKE, providerArn: LAKE } },
  'an empty command': { source: { type: 'process', command: '' } },
  'a chain that is an object': { source, chain: { roleArn: LAKE } },
  'a hop without a role': { source, chain: [{}] },
  'a hop with an unknown field': { source, chain: [{ roleArn: LAKE, source }] },
  'a region that is a place': { source, region: 'Ireland' },
  'an endpoint without a scheme': { source, endpoints: { sts: 'localhost' } },
  'an endpoint of another scheme': { source, endpoints: { s3: 's3://bucket' } },
  'an endpoint without a host': { source, endpoints: { s3: 'http:///bucket' } },
  'an endpoint of another service': { source, endpoints: { iam: 'http://localhost' } },
  'a home without a scheme': { source, s3: { home: 'acme-lake/team/' } },
  'a home that is a link': { source, s3: { home: 'https://acme-lake.s3.amazonaws.com/' } },
  'a home with a blank in the bucket': { source, s3: { home: 's3://acme lake/' } },
  'a home that is a role': { source, s3: { home: LAKE } },
  'one bookmark that is text': { source, s3: { bookmarks: 's3://acme-lake/' } },
  'a bookmark without a bucket': { source, s3: { bookmarks: ['s3://'] } },
  'encryption that is text': { source, s3: { encryption: 'aws:kms' } },
  'encryption of an unknown type': { source, s3: { encryption: { type: 'DES' } } },
  'SSE-S3 with a key': { source, s3: { encryption: { type: 'AES256', keyId: 'alias/lake' } } },
  'SSE-KMS with an empty key': { source, s3: { encryption: { type: 'aws:kms', keyId: '' } } },
  'SSE-C without a key': { source, s3: { encryption: { type: 'SSE-C' } } },
  'SSE-C with the key itself': { source, s3: { encryption: { type: 'SSE-C', key: 'c2VjcmV0' } } },
  'SSE-C with a nameless key': { source, s3: { encryption: { type: 'SSE-C', key: { secret: '' } } } },
  'Requester Pays as text': { source, s3: { requesterPays: 'yes' } },
  'a path style that is text': { source, s3: { pathStyle: 'true' } },
};

const sources = profile.properties?.['source']?.anyOf ?? [];

function sourceField(type: string, field: string): Schema | undefined {
  return sources.find(({ properties }) => properties?.['type']?.enum?.[0] === type)?.properties?.[field];
}

/** The pattern with the length in it. */
function ranged({ pattern, minLength, maxLength }: TextLimit): string {
  return pattern.source.replace(/\*\$$/, `{${minLength},${maxLength}}$`);
}

/** The schema cannot tell what variables become, so it takes any text that has one. */
function withVariables(limit: TextLimit): string {
  return `${ranged(limit)}|\\$\\{`;
}

describe('the JSON schema of assumeRole.profiles', () => {
  const readable = (entry: unknown): boolean =>
    readProfiles([{ scope: 'User', value: { good: { source }, p: entry } }]).profiles.has('p');

  for (const [what, entry] of Object.entries(GOOD)) {
    it(`takes ${what}, as the extension does`, () => {
      assert.ok(readable(entry));
      assert.ok(validate({ p: entry }), JSON.stringify(validate.errors));
    });
  }

  for (const [what, entry] of Object.entries(BAD)) {
    it(`refuses ${what}, as the extension does`, () => {
      assert.ok(!readable(entry));
      assert.ok(!validate({ p: entry }));
    });
  }

  it('refuses a profile without a name', () => assert.ok(!validate({ ' ': { source } })));

  it('has the limits of the extension', () => {
    const text = ({ pattern, minLength, maxLength }: Schema = {}): unknown => ({ pattern, minLength, maxLength });
    const limit = (of: { pattern: RegExp; minLength?: number; maxLength: number }): unknown => ({
      pattern: of.pattern.source,
      minLength: of.minLength,
      maxLength: of.maxLength,
    });
    const fields = profile.properties ?? {};
    assert.deepEqual(text(fields['roleArn']), limit(ROLE_ARN));
    assert.equal(fields['sessionName']?.pattern, withVariables(SESSION_NAME));
    assert.equal(fields['mfaSerial']?.pattern, withVariables(MFA_SERIAL));
    assert.equal(fields['sourceIdentity']?.pattern, withVariables(SOURCE_IDENTITY));
    assert.equal(fields['externalId']?.anyOf?.[0]?.pattern, withVariables(EXTERNAL_ID));
    const { propertyNames, additionalProperties, maxProperties } = fields['tags'] ?? {};
    assert.deepEqual(
      [propertyNames?.pattern, additionalProperties?.pattern, maxProperties],
      [ranged(TAGS.key), withVariables(TAGS.value), TAGS.max],
    );
    assert.deepEqual(text(fields['policyArns']?.items), limit(POLICY_ARNS));
    assert.equal(fields['policyArns']?.maxItems, POLICY_ARNS.max);
    assert.equal(sourceField('saml', 'providerArn')?.pattern, SAML_PROVIDER_ARN.pattern.source);
    assert.equal(sourceField('identityCenter', 'accountId')?.pattern, ACCOUNT_ID.source);
    assert.equal(fields['region']?.pattern, REGION.source);
    const { minimum, maximum } = fields['durationSeconds'] ?? {};
    assert.deepEqual([minimum, maximum], [DURATION.min, DURATION.max]);
  });

  it('offers every kind of base identity, and another profile', () => {
    const offered = sources.map(({ properties }) => properties?.['type']?.enum?.[0]);
    assert.deepEqual(offered, [...Object.keys(BASE_IDENTITIES), 'profile']);
  });

  it('describes the fields of a hop alike in a chain and on the profile', () => {
    // Settings schemas cannot share parts by reference.
    const fields = Object.keys(hop?.properties ?? {});
    assert.equal(fields.length, 10);
    for (const field of fields) assert.deepEqual(profile.properties?.[field], hop?.properties?.[field], field);
  });

  it('explains every field', () => {
    const silent: string[] = [];
    const visit = (schema: Schema, path: string): void => {
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        const explained = property.markdownDescription ?? ('markdownEnumDescriptions' in property || undefined);
        if (explained === undefined) silent.push(`${path}.${name}`);
        visit(property, `${path}.${name}`);
      }
      for (const part of schema.anyOf ?? []) visit(part, path);
      if (schema.items) visit(schema.items, `${path}[]`);
    };
    visit(profile, 'profile');
    assert.deepEqual(silent, []);
  });
});
