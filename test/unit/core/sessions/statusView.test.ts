import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Profile } from '../../../../src/core/roles/profile';
import type { Session } from '../../../../src/core/sessions/session';
import { statusView } from '../../../../src/core/sessions/statusView';
import { timeLeft } from '../../../../src/core/sessions/timeLeft';
import { AppError } from '../../../../src/core/support/errors';
import { profileOf } from '../../support/memoryWorld';
import { hostileText } from '../texts/hostile';

const MINUTE = 60_000;
const options = { now: 0, warnBefore: 5 * MINUTE, formatTime: () => '14:05', sessions: [] };
const OFFLINE = new AppError('network', 'No answer.', { host: 'sts.us-east-1.amazonaws.com' });

function sessionWith(left: number | undefined, name = 'lake-prod', fields: Partial<Profile> = {}): Session {
  return {
    profile: { ...profileOf(name, ['Hub', 'Lake']), description: 'Partner [data]', ...fields },
    identity: { arn: 'arn:aws:sts::111111111111:assumed-role/Lake/alice', accountId: '111111111111' },
    expiration: left,
    since: 0,
  };
}

describe('status bar text', () => {
  it('shows who and for how long', () => {
    const view = statusView({ active: sessionWith(42 * MINUTE), renewsItself: true }, options);
    assert.deepEqual([view.icon, view.text], ['key', 'lake-prod 42m']);
    assert.equal(view.severity, 'normal');
    assert.equal(view.accessibleLabel, 'AWS session lake-prod, 42m left');
    assert.match(view.tooltip, /Account: 111111111111/);
    assert.match(view.tooltip, /Hub \\\(111111111111\\\) → Lake/);
    assert.match(view.tooltip, /Partner \\\[data\\\]/);
    assert.match(view.tooltip, /14:05 \(42m left\)/);
  });

  it('tells where the default chain found its credentials', () => {
    const active = { ...sessionWith(42 * MINUTE), origin: 'config profile dev' };
    assert.match(statusView({ active, renewsItself: true }, options).tooltip, /found in: config profile dev/);
    assert.doesNotMatch(statusView({ active: sessionWith(1), renewsItself: true }, options).tooltip, /found in/);
  });

  it('warns only when the person must act', () => {
    const left = 4 * MINUTE;
    assert.equal(statusView({ active: sessionWith(left), renewsItself: true }, options).severity, 'normal');
    const view = statusView({ active: sessionWith(left), renewsItself: false }, options);
    assert.equal(view.severity, 'warning');
    assert.deepEqual([view.icon, view.text], ['warning', 'lake-prod 4m']);
  });

  it('says expired in words, not by colour alone', () => {
    const view = statusView({ active: sessionWith(0), renewsItself: true }, options);
    assert.deepEqual([view.icon, view.text], ['error', 'lake-prod expired']);
    assert.equal(view.severity, 'error');
    assert.equal(view.nextChange, undefined);
    assert.equal(view.accessibleLabel, 'AWS session lake-prod, expired');
  });

  it('wakes up exactly when its text changes', () => {
    const next = (left: number, renewsItself = true): number | undefined =>
      statusView({ active: sessionWith(left), renewsItself }, options).nextChange;
    assert.equal(next(42 * MINUTE), MINUTE);
    assert.equal(next(42 * MINUTE + 10), 10);
    assert.equal(next(30_500), 500);
    assert.equal(next(5 * MINUTE + 20, false), 20, 'the warning begins before the minute ends');
    assert.equal(statusView({ renewsItself: false }, options).nextChange, undefined);
  });

  it('shows sessions that do not expire, none, and one being assumed', () => {
    assert.equal(statusView({ active: sessionWith(undefined), renewsItself: false }, options).text, 'lake-prod');
    assert.equal(statusView({ renewsItself: false }, options).text, 'Assume Role');
    const assuming = statusView({ assuming: 'x', renewsItself: false }, options);
    assert.deepEqual([assuming.icon, assuming.text], ['sync~spin', 'Assuming x…']);
  });

  it('holds nothing of others in its tooltip but their characters', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        const session = sessionWith(MINUTE, a, { description: b, region: a });
        const active = { ...session, identity: { arn: b, accountId: a }, origin: b };
        const trouble = new AppError('accessDenied', a, { cure: b });
        const { tooltip } = statusView(
          { active, renewsItself: true, trouble },
          { ...options, sessions: [sessionWith(1, b)] },
        );
        const ours = /\*\*|\[[A-Za-z ]+\]\(command:assumeRole\.[A-Za-z]+(\?[^)]*)?\)|\$\(warning\)/g;
        const others = tooltip
          // As Markdown reads it: a backslash escapes outside of code only.
          .replace(/\\[!-/:-@[-`{-~]|`[^`\n]*`/g, '')
          .replace(ours, '');
        assert.doesNotMatch(others, /[[\]<>*_~`!\\$]/);
      }),
    );
  });

  it('counts down in the largest useful unit', () => {
    assert.deepEqual(
      [1, 59_001, MINUTE, MINUTE + 1, 59 * MINUTE, 60 * MINUTE, 192 * MINUTE, 720 * MINUTE].map(timeLeft),
      ['1s', '1m', '1m', '2m', '59m', '1h', '3h 12m', '12h'],
    );
  });

  it('marks production in icon, words and colour', () => {
    const active = sessionWith(42 * MINUTE, 'lake-prod', { production: true, readOnly: true });
    const view = statusView({ active, renewsItself: true }, options);
    assert.deepEqual([view.icon, view.text], ['shield', 'lake-prod 42m']);
    assert.equal(view.accessibleLabel, 'AWS session lake-prod, production, 42m left');
    assert.equal(view.production, true);
    assert.match(view.tooltip, /\$\(shield\) Production · \$\(lock\) Read-only/);
    const expired = statusView({ active: { ...active, expiration: 0 }, renewsItself: false }, options);
    assert.deepEqual([expired.icon, expired.mark], ['error', 'shield'], 'whatever else it is');
  });

  it('stays calm while AWS does not answer, and says that it goes on by itself', () => {
    const state = { active: sessionWith(4 * MINUTE), renewsItself: true, trouble: OFFLINE };
    const view = statusView(state, options);
    assert.deepEqual([view.icon, view.text], ['debug-disconnect', 'lake-prod 4m']);
    assert.equal(view.severity, 'normal');
    assert.match(view.tooltip, /No answer from sts\\\.us\\-east\\-1\\\.amazonaws\\\.com/);
    assert.match(view.tooltip, /works until 14:05 and is renewed by itself as soon as AWS answers/);
    const over = statusView({ ...state, active: sessionWith(0) }, options);
    assert.deepEqual([over.icon, over.text, over.severity], ['error', 'lake-prod expired', 'warning']);
  });

  it('warns in time when the quiet renewal is refused: then the person must act', () => {
    const trouble = new AppError('accessDenied', 'AWS denied it.', { cure: 'Ask for the role.' });
    const state = (left: number) => ({ active: sessionWith(left), renewsItself: true, trouble });
    assert.equal(statusView(state(20 * MINUTE), options).severity, 'normal');
    const view = statusView(state(4 * MINUTE), options);
    assert.equal(view.severity, 'warning');
    assert.match(view.tooltip, /The renewal fails: AWS denied it\\\. {2}\nAsk for the role\\\./);
  });

  it('tells why a session is shorter than asked, and the way to more', () => {
    const base = profileOf('long', ['Admin'], { 0: { durationSeconds: 3600, durationAsked: 43_200 } });
    const active = { ...sessionWith(MINUTE), profile: { ...base, mfaSession: 'arn:aws:iam::111111111111:mfa/alice' } };
    const { tooltip } = statusView({ active, renewsItself: true }, options);
    assert.match(tooltip, /Asked 12h\\, gets 1h\\: role chaining/);
    assert.match(tooltip, /For up to 12h set \\"mfaMethod\\"\\: \\"assumeRole\\"/);
  });

  it('names the other live sessions and links to what can be done', () => {
    const active = sessionWith(42 * MINUTE);
    const sessions = [active, sessionWith(7 * MINUTE, 'etl'), sessionWith(0, 'old')];
    const { tooltip } = statusView({ active, renewsItself: true }, { ...options, sessions });
    assert.match(tooltip, /Also assumed: etl \(7m left\), old \(expired\)/);
    for (const command of ['assume', 'renew', 'showChain', 'exit']) {
      assert.match(tooltip, new RegExp(`\\(command:assumeRole\\.${command}[)?]`));
    }
    assert.match(tooltip, /command:assumeRole\.showChain\?%5B%22lake-prod%22%5D\)/);
  });
});
