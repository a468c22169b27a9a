import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import { getProfile, readProfiles, type ProfileLayer } from '../../../../src/core/roles/profileSet';
import type { Session } from '../../../../src/core/sessions/session';
import { guardedStore, writeGuard } from '../../../../src/core/s3/guardedStore';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { isAppError } from '../../../../src/core/support/errors';
import {
  currentProfile,
  isProduction,
  profileToAssume,
  type LivePlaces,
} from '../../../../src/vscode/profiles/currentProfile';

const NAME = 'Admin';
const roleArn = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
const written = (role: string, rails: object = {}) => ({
  source: { type: 'sharedConfig', profile: 'alice' },
  roleArn: roleArn(role),
  ...rails,
});

function profile(origin: 'user' | 'workspace' | 'adHoc', value: object): Profile {
  const layer: ProfileLayer = { scope: 'User', origin: origin === 'adHoc' ? 'user' : origin, value: { [NAME]: value } };
  return { ...getProfile(readProfiles([layer]), NAME), ...(origin === 'adHoc' && { origin }) };
}

/** A window in which the settings hold one profile of the name, and another one's session lives under it. */
function places(inSettings: Profile | undefined, assumed: Profile | undefined): LivePlaces {
  const session = assumed && ({ profile: assumed, identity: { accountId: '111111111111' } } as Session);
  return {
    settings: {
      holds: () => inSettings !== undefined,
      get: () => inSettings ?? assert.fail(),
      expanded: () => inSettings ?? assert.fail(),
      guarded: (given) => given,
    },
    sessions: { walkedProfile: () => assumed, sessions: session ? [session] : [] },
  };
}

describe('the name of a live session that comes to mean another profile', () => {
  const assumed = profile('adHoc', written('Admin', { production: true, readOnly: true }));
  const other = profile('workspace', written('Other', { s3: { pathStyle: true } }));
  const both = places(other, assumed);

  it('takes no guard rail off the session', async () => {
    const { roleArn: arn } = currentProfile(NAME, both).chain[0] ?? {};
    assert.equal(arn, roleArn('Admin'));
    assert.equal(currentProfile(NAME, both).readOnly, true);
    const name = (each: string): Profile => currentProfile(each, both);
    assert.equal(isProduction(NAME, name, { session: () => both.sessions.sessions[0] }), true);
    const store = guardedStore(
      {} as ObjectStore,
      writeGuard(assumed, name, () => assert.fail()),
    );
    const { signal } = new AbortController();
    await assert.rejects(store.delete({ bucket: 'b', key: 'k' }, signal), (error) => isAppError(error, 'accessDenied'));
  });

  it('adds those of the other', () => {
    const guarded = profile('workspace', written('Other', { production: true }));
    const plain = profile('adHoc', written('Admin'));
    assert.equal(currentProfile(NAME, places(guarded, plain)).production, true);
  });

  it('lets nobody go on as the other under what is open', () => {
    assert.throws(
      () => profileToAssume(NAME, both),
      (error) =>
        isAppError(error, 'invalidProfile') && error.message.includes('Another profile named "Admin" has a session'),
    );
    assert.equal(profileToAssume(NAME, places(other, undefined)), other);
  });

  it('keeps the marks of a profile of the workspace that loses them after its role was assumed', async () => {
    const before = profile('workspace', written('Admin', { readOnly: true }));
    const edited = profile('workspace', written('Admin'));
    const store = guardedStore(
      {} as ObjectStore,
      writeGuard(
        before,
        () => edited,
        () => assert.fail(),
      ),
    );
    const { signal } = new AbortController();
    await assert.rejects(store.delete({ bucket: 'b', key: 'k' }, signal), (error) => isAppError(error, 'accessDenied'));
  });

  it('does not do so by an edit of the same profile, nor by saving it', () => {
    const before = profile('user', written('Admin', { production: true }));
    const edited = profile('user', written('Other'));
    assert.equal(currentProfile(NAME, places(edited, before)), edited);
    assert.equal(profileToAssume(NAME, places(edited, before)), edited);
    const saved = profile('user', written('Admin'));
    const unsaved = profile('adHoc', written('Admin'));
    assert.equal(profileToAssume(NAME, places(saved, unsaved)).chain[0]?.roleArn, roleArn('Admin'));
    assert.equal(currentProfile(NAME, places(undefined, unsaved)), unsaved);
  });
});
