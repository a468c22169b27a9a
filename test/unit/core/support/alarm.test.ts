import assert from 'node:assert/strict';
import { Alarm } from '../../../../src/core/support/alarm';
import { ManualClock } from '../../support/manualClock';

describe('an alarm', () => {
  function set(time: number | undefined) {
    const clock = new ManualClock();
    const rings: number[] = [];
    const alarm = new Alarm(clock, () => void rings.push(clock.now()));
    const start = clock.now();
    alarm.set(time === undefined ? undefined : start + time);
    return { clock, alarm, rings, start };
  }

  it('rings once, when the time is over', async () => {
    const { clock, rings, start } = set(1000);
    await clock.advance(1000);
    assert.deepEqual(rings, []);
    await clock.advance(100_000);
    assert.deepEqual(rings, [start + 1001]);
  });

  it('rings at once for what is over, and after a minute for what is far away', async () => {
    for (const [time, after] of [
      [-5000, 1],
      [86_400_000, 60_000],
    ] as const) {
      const { clock, rings, start } = set(time);
      await clock.advance(100_000);
      assert.deepEqual(rings, [start + after]);
    }
  });

  it('does not ring without a time, for a time set before, or when it is disposed of', async () => {
    for (const time of [undefined, Infinity, NaN]) {
      const { clock, rings, alarm, start } = set(time);
      alarm.set(start + 1000);
      alarm.set(time);
      await clock.advance(100_000);
      alarm.set(clock.now() + 1000);
      alarm.dispose();
      await clock.advance(100_000);
      assert.deepEqual(rings, []);
    }
  });
});
