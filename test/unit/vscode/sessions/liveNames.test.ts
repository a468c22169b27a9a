import assert from 'node:assert/strict';
import type { ProfileOrigin } from '../../../../src/core/roles/profile';
import type { NameHolder } from '../../../../src/core/roles/sameProfile';
import type { Session } from '../../../../src/core/sessions/session';
import { liveNames, readNames, sameNames } from '../../../../src/vscode/sessions/liveNames';
import { profileOf } from '../../support/memoryWorld';

type Origin = Exclude<ProfileOrigin, 'adHoc'>;

function live(name: string, origin: ProfileOrigin, writtenName?: string): Session {
  return { profile: { ...profileOf(name, ['Hub']), origin, writtenName } } as Session;
}

function settings(places: Readonly<Record<string, readonly [Origin, string]>>) {
  return {
    holderOf: (name: string): NameHolder | undefined => {
      const [origin, written] = places[name] ?? [];
      return origin && written !== undefined ? { place: { origin, written }, profile: undefined } : undefined;
    },
  };
}

/** As VS Code gives back what it kept. */
function kept(sessions: readonly Session[]): unknown {
  const [active] = sessions;
  return JSON.parse(JSON.stringify(liveNames({ state: { active, renewsItself: false }, sessions })));
}

describe('sessions that are taken up after a reload', () => {
  it('are those of the same profiles', () => {
    const names = readNames(kept([live('prod', 'user'), live('prod (workspace)', 'workspace', 'prod')]));
    const same = settings({ prod: ['user', 'prod'], 'prod (workspace)': ['workspace', 'prod'] });
    assert.deepEqual(sameNames(names, same), { active: 'prod', names: ['prod', 'prod (workspace)'] });
  });

  it('are none whose name means another one by now', () => {
    const sessions = [live('prod', 'user'), live('Admin', 'adHoc'), live('team', 'workspace')];
    const others = settings({ prod: ['workspace', 'prod'], Admin: ['workspace', 'Admin'], team: ['user', 'team'] });
    assert.deepEqual(sameNames(readNames(kept(sessions)), others), { active: undefined, names: [] });
    assert.deepEqual(sameNames(readNames(kept(sessions)), settings({})), { active: undefined, names: [] });
  });

  it('that an earlier version kept are those of the person, never a workspace’s', () => {
    const names = readNames({
      active: 'team',
      names: ['team', 'prod', 7, null, { name: 'x' }, { name: 'y', place: {} }],
    });
    const now = settings({
      team: ['workspace', 'team'],
      prod: ['awsConfig', 'prod'],
      x: ['user', 'x'],
      y: ['user', 'y'],
    });
    assert.deepEqual(sameNames(names, now), { active: undefined, names: ['prod'] });
  });
});
