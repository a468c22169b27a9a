import assert from 'node:assert/strict';
import { readProfiles } from '../../../../src/core/roles/profileSet';
import type { Session } from '../../../../src/core/sessions/session';
import { nextSwitcherChange, switcherRows, type SwitcherRow } from '../../../../src/core/sessions/switcherView';
import { agreed } from '../../../support/consent';

const MINUTE = 60_000;
const role = (name: string): string => `arn:aws:iam::111111111111:role/${name}`;
const source = { type: 'accessKeys', name: 'alice' };
const profiles = readProfiles(
  [
    {
      scope: 'User',
      value: {
        zeta: { source, roleArn: role('Zeta') },
        alpha: { source, roleArn: role('Alpha'), production: true, description: 'The first' },
        typo: { source, roleARN: role('X') },
        later: { source, roleArn: role('Later') },
      },
    },
    { scope: 'Workspace', origin: 'workspace', value: { team: { source, roleArn: role('Team') } } },
  ],
  { mfaMethod: 'auto', config: { dev: { source: { type: 'sharedConfig', profile: 'dev' } } } },
);

function sessionOf(name: string, expiration: number): Session {
  const profile = profiles.profiles.get(name);
  assert.ok(profile);
  return { profile: agreed(profile), identity: { arn: 'arn', accountId: '111111111111' }, expiration, since: 0 };
}

const input = { profiles, sessions: [], activeName: undefined, recent: [], filter: '', now: 0 };

/** Rows as lines: separators in brackets, else the label. */
function lines(rows: readonly SwitcherRow[]): string[] {
  return rows.map((row) => {
    if (row.type === 'separator') return `[${row.label}]`;
    const mark = row.type === 'profile' && row.mark !== undefined ? `$(${row.mark}) ` : '';
    return `$(${row.icon}) ${mark}${row.label}`;
  });
}

describe('the switcher', () => {
  it('has the last used first, then the others by where they are written, then those with errors', () => {
    assert.deepEqual(lines(switcherRows({ ...input, recent: ['zeta', 'gone'] })), [
      '[recently used]',
      '$(account) zeta',
      '[workspace]',
      '$(account) team',
      '[user]',
      '$(shield) alpha',
      '$(account) later',
      '[AWS config]',
      '$(account) dev',
      '[with errors]',
      '$(error) typo',
    ]);
  });

  it('shows live sessions with their time left, one not used for long too', () => {
    const sessions = [sessionOf('alpha', 42 * MINUTE), sessionOf('later', 0)];
    const rows = switcherRows({ ...input, sessions, activeName: 'alpha', recent: ['alpha'] });
    assert.deepEqual(lines(rows).slice(0, 3), ['[live and recent]', '$(check) $(shield) alpha', '$(key) later']);
    const [alpha, later] = rows.filter((row) => row.type === 'profile');
    assert.equal(alpha?.description, 'active · 42m left · production · The first');
    assert.equal(alpha.live, true);
    assert.equal(later?.description, 'expired');
    assert.equal(nextSwitcherChange({ sessions, now: 0 }), MINUTE);
    assert.equal(nextSwitcherChange({ sessions: [], now: 0 }), undefined);
  });

  it('can be filtered by name, account and role', () => {
    const team = switcherRows(input).find((row) => row.type === 'profile' && row.profile === 'team');
    assert.match(JSON.stringify(team), /alice → Team \(111111111111\)/);
  });

  it('offers to assume a typed role ARN as it is', () => {
    const [first] = switcherRows({ ...input, filter: ` ${role('Other')} ` });
    assert.deepEqual(first, {
      type: 'arn',
      arn: role('Other'),
      icon: 'key',
      label: `Assume ${role('Other')}…`,
    });
    assert.notEqual(switcherRows({ ...input, filter: 'arn:aws:iam::12:role/x' })[0]?.type, 'arn');
  });

  it('keeps the session of a role that stands in no settings', () => {
    const adHoc = sessionOf('zeta', MINUTE);
    const session = { ...adHoc, profile: { ...adHoc.profile, name: 'Pasted (111111111111)' } };
    const rows = switcherRows({ ...input, sessions: [session] }).filter((row) => row.type === 'profile');
    const pasted = rows.find(({ profile }) => profile === 'Pasted (111111111111)');
    assert.equal(pasted?.description, '1m left · not saved');
    assert.deepEqual(
      rows.filter(({ isSaved }) => !isSaved),
      [pasted],
    );
  });
});
