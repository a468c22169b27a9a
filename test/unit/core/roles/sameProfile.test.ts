import assert from 'node:assert/strict';
import { recipeOf } from '../../../../src/core/roles/consent/recipe';
import { goOnTo } from '../../../../src/core/roles/goOn';
import type { Profile } from '../../../../src/core/roles/profile';
import { asUsed, grantee, isSameProfile, isTakenOver, profilePlace } from '../../../../src/core/roles/sameProfile';
import { PROFILE_DEFAULTS } from '../../../support/profileDefaults';

const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;

function profile(changes: Partial<Profile> = {}): Profile {
  return {
    ...PROFILE_DEFAULTS,
    name: 'Admin',
    source: { type: 'accessKeys', name: 'alice' },
    chain: [{ roleArn: role('Admin') }],
    ...changes,
  };
}

function workspace(changes: Partial<Profile> = {}): Profile {
  const written = profile({ origin: 'workspace', ...changes });
  return { ...written, workspaceRecipe: recipeOf(written) };
}

const adHoc = profile({ origin: 'adHoc' });

function takenOverBy(assumed: Profile, now: Profile, isBroken = false): boolean {
  const place = profilePlace(now);
  assert.ok(place);
  return isTakenOver(assumed, { place, profile: isBroken ? undefined : now });
}

describe('the name of a live session', () => {
  it('means the same profile after any edit of it', () => {
    const edited = profile({ chain: [{ roleArn: role('Other') }], region: 'eu-west-1' });
    assert.equal(takenOverBy(profile(), edited), false);
    assert.equal(takenOverBy(profile(), edited, true), false);
    assert.equal(isSameProfile(profile(), edited), true);
  });

  it('means another one where one of the workspace has it, whatever that does', () => {
    for (const assumed of [adHoc, profile(), profile({ origin: 'awsConfig' })]) {
      assert.equal(takenOverBy(assumed, workspace()), true, assumed.origin);
      assert.equal(takenOverBy(assumed, workspace(), true), true, assumed.origin);
      assert.equal(isSameProfile(assumed, workspace()), false, assumed.origin);
    }
  });

  it('means another one where it was that of a workspace’s profile, or of what goes on from one', () => {
    assert.equal(takenOverBy(workspace(), profile()), true);
    assert.equal(takenOverBy({ ...workspace(), origin: 'adHoc' }, profile()), true);
    assert.equal(takenOverBy(workspace({ writtenName: 'Admin' }), workspace({ writtenName: 'admin' })), true);
  });

  it('stays its own where a person saves what they use, but not where another role, base identity or host has it', () => {
    const saved = profile({ chain: [{ roleArn: role('Admin'), sessionName: 'me', durationSeconds: 900 }] });
    assert.equal(takenOverBy(adHoc, saved), false);
    assert.equal(takenOverBy(adHoc, profile({ origin: 'awsConfig' })), false);
    const others: Partial<Profile>[] = [
      { chain: [{ roleArn: role('Other') }] },
      { chain: [] },
      { source: { type: 'accessKeys', name: 'bob' } },
      { endpoints: { s3: 'https://s3.example.com' } },
      { endpoints: { sts: 'https://sts.example.com' } },
    ];
    for (const other of others) assert.equal(takenOverBy(adHoc, profile(other)), true, JSON.stringify(other));
    // It cannot be used, so nobody goes on as it.
    assert.equal(takenOverBy(adHoc, profile(), true), false);
  });
});

describe('a profile that is used', () => {
  it('has the guard rails of its settings, and those of both where its name means another one', () => {
    const guarded = profile({ origin: 'adHoc', readOnly: true });
    assert.equal(asUsed(profile({ readOnly: true }), profile()).readOnly, false);
    const used = asUsed(guarded, workspace({ production: true, chain: [{ roleArn: role('Other') }] }));
    assert.deepEqual([used.readOnly, used.production, used.origin], [true, true, 'adHoc']);
    assert.equal(used.chain[0]?.roleArn, role('Admin'));
  });
});

describe('what a person has allowed a profile', () => {
  it('holds whatever they edit in it, but its role and its S3', () => {
    const before = grantee(profile());
    const same: Partial<Profile>[] = [
      { description: 'x', production: true, readOnly: true, region: 'eu-west-1' },
      { source: { type: 'accessKeys', name: 'alice-2' } },
      { chain: [{ roleArn: role('Hub') }, { roleArn: role('Admin'), sessionName: 'me', durationSeconds: 900 }] },
      { s3: { ...PROFILE_DEFAULTS.s3, bookmarks: ['s3://lake/'] } },
    ];
    for (const each of same) assert.equal(grantee(profile(each)), before, JSON.stringify(each));
    const others: Partial<Profile>[] = [
      { chain: [{ roleArn: role('Other') }] },
      { chain: [{ roleArn: 'arn:aws:iam::222222222222:role/Admin' }] },
      { chain: [] },
      { endpoints: { s3: 'https://s3.example.com' } },
      { name: 'Other' },
    ];
    for (const each of others) assert.notEqual(grantee(profile(each)), before, JSON.stringify(each));
  });

  it('is allowed no other of its name', () => {
    const all = [profile(), profile({ origin: 'awsConfig' }), adHoc, workspace(), { ...workspace(), origin: 'adHoc' }];
    assert.equal(new Set(all.map((each) => grantee(each as Profile))).size, all.length);
  });

  it('ends with any change of a recipe that is not theirs, or not saved', () => {
    const changed = { source: { type: 'accessKeys', name: 'bob' } } as const;
    assert.notEqual(grantee(workspace(changed)), grantee(workspace()));
    assert.notEqual(grantee(goOnTo([role('X')], 'X', profile(changed))), grantee(goOnTo([role('X')], 'X', profile())));
    assert.equal(grantee(goOnTo([role('X')], 'X', profile())), grantee(goOnTo([role('X')], 'X', profile())));
  });
});
