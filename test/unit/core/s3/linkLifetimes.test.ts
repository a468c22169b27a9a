import assert from 'node:assert/strict';
import { linkLifetimes, parseLifetime } from '../../../../src/core/s3/linkLifetimes';

const NOW = Date.UTC(2026, 0, 1, 12);
const HOUR = 3_600_000;
const time = (at: number): string => new Date(at).toISOString().slice(5, 16);
const rows = (end: number | undefined): string[] =>
  linkLifetimes(NOW, end, time).map(({ label, description }) => `${label}: ${description}`);

describe('The lifetimes of a presigned URL', () => {
  it('say when each really ends, which is with the session at the latest', () => {
    assert.deepEqual(rows(NOW + 2.5 * HOUR), [
      '15 minutes: until 01-01T12:15',
      '1 hour: until 01-01T13:00',
      '12 hours: ends with the session at 01-01T14:30',
      '1 day: ends with the session at 01-01T14:30',
      '7 days: ends with the session at 01-01T14:30',
    ]);
  });

  it('go up to 7 days for credentials without an end', () => {
    assert.equal(rows(undefined).at(-1), '7 days: until 01-08T12:00');
    assert.ok(linkLifetimes(NOW, undefined, time).every(({ endsWithSession }) => !endsWithSession));
  });

  it('are read as people write them, from a minute to 7 days', () => {
    const read = { '90': 5400, '90 min': 5400, '1.5h': 5400, '3 Hours': 10_800, '2 days': 172_800, '7d': 604_800 };
    for (const [text, seconds] of Object.entries(read)) assert.equal(parseLifetime(text), seconds, text);
    for (const text of ['', '0', '8 d', 'soon', '1 year', '-5', '1h30'])
      assert.equal(parseLifetime(text), undefined, text);
  });
});
