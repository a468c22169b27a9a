import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/roles/profileSet';
import type { Session } from '../../../../src/core/sessions/session';
import { sessionsTree } from '../../../../src/core/sessions/sessionsTree';
import { stepRows } from '../../../../src/core/sessions/sessionsTreeRows';
import { AppError } from '../../../../src/core/support/errors';
import { agreed } from '../../../support/consent';

const MINUTE = 60_000;
const role = (name: string, account = '111111111111'): string => `arn:aws:iam::${account}:role/${name}`;
const source = { type: 'accessKeys', name: 'alice' };
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const profiles = readProfiles(
  [
    {
      scope: 'User',
      value: {
        lake: {
          source,
          chain: [
            { roleArn: role('Hub'), mfaSerial: MFA },
            {
              roleArn: role('Lake', '222222222222'),
              externalId: 'in-the-settings',
              tags: { team: 'data', cost: '7' },
            },
          ],
          production: true,
          readOnly: true,
        },
        analyst: { source, roleArn: role('Analyst') },
        typo: { source, roleARN: role('X') },
      },
    },
    { scope: 'Workspace', origin: 'workspace', value: { team: { source, roleArn: role('Team') } } },
  ],
  { mfaMethod: 'auto', config: { dev: { source: { type: 'sharedConfig', profile: 'dev' } } } },
);

function profile(name: string) {
  const found = profiles.profiles.get(name);
  assert.ok(found);
  return found;
}

function sessionOf(name: string, expiration: number): Session {
  return {
    profile: agreed(profile(name)),
    identity: { arn: 'arn:aws:sts::1:x', accountId: '1' },
    expiration,
    since: 0,
  };
}

const time = { now: 0, formatTime: () => '14:05' };
const input = { profiles, sessions: [], activeName: undefined, assuming: undefined, ...time };

/** Groups with their rows, as people read them. */
function read(more: Partial<Parameters<typeof sessionsTree>[0]> = {}): Record<string, string[]> {
  const { groups } = sessionsTree({ ...input, ...more });
  return Object.fromEntries(
    groups.map(({ row, rows }) => [row.label, rows.map(({ label, description }) => `${label} | ${description ?? ''}`)]),
  );
}

describe('the sessions view', () => {
  it('has profiles by where they are written, and broken ones with what is wrong', () => {
    assert.deepEqual(read(), {
      Workspace: ['team | Team (111111111111)'],
      User: ['analyst | Analyst (111111111111)', 'lake | production · read-only · Lake (222222222222)'],
      'AWS Config': ['dev | config profile dev'],
      'With Errors': ['typo | Profile "typo", roleARN: is not a known field; remove it or correct its name.'],
    });
  });

  it('has live sessions first, with the time left, and none moves when another becomes active', () => {
    const sessions = [sessionOf('analyst', 7 * MINUTE), sessionOf('lake', 42 * MINUTE)];
    const tree = read({ sessions, activeName: 'lake' });
    assert.deepEqual(Object.keys(tree)[0], 'Live Sessions');
    assert.deepEqual(tree['Live Sessions'], ['analyst | 7m left', 'lake | active · 42m left · production · read-only']);
    assert.equal(tree['User'], undefined, 'nothing stands in it twice');
  });

  it('says in words and icons, not by colour alone, what is active, expired and broken', () => {
    const sessions = [sessionOf('analyst', 0), sessionOf('lake', MINUTE)];
    const rows = sessionsTree({ ...input, sessions, activeName: 'lake' }).groups.flatMap((group) => group.rows);
    const icon = (name: string) => rows.find(({ profile: of }) => of === name)?.icon;
    assert.deepEqual(['lake', 'analyst', 'team', 'typo'].map(icon), ['shield', 'history', 'account', 'error']);
    const lake = rows.find(({ label }) => label === 'lake');
    assert.equal(lake?.accessibleLabel, 'lake, active · 1m left, production, read-only, Lake (222222222222)');
    assert.deepEqual(lake.context, ['profile', 'live', 'active', 'user']);
  });

  it('offers to save a session that stands in no settings, not to edit it', () => {
    const analyst = sessionOf('analyst', 7 * MINUTE);
    const adHoc = { ...analyst, profile: { ...analyst.profile, name: 'Pasted' } };
    const [live] = sessionsTree({ ...input, sessions: [adHoc] }).groups;
    assert.equal(live?.rows[0]?.description, '7m left · not saved');
    assert.deepEqual(live.rows[0].context, ['profile', 'live', 'unsaved']);
    const broken = { ...analyst, profile: { ...analyst.profile, name: 'typo' } };
    assert.deepEqual(sessionsTree({ ...input, sessions: [broken] }).groups[0]?.rows[0]?.context.at(-1), 'user');
  });

  it('ticks when a text changes and not before', () => {
    assert.equal(sessionsTree(input).nextChange, undefined);
    const sessions = [sessionOf('analyst', 7 * MINUTE + 5), sessionOf('lake', 42 * MINUTE)];
    assert.equal(sessionsTree({ ...input, sessions }).nextChange, 5);
  });

  it('shows the places of a chain with what each is assumed with', () => {
    const rows = stepRows(profile('lake'), [], time);
    assert.deepEqual(
      rows.map(({ label, description }) => `${label} | ${description ?? ''}`),
      [
        'alice | base identity',
        'MFA session | alice',
        'Hub | 111111111111',
        'Lake | 222222222222 · external ID · 2 tags · read-only',
      ],
    );
    assert.doesNotMatch(JSON.stringify(rows), /in-the-settings/);
  });

  it('shows what is kept of a chain, and the hop that failed with its diagnosis', () => {
    const rows = stepRows(
      profile('lake'),
      [
        { hop: -1, state: 'ok' },
        { hop: 0, state: 'ok', expiration: 20 * MINUTE },
        { hop: 1, state: 'failed', error: new AppError('accessDenied', 'AWS denied it.', { cure: 'Check the ID.' }) },
      ],
      time,
    );
    assert.equal(rows[2]?.description, '20m left · 111111111111');
    const lake = rows[3];
    assert.match(lake?.description ?? '', /^failed · /);
    assert.equal(lake?.icon, 'error');
    assert.match(lake.tooltip ?? '', /AWS denied it\\\..*\nCheck the ID/);
  });
});
