import assert from 'node:assert/strict';
import { formatSize, nodeText, tooltipText } from '../../../../src/core/s3/nodeText';
import { bucketNode, pageNodes } from '../../../../src/core/s3/listedNodes';
import { errorNode } from '../../../../src/core/s3/messageRows';
import { AppError } from '../../../../src/core/support/errors';

const lake = bucketNode(undefined, 'etl', { name: 'lake', region: 'eu-west-1' });
const [object, folder] = pageNodes(lake, {
  prefixes: ['team/'],
  objects: [{ key: 'report\t.csv', size: 1_234_567, modified: Date.UTC(2026, 0, 2, 12), storageClass: 'GLACIER' }],
});

describe('texts of the S3 explorer', () => {
  it('tell size and date of an object beside its name', () => {
    assert.ok(object);
    const text = nodeText(object, 'en-GB');
    assert.match(text.description ?? '', /^1\.2 MB · 0[123]\/01\/2026, \d\d:\d\d · archived$/);
    assert.match(text.accessibleLabel, /^Object report␉\.csv, 1\.2 MB, modified /);
    const rows = Object.fromEntries(text.details.map(({ name, value }) => [name, value]));
    assert.equal(rows['Key'], 'report␉.csv');
    assert.equal(rows['Size'], '1.2 MB (1,234,567 bytes)');
    assert.equal(rows['Storage class'], 'GLACIER');
    assert.equal(rows['S3 URI'], 's3://lake/report␉.csv');
  });

  it('are said differently for buckets, folders and objects of one name', () => {
    assert.ok(folder);
    assert.equal(nodeText(lake, 'en').accessibleLabel, 'Bucket lake, eu-west-1');
    assert.equal(nodeText(folder, 'en').accessibleLabel, 'Folder team');
    assert.equal(nodeText(lake, 'en').description, 'eu-west-1');
  });

  it('say what to do about an error', () => {
    const error = new AppError('accessDenied', 'Not allowed.', { cure: 'Ask for s3:ListBucket.' });
    const text = nodeText(errorNode(lake, error), 'en');
    assert.equal(text.description, 'Ask for s3:ListBucket.');
    assert.equal(text.accessibleLabel, 'Not allowed. Ask for s3:ListBucket.');
  });

  it('offer to renew the session where it needs the person', () => {
    const code = new AppError('interactionRequired', 'A code is needed.', { cure: 'Run "AWS: Renew Session".' });
    const row = errorNode(lake, code);
    assert.deepEqual([row.action, nodeText(row, 'en').description], ['renew', 'Renew Session']);
    const signIn = new AppError('expired', 'Your sign-in has ended.', { cure: 'Sign in again.', signIn: true });
    assert.equal(errorNode(lake, signIn).action, 'renew');
    assert.equal(errorNode(lake, new AppError('expired', 'Expired.')).action, undefined);
  });

  it('are a tooltip of one line each, with a title where the label does not stand beside it', () => {
    assert.ok(folder);
    const text = nodeText(folder, 'en');
    assert.equal(tooltipText(text, 'team'), 'team\nPrefix: team/\nS3 URI: s3://lake/team/');
    assert.equal(tooltipText(text), 'Prefix: team/\nS3 URI: s3://lake/team/');
  });

  it('write sizes in the unit that fits', () => {
    const sizes = [0, 1, 1023, 1024, 1_048_524, 1_048_525, 50 * 1024 ** 2, 5 * 1024 ** 3, 50 * 1024 ** 4].map((bytes) =>
      formatSize(bytes, 'en'),
    );
    assert.deepEqual(sizes, [
      '0 bytes',
      '1 byte',
      '1,023 bytes',
      '1 kB',
      '1,023.9 kB',
      '1 MB',
      '50 MB',
      '5 GB',
      '50 TB',
    ]);
    assert.equal(formatSize(1.5 * 1024 ** 2, 'de'), '1,5 MB');
  });
});
