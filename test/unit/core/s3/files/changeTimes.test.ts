import assert from 'node:assert/strict';
import { ChangeTimes, changeTime } from '../../../../../src/core/s3/files/changeTimes';

const MODIFIED = Date.UTC(2026, 0, 2, 3, 4, 5);

describe('The time of a file', () => {
  it('is the second that S3 tells, and another for other content of the same second', () => {
    const [one, two] = ['one', 'two'].map((etag) => changeTime({ modified: MODIFIED, etag }));
    assert.notEqual(one, two);
    for (const time of [one, two]) assert.equal(Math.floor((time ?? 0) / 1000), MODIFIED / 1000);
  });

  it('grows with every change that is told, also to ETags and times that would give less or the same', () => {
    const times = new ChangeTimes();
    const told = [
      { modified: MODIFIED, etag: 'two' },
      { modified: MODIFIED, etag: 'one' },
      { modified: MODIFIED - 60_000, etag: 'restored' },
    ].map((info) => times.of('file', info));
    assert.ok(
      told.every((time, index) => index === 0 || time > (told[index - 1] ?? 0)),
      told.join(', '),
    );
    assert.equal(times.of('file', { modified: MODIFIED - 60_000, etag: 'restored' }), told.at(-1), 'while it stays');
  });
});
