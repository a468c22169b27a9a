import assert from 'node:assert/strict';
import { comparisonTitle, tabTitle } from '../../../../../src/core/s3/previews/tabTitle';

describe('The title of an editor', () => {
  it('is a name as it is, up to 60 characters', () => {
    assert.equal(tabTitle('report.csv'), 'report.csv');
    assert.equal(tabTitle('x'.repeat(60)), 'x'.repeat(60));
  });

  it('has the beginning and the end of a longer name, with whole characters', () => {
    assert.equal(tabTitle(`${'a'.repeat(900)}-2026.csv`), `${'a'.repeat(30)}…${'a'.repeat(20)}-2026.csv`);
    assert.equal(tabTitle('🪣'.repeat(200)), `${'🪣'.repeat(30)}…${'🪣'.repeat(29)}`);
  });

  it('of a comparison has names, and places where the names are the same', () => {
    const [north, south] = [
      { name: 'a.csv', place: 's3://lake/north/a.csv' },
      { name: 'a.csv', place: 's3://lake/south/a.csv' },
    ];
    assert.equal(comparisonTitle(north, { name: 'b.csv', place: 'b.csv' }), 'a.csv ↔ b.csv');
    assert.equal(comparisonTitle(north, south), 's3://lake/north/a.csv ↔ s3://lake/south/a.csv');
  });
});
