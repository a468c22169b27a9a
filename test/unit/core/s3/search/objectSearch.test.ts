import assert from 'node:assert/strict';
import { parsePattern, type KeyPattern } from '../../../../../src/core/s3/search/keyPattern';
import { MOST_FOUND, ObjectSearch } from '../../../../../src/core/s3/search/objectSearch';
import { patternText, searchMessage } from '../../../../../src/core/s3/search/searchTexts';
import { AppError } from '../../../../../src/core/support/errors';
import { ManualClock, settle } from '../../../support/manualClock';
import { KeyModel } from './keyModel';

function pattern(text: string): KeyPattern {
  const parsed = parsePattern(text);
  assert.ok(parsed);
  return parsed;
}

function searchIn(model: KeyModel, text: string, prefix = ''): { search: ObjectSearch; clock: ManualClock } {
  const clock = new ManualClock();
  const place = { profile: 'analyst', bucket: 'lake', prefix };
  return { search: new ObjectSearch({ store: model, clock }, place, pattern(text)), clock };
}

const keys = Array.from(
  { length: 300 },
  (_, index) => `a/${String(index).padStart(3, '0')}.${index % 3 ? 'txt' : 'csv'}`,
);
const labels = (search: ObjectSearch): string[] => search.rows.map(({ label }) => label);

describe('A search for objects', () => {
  it('finds what matches below the place, in the order of the keys, labelled from there', async () => {
    const model = new KeyModel([...keys, 'b.csv', 'a/x\u0001.csv', 'a/ .csv'], 10);
    const { search } = searchIn(model, '*.csv', 'a/');
    await search.run();
    assert.equal(search.state.status, 'complete');
    assert.deepEqual(labels(search).slice(0, 2), ['␣.csv', '000.csv']);
    assert.equal(labels(search).at(-1), 'x␁.csv');
    assert.equal(search.state.found, 102);
    assert.equal(search.state.looked, 302);
    const [first] = search.rows;
    assert.deepEqual(
      [first?.type, first?.bucket, first?.object.key, first?.parent],
      ['object', 'lake', 'a/ .csv', undefined],
    );
  });

  it('asks S3 only for keys that begin as the glob does, and for one level where it can match no other', async () => {
    const model = new KeyModel([...keys, 'a/01/deep.csv'], 1000);
    const { search } = searchIn(model, '01*.csv', 'a/');
    await search.run();
    assert.deepEqual(labels(search), ['012.csv', '015.csv', '018.csv']);
    assert.deepEqual(
      model.requests.map(({ prefix, delimiter }) => [prefix, delimiter]),
      [['a/01', '/']],
    );
  });

  it('begins within a name where the place does', async () => {
    const { search } = searchIn(new KeyModel(keys, 100), '9', 'a/0');
    await search.run();
    assert.ok(labels(search).includes('009.csv'));
    assert.ok(search.rows.every(({ object }) => object.key.startsWith('a/0')));
  });

  it('stops when it has found as many as it keeps', async () => {
    const many = Array.from({ length: MOST_FOUND + 5000 }, (_, index) => String(index).padStart(6, '0'));
    const { search } = searchIn(new KeyModel(many, 1000), '0');
    await search.run();
    assert.equal(search.state.status, 'full');
    assert.equal(search.rows.length, MOST_FOUND);
    assert.match(searchMessage(search.state, 'en'), /^Stopped at 10,000 found\. Search in a folder/);
  });

  it('keeps what it found when it is stopped, and says what it did not look at', async () => {
    const model = new KeyModel(keys, 10);
    const { search } = searchIn(model, 'csv');
    model.before = () => {
      if (model.requests.length > 12) search.stop();
      return undefined;
    };
    await search.run();
    assert.equal(search.state.status, 'stopped');
    assert.ok(search.state.found > 0);
    assert.match(
      searchMessage(search.state, 'en'),
      /^Stopped · \d+ found · \d+ keys looked at\. Not looked at: .*after a\/\d/,
    );
  });

  it('says why it failed, and what was found before', async () => {
    const model = new KeyModel(keys, 10);
    const { search } = searchIn(model, 'csv');
    const denied = new AppError('accessDenied', 'Access denied.', { cure: 'Allow it.' });
    model.before = () => (model.requests.length > 12 ? denied : undefined);
    await search.run();
    assert.equal(search.state.status, 'failed');
    assert.match(
      searchMessage(search.state, 'en'),
      /^Access denied\. \d+ found · \d+ keys looked at\. Not looked at: /,
    );
    const nothing = new KeyModel(keys, 10);
    nothing.before = () => denied;
    const other = searchIn(nothing, 'csv').search;
    await other.run();
    assert.equal(searchMessage(other.state, 'en'), 'Access denied. Allow it.');
  });

  it('counts the time without pauses', async () => {
    const model = new KeyModel(keys, 10);
    let open = (): void => undefined;
    model.gate = new Promise<void>((resolve) => (open = resolve));
    const { search, clock } = searchIn(model, 'csv');
    const run = search.run();
    clock.jump(2000);
    search.pause();
    clock.jump(60_000);
    assert.equal(search.state.elapsed, 2000);
    assert.match(searchMessage(search.state, 'en'), /^Paused/);
    search.resume();
    clock.jump(1000);
    open();
    await settle();
    await run;
    assert.equal(search.state.elapsed, 3000);
  });

  it('forgets rows of what was deleted', async () => {
    const { search } = searchIn(new KeyModel(keys, 1000), '00?.csv', 'a/');
    await search.run();
    search.forget(new Set(['a/003.csv', 'elsewhere']));
    assert.deepEqual(labels(search), ['000.csv', '006.csv', '009.csv']);
  });
});

describe('What a search box says', () => {
  const place = { bucket: 'lake', prefix: '2026/' };
  const cases = {
    report: 'Text: keys below s3://lake/2026/ that contain "report", in any case.',
    '*.csv': 'Glob: objects directly in s3://lake/2026/. In all folders below: **/*.csv',
    '**/*.csv': 'Glob: keys below s3://lake/2026/ that match.',
    'x/a*.csv':
      'Glob: objects directly in s3://lake/2026/x/ that match. Only keys that begin with "x/a" are looked at.',
    'x/**': 'Glob: keys below s3://lake/2026/ that match. Only keys that begin with "x/" are looked at.',
  };
  for (const [text, said] of Object.entries(cases)) {
    it(`of ${text}`, () => assert.equal(patternText(pattern(text), place), said));
  }
});
