import assert from 'node:assert/strict';
import { MANIFEST, nls } from './manifest';

const { commands, menus } = MANIFEST.contributes;

/** Whether a `when` clause of the kinds that the menus of rows use is true of a row of the S3 explorer. */
function isTrue(when: string, viewItem: string): boolean {
  return when.split(' && ').every((clause) => {
    if (clause.startsWith('!(') && clause.endsWith(')')) return !isTrue(clause.slice(2, -1), viewItem);
    // A state of the window, such as that something is selected for comparing.
    if (/^[\w.]+$/.test(clause)) return false;
    const [, key, operator, operand = ''] = /^(\w+) (=~|==) (.+)$/.exec(clause) ?? assert.fail(clause);
    const value = key === 'viewItem' ? viewItem : 'assumeRole.s3';
    return operator === '==' ? value === operand : new RegExp(operand.slice(1, -1)).test(value);
  });
}

/** The titles in a row's context menu, from top to bottom; `-` is a separator. */
function menuOf(viewItem: string): string[] {
  const rankOf = (group: string): [string, number] => {
    const [name = '', order = '0'] = group.split('@');
    // VS Code shows this group above all others.
    return [name === 'navigation' ? '' : name, Number(order)];
  };
  const items = (menus['view/item/context'] ?? [])
    .filter(({ when = '', group = '' }) => !group.startsWith('inline') && isTrue(when, viewItem))
    .map(({ command, group = '' }) => ({ command, rank: rankOf(group) }))
    .sort(({ rank: [a, x] }, { rank: [b, y] }) => (a === b ? x - y : a < b ? -1 : 1));
  return items.flatMap(({ command, rank: [group] }, index) => {
    const title = nls(commands.find((declared) => declared.command === command)?.title ?? '');
    const before = items[index - 1]?.rank[0] ?? group;
    return before === group ? [title] : ['-', title];
  });
}

const OPENING = ['Open Object', 'Open as Text', 'Preview', 'Show Properties', 'Show Versions'];
const FINDING = [
  ...['Search Objects…', 'Filter by Prefix…', 'Show Versions and Deleted Objects', 'Show Incomplete Uploads…'],
  'Refresh',
];
const COMPARING = ['Compare with Local File…', 'Select for Compare', 'Compare with Version…'];
const COPYING = ['Copy S3 URI', 'Copy Key', 'Copy ARN', 'Copy URL'];
const UPLOADING = 'Copy Presigned Upload URL…';
const DOWNLOADING = 'Copy Presigned Download URL…';
const REDSHIFT = 'Amazon Redshift Statement…';

describe('the context menu of a row of the S3 explorer', () => {
  const menusOfRows: Readonly<Record<string, readonly string[]>> = {
    'session live active': ['Go to S3 Location…', 'Pin Session to S3 Explorer', 'Refresh', '-', 'Create Bucket…'],
    'session pinned': ['Unpin Session from S3 Explorer', 'Refresh'],
    'place home': [
      ...[...FINDING, '-', 'New Object…', 'New Folder…', 'Add to Workspace', '-', REDSHIFT],
      ...['-', ...COPYING, UPLOADING],
    ],
    'place visited': [
      ...[...FINDING, '-', 'New Object…', 'New Folder…', 'Add Bookmark', 'Add to Workspace', '-', REDSHIFT],
      ...['-', ...COPYING, UPLOADING, '-', 'Remove from Explorer'],
    ],
    bucket: [
      ...[...FINDING, '-', 'New Object…', 'New Folder…', 'Add Bookmark', 'Add to Workspace', '-', REDSHIFT],
      ...['-', ...COPYING.filter((title) => title !== 'Copy Key'), UPLOADING, '-', 'Delete Bucket…'],
    ],
    folder: [
      ...[...FINDING, '-', 'New Object…', 'New Folder…', 'Add Bookmark', 'Add to Workspace', '-', REDSHIFT],
      ...['-', ...COPYING, UPLOADING, '-', 'Rename…', 'Delete…'],
    ],
    object: [
      ...[...OPENING, '-', ...COMPARING, '-', REDSHIFT],
      ...['-', ...COPYING, DOWNLOADING, UPLOADING, '-', 'Rename…', 'Delete…'],
    ],
    'version latest': [
      ...['Open Object', 'Preview', 'Show Properties', '-', ...COMPARING],
      ...['-', ...COPYING, DOWNLOADING, '-', 'Delete…'],
    ],
    version: [
      ...['Open Object', 'Preview', 'Show Properties', '-', ...COMPARING],
      ...['-', ...COPYING, DOWNLOADING, '-', 'Make This the Current Version', 'Delete…'],
    ],
    loadMore: ['Load More'],
  };
  for (const [viewItem, expected] of Object.entries(menusOfRows)) {
    it(`of ${viewItem} has what can be done with it, what deletes last`, () => {
      assert.deepEqual(menuOf(viewItem), expected);
    });
  }

  it('offers nothing of a delete marker that needs content', () => {
    const expected = ['Show Properties', '-', ...COPYING, '-', 'Delete…'];
    assert.deepEqual(menuOf('version deleteMarker'), expected);
    assert.deepEqual(menuOf('version latest deleteMarker'), expected);
  });
});
