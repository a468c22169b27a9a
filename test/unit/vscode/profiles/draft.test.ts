import { readProfiles } from '../../../../src/core/roles/profileSet';
import type { WrittenProfile } from '../../../../src/core/roles/profileSchema';
import {
  chooseSource,
  chooseSourceType,
  draftOf,
  emptyDraft,
  mayUseMfa,
  setRoles,
  suggestName,
  suggestRegion,
  toWrittenProfile,
  type ProfileDraft,
  type WrittenSource,
} from '../../../../src/vscode/profiles/draft';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const KEYS = { type: 'accessKeys', name: 'alice' } as const;
const DEFAULT = { type: 'sharedConfig', profile: 'default' } as const;

/** A draft with these roles. */
const draft = (roles: string, answers: Partial<ProfileDraft> = {}, source: WrittenSource = DEFAULT): ProfileDraft => {
  const made = { ...emptyDraft(), name: 'lake', ...answers };
  chooseSource(made, source);
  setRoles(made, roles);
  return made;
};
const written = (made: ProfileDraft): WrittenProfile => toWrittenProfile(made, (hop) => `secret-${hop}`);

describe('a profile made step by step', () => {
  it('has one role directly on it', () => {
    assert.deepEqual(written(draft(LAKE, { rest: { region: 'eu-west-1' } })), {
      source: DEFAULT,
      roleArn: LAKE,
      region: 'eu-west-1',
    });
  });

  it('has MFA on the first hop and each external ID on its own', () => {
    const made = draft(`${HUB}, ${LAKE}`, { mfaSerial: MFA }, KEYS);
    const [, lake] = made.hops;
    assert.ok(lake);
    lake.hop = { ...lake.hop, externalId: 'partner' };
    assert.deepEqual(written(made), {
      source: KEYS,
      chain: [
        { roleArn: HUB, mfaSerial: MFA },
        { roleArn: LAKE, externalId: 'partner' },
      ],
    });
  });

  it('holds the name of a secret external ID, never its value', () => {
    const made = draft(LAKE);
    for (const hop of made.hops) hop.newSecret = 'partner';
    assert.deepEqual(written(made).externalId, { secret: 'secret-0' });
    assert.ok(!JSON.stringify(written(made)).includes('partner'));
  });

  it('holds the name of new access keys, never the keys', () => {
    const keys = { newKeys: true, accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' };
    const made = Object.assign(draft(LAKE, {}, KEYS), keys);
    assert.deepEqual(written(made).source, KEYS);
    assert.doesNotMatch(JSON.stringify(written(made)), /AKIA|wJalr/);
  });

  it('forgets an MFA device typed before a base identity with temporary credentials was chosen', () => {
    const made = draft(LAKE, { mfaSerial: MFA }, KEYS);
    chooseSourceType(made, 'instanceMetadata');
    assert.equal(mayUseMfa(made), false);
    assert.deepEqual(written(made), { source: { type: 'instanceMetadata' }, roleArn: LAKE });
  });

  it('may be the base identity alone, with MFA', () => {
    assert.deepEqual(written(draft('', { mfaSerial: MFA }, KEYS)), { source: KEYS, mfaSerial: MFA });
  });

  it('leaves out what was not answered', () => {
    const saml = { type: 'saml', roleArn: HUB, providerArn: 'arn:aws:iam::111111111111:saml-provider/Okta' } as const;
    assert.deepEqual(written(draft('', {}, { ...saml, command: '' })), { source: saml });
  });

  it('keeps the options of a role whose ARN is corrected, and of roles that change places', () => {
    const made = draft(`${HUB}, ${LAKE}`);
    for (const target of made.hops) target.hop = { ...target.hop, sessionName: target.hop.roleArn.slice(-3) };
    setRoles(made, `${HUB}2, ${LAKE}`);
    assert.deepEqual(
      made.hops.map(({ hop }) => hop.sessionName),
      ['Hub', 'ake'],
    );
    setRoles(made, LAKE);
    assert.deepEqual(
      made.hops.map(({ hop }) => hop.sessionName),
      ['ake'],
    );
  });

  it('is one the extension can read', () => {
    const profile = written(draft(`${HUB},${LAKE}`, { mfaSerial: MFA }, KEYS));
    assert.deepEqual(readProfiles([{ scope: 'User', value: { lake: profile } }]).problems, []);
  });
});

describe('a profile that is edited', () => {
  const one: WrittenProfile = {
    description: 'Partner',
    source: KEYS,
    roleArn: LAKE,
    sessionName: '${user}',
    externalId: { secret: 'partner' },
    durationSeconds: 7200,
    mfaSerial: MFA,
    tags: { team: 'data' },
    transitiveTagKeys: ['team'],
    sourceIdentity: 'alice',
    policy: { Version: '2012-10-17', Statement: [] },
    policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    mfaMethod: 'assumeRole',
    region: 'eu-west-1',
    sts: 'global',
    fips: true,
    dualStack: true,
    endpoints: { sts: 'http://localhost:1' },
    s3: { pathStyle: true },
    readOnly: true,
    production: true,
  };

  it('is written back as it was when nothing is changed, also what nobody asks about', () => {
    assert.deepEqual(written(draftOf('p', one)), one);
    const chain: WrittenProfile = { source: DEFAULT, chain: [{ roleArn: HUB }, { roleArn: LAKE, externalId: 'x-1' }] };
    assert.deepEqual(written(draftOf('p', chain)), chain);
  });

  it('of one role gets a chain when a second one is added, with the options where they were', () => {
    const made = draftOf('p', one);
    setRoles(made, `${HUB}, ${LAKE}`);
    const { chain, roleArn } = written(made);
    assert.equal(roleArn, undefined);
    assert.deepEqual(chain?.[0], { roleArn: HUB, mfaSerial: MFA });
    assert.equal(chain[1]?.sessionName, '${user}');
  });
});

describe('suggestions', () => {
  it('name a profile after its last role', () => {
    assert.equal(suggestName(draft(`${HUB},${LAKE}`), new Set()), 'Lake');
  });

  it('name a profile as the link that was pasted does', () => {
    assert.equal(suggestName(draft(LAKE, { suggestedName: 'Prod lake' }), new Set()), 'Prod lake');
  });

  it('name a profile without roles after its base identity', () => {
    assert.equal(suggestName(draft(''), new Set()), 'default');
    assert.equal(suggestName(draft('', {}, { type: 'environment' }), new Set()), 'environment');
  });

  it('never name a profile there is', () => {
    assert.equal(suggestName(draft(LAKE), new Set(['Lake', 'Lake-2'])), 'Lake-3');
  });

  it("put the region into the role's partition", () => {
    assert.equal(suggestRegion(draft(LAKE)), 'us-east-1');
    assert.equal(suggestRegion(draft(LAKE.replace('aws', 'aws-cn'))), 'cn-north-1');
    assert.equal(suggestRegion(draft(LAKE.replace('aws', 'aws-us-gov'))), 'us-gov-west-1');
  });
});
