import assert from 'node:assert/strict';
import { TakenUp } from '../../../../src/core/s3/takenUp';
import { ManualClock } from '../../support/manualClock';

describe('a view that does not go on after an answer', () => {
  it('is told once to ask again, one that goes on is not', async () => {
    const clock = new ManualClock();
    let told = 0;
    const steps = new TakenUp(clock, () => (told += 1));
    steps.expect('a');
    steps.expect('b');
    steps.taken('b');
    await clock.advance(2000);
    assert.equal(told, 1);
    steps.expect('a');
    await clock.advance(2000);
    assert.equal(told, 1, 'what was told once is not told again');
    steps.expect('c');
    steps.dispose();
    await clock.advance(2000);
    assert.equal(told, 1);
  });
});
