import assert from 'node:assert/strict';
import { bucketNameProblem } from '../../../../src/core/s3/bucketNames';

describe('Names for new buckets', () => {
  it('are those the S3 User Guide gives as examples', () => {
    for (const name of ['abc', 'amzn-s3-bucket', 'log-delivery-march-2020', 'my.example.com', '1a2', 'a'.repeat(63)]) {
      assert.equal(bucketNameProblem(name), undefined, name);
    }
  });

  it('have a message for each rule they break', () => {
    const broken: Readonly<Record<string, RegExp>> = {
      ab: /at least 3/,
      ['a'.repeat(64)]: /at most 63 .* 64/,
      Upper: /capital/,
      under_score: /"_"/,
      'space d': /" "/,
      ümlaut: /"ü"/,
      'emoji😀': /"😀"/,
      '-dash': /begin with/,
      '.dot': /begin with/,
      'dash-': /end with a letter/,
      'dot.': /end with a letter/,
      'two..dots': /two dots/,
      '192.168.5.4': /IP addresses/,
      'xn--a': /begin with "xn--"/,
      'sthree-a': /begin with "sthree-"/,
      'amzn-s3-demo-a': /begin with "amzn-s3-demo-"/,
      'a-s3alias': /end with "-s3alias"/,
      'a--ol-s3': /end with "--ol-s3"/,
      'a.mrap': /end with ".mrap"/,
      'a--x-s3': /end with "--x-s3"/,
      'a--table-s3': /end with "--table-s3"/,
      'data-123456789012-us-east-1-an': /end with "-an"/,
    };
    for (const [name, words] of Object.entries(broken)) assert.match(bucketNameProblem(name) ?? '', words, name);
  });

  it('tell of what no further typing mends before they tell of what is only not finished', () => {
    assert.match(bucketNameProblem('A') ?? '', /capital/);
    assert.match(bucketNameProblem('a..') ?? '', /two dots/);
  });
});
