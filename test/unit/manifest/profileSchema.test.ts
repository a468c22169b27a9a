import { DURATION, EXTERNAL_ID, MFA_SERIAL, REGION, ROLE_ARN, SESSION_NAME } from '../../../src/core/roles/limits';
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
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly additionalProperties?: Schema;
}

const setting = MANIFEST.contributes.configuration.properties[SETTING.profiles] as Schema;
const profile = setting.additionalProperties ?? {};
const hop = profile.properties?.['chain']?.items;

// Keywords that VS Code alone knows (defaultSnippets, patternErrorMessage, …) are not for ajv.
const validate = new Ajv({ strict: false, validateFormats: false }).compile(setting);

const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const source = { type: 'sharedConfig', profile: 'default' };

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
    region: 'us-gov-west-1',
  },
  'a chain with a secret external ID': { source, chain: [{ roleArn: LAKE, externalId: { secret: 'lake' } }] },
  'an empty chain': { source, chain: [] },
  'going on from a profile': { source: { type: 'profile', name: 'good' }, roleArn: LAKE },
  'an S3-compatible store': { source, endpoints: { s3: 'http://localhost:9000/x' }, s3: { pathStyle: true } },
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
  'a chain that is an object': { source, chain: { roleArn: LAKE } },
  'a hop without a role': { source, chain: [{}] },
  'a hop with an unknown field': { source, chain: [{ roleArn: LAKE, source }] },
  'a region that is a place': { source, region: 'Ireland' },
  'an endpoint without a scheme': { source, endpoints: { sts: 'localhost' } },
  'an endpoint of another scheme': { source, endpoints: { s3: 's3://bucket' } },
  'an endpoint without a host': { source, endpoints: { s3: 'http:///bucket' } },
  'an endpoint of another service': { source, endpoints: { iam: 'http://localhost' } },
  'a path style that is text': { source, s3: { pathStyle: 'true' } },
};

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
    assert.deepEqual(text(fields['sessionName']), limit(SESSION_NAME));
    assert.deepEqual(text(fields['mfaSerial']), limit(MFA_SERIAL));
    assert.deepEqual(text(fields['externalId']?.anyOf?.[0]), limit(EXTERNAL_ID));
    assert.equal(fields['region']?.pattern, REGION.source);
    const { minimum, maximum } = fields['durationSeconds'] ?? {};
    assert.deepEqual([minimum, maximum], [DURATION.min, DURATION.max]);
  });

  it('describes the fields of a hop alike in a chain and on the profile', () => {
    // Settings schemas cannot share parts by reference.
    const fields = Object.keys(hop?.properties ?? {});
    assert.equal(fields.length, 5);
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
