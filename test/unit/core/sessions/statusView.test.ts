import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/sessions/session';
import { statusView, timeLeft } from '../../../../src/core/sessions/statusView';
import { profileOf } from '../../support/memoryWorld';

const MINUTE = 60_000;
const options = { now: 0, warnBefore: 5 * MINUTE, formatTime: () => '14:05' };

function sessionWith(left: number | undefined, name = 'lake-prod'): Session {
  return {
    profile: { ...profileOf(name, ['Hub', 'Lake']), description: 'Partner [data]' },
    identity: { arn: 'arn:aws:sts::111111111111:assumed-role/Lake/alice', accountId: '111111111111' },
    expiration: left,
    since: 0,
  };
}

describe('status bar text', () => {
  it('shows who and for how long', () => {
    const view = statusView({ active: sessionWith(42 * MINUTE), renewsItself: true }, options);
    assert.equal(view.text, '$(key) lake-prod 42m');
    assert.equal(view.severity, 'normal');
    assert.equal(view.accessibleLabel, 'AWS session lake-prod, 42m left');
    assert.match(view.tooltip, /Account: 111111111111/);
    assert.match(view.tooltip, /Hub \\\(111111111111\\\) → Lake/);
    assert.match(view.tooltip, /Partner \\\[data\\\]/);
    assert.match(view.tooltip, /14:05 \(42m left\)/);
  });

  it('warns only when the person must act', () => {
    const left = 4 * MINUTE;
    assert.equal(statusView({ active: sessionWith(left), renewsItself: true }, options).severity, 'normal');
    const view = statusView({ active: sessionWith(left), renewsItself: false }, options);
    assert.equal(view.severity, 'warning');
    assert.equal(view.text, '$(warning) lake-prod 4m');
  });

  it('says expired in words, not by colour alone', () => {
    const view = statusView({ active: sessionWith(0), renewsItself: true }, options);
    assert.equal(view.text, '$(error) lake-prod expired');
    assert.equal(view.severity, 'error');
    assert.equal(view.nextChange, undefined);
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
    assert.equal(statusView({ active: sessionWith(undefined), renewsItself: false }, options).text, '$(key) lake-prod');
    assert.equal(statusView({ renewsItself: false }, options).text, '$(key) Assume Role');
    assert.equal(statusView({ assuming: 'x', renewsItself: false }, options).text, '$(sync~spin) Assuming x…');
  });

  it('takes a profile name for text, whatever it holds', () => {
    const view = statusView({ active: sessionWith(MINUTE, '$(flame) a\nb'), renewsItself: true }, options);
    assert.doesNotMatch(view.text, /\$\(flame\)|\n/);
  });

  it('counts down in the largest useful unit', () => {
    assert.deepEqual(
      [1, 59_001, MINUTE, MINUTE + 1, 59 * MINUTE, 60 * MINUTE, 192 * MINUTE, 720 * MINUTE].map(timeLeft),
      ['1s', '1m', '1m', '2m', '59m', '1h', '3h 12m', '12h'],
    );
  });
});
