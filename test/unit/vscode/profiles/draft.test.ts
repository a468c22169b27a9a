import { readProfiles } from '../../../../src/core/roles/profileSet';
import {
  emptyDraft,
  suggestName,
  suggestRegion,
  toWrittenProfile,
  type ProfileDraft,
} from '../../../../src/vscode/profiles/draft';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const MFA = 'arn:aws:iam::111111111111:mfa/alice';

const draft = (answers: Partial<ProfileDraft>): ProfileDraft => ({
  ...emptyDraft(),
  base: { type: 'sharedConfig', profile: 'default' },
  name: 'lake',
  ...answers,
});

describe('a profile made step by step', () => {
  it('has one role directly on it', () => {
    assert.deepEqual(toWrittenProfile(draft({ roles: LAKE, region: 'eu-west-1' }), 'lake'), {
      source: { type: 'sharedConfig', profile: 'default' },
      roleArn: LAKE,
      region: 'eu-west-1',
    });
  });

  it('has MFA on the first hop and the external ID on the last', () => {
    const answers = { roles: `${HUB}, ${LAKE}`, externalId: 'partner', mfaSerial: MFA, keepExternalIdSecret: false };
    assert.deepEqual(toWrittenProfile(draft({ base: { type: 'accessKeys', name: 'alice' }, ...answers }), 'lake'), {
      source: { type: 'accessKeys', name: 'alice' },
      chain: [
        { roleArn: HUB, mfaSerial: MFA },
        { roleArn: LAKE, externalId: 'partner' },
      ],
    });
  });

  it('holds the name of a secret external ID, never its value', () => {
    const written = toWrittenProfile(draft({ roles: LAKE, externalId: 'partner' }), 'lake-2');
    assert.deepEqual(written.externalId, { secret: 'lake-2' });
    assert.ok(!JSON.stringify(written).includes('partner'));
  });

  it('holds the name of new access keys, never the keys', () => {
    const keys = { keyName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' };
    const written = toWrittenProfile(draft({ base: { type: 'newKeys' }, ...keys, roles: LAKE }), 'lake');
    assert.deepEqual(written.source, { type: 'accessKeys', name: 'alice' });
    assert.doesNotMatch(JSON.stringify(written), /AKIA|wJalr/);
  });

  it('forgets an MFA device typed before another base identity was chosen', () => {
    assert.deepEqual(toWrittenProfile(draft({ roles: LAKE, mfaSerial: MFA }), 'lake'), {
      source: { type: 'sharedConfig', profile: 'default' },
      roleArn: LAKE,
    });
  });

  it('may be the base identity alone', () => {
    assert.deepEqual(toWrittenProfile(draft({ base: { type: 'environment' }, roles: '' }), 'lake'), {
      source: { type: 'environment' },
    });
  });

  it('is one the extension can read', () => {
    const base = { type: 'accessKeys', name: 'alice' } as const;
    const written = toWrittenProfile(
      draft({ base, roles: `${HUB},${LAKE}`, externalId: 'x-1', mfaSerial: MFA }),
      'lake',
    );
    assert.deepEqual(readProfiles([{ scope: 'User', value: { lake: written } }]).problems, []);
  });
});

describe('suggestions', () => {
  it('name a profile after its last role', () => {
    assert.equal(suggestName(draft({ roles: `${HUB},${LAKE}` }), new Set()), 'Lake');
  });

  it('name a profile without roles after its base identity', () => {
    assert.equal(suggestName(draft({ roles: '' }), new Set()), 'default');
    assert.equal(suggestName(draft({ roles: '', base: { type: 'environment' } }), new Set()), 'environment');
  });

  it('never name a profile there is', () => {
    assert.equal(suggestName(draft({ roles: LAKE }), new Set(['Lake', 'Lake-2'])), 'Lake-3');
  });

  it("put the region into the role's partition", () => {
    assert.equal(suggestRegion(draft({ roles: LAKE })), 'us-east-1');
    assert.equal(suggestRegion(draft({ roles: LAKE.replace('aws', 'aws-cn') })), 'cn-north-1');
    assert.equal(suggestRegion(draft({ roles: LAKE.replace('aws', 'aws-us-gov') })), 'us-gov-west-1');
  });
});
