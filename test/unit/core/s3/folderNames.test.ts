import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allow, policy } from '../../../localaws/world';
import { folderExists, folderKey, folderNameProblem, utf8Length } from '../../../../src/core/s3/folderNames';
import { bucketOf, DeletionBed, never } from './deletionBed';

const NONE: ReadonlySet<string> = new Set();

describe('Names for new folders', () => {
  it('become one marker, however deep', () => {
    assert.equal(folderKey('', 'a'), 'a/');
    assert.equal(folderKey('a/', 'b/'), 'a/b/');
    assert.equal(folderKey('a/', 'b/c/d'), 'a/b/c/d/');
  });

  it('are refused where they are empty, hold "//", are too long with what is above, or are taken', () => {
    const problem = (name: string, prefix = 'a/', taken = NONE): string => folderNameProblem(prefix, name, taken) ?? '';
    assert.match(problem(''), /needs a name/);
    assert.match(problem('/'), /begin with "\/"/);
    assert.match(problem('/b'), /begin with "\/"/);
    assert.match(problem('b//c'), /there must be a name/);
    assert.match(problem('b//'), /there must be a name/);
    assert.match(problem('b', 'a/', new Set(['a/b/'])), /already/);
    assert.match(problem('b/', 'a/', new Set(['a/b/'])), /already/);
    assert.equal(problem('b', 'a/', new Set(['b/', 'a/b'])), '');
    // 2 bytes above, 1,021 of the name, 1 of the slash.
    assert.equal(problem('x'.repeat(1021)), '');
    assert.match(problem('x'.repeat(1022)), /1025 bytes of at most 1024/);
    assert.match(problem('€'.repeat(341)), /1026 bytes/);
    assert.equal(problem('€'.repeat(340)), '');
  });

  it('are measured in bytes as S3 does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        assert.equal(utf8Length(text), Buffer.byteLength(text));
      }),
    );
  });

  it('are looked up with one list call, and unknown where that is not allowed', async () => {
    const objects = ['a/b', 'ab', 'c/'].map((key) => ({ key, body: 'x' }));
    const own = await DeletionBed.start([bucketOf('box', { objects })]);
    try {
      assert.equal(await folderExists(own.store, 'box', 'a/', never), true);
      assert.equal(await folderExists(own.store, 'box', 'c/', never), true);
      assert.equal(await folderExists(own.store, 'box', 'ab/', never), false);
      assert.equal(own.aws.log.count(), 3);
      own.allow(policy(allow('s3:PutObject')));
      assert.equal(await folderExists(own.store, 'box', 'a/', never), undefined);
    } finally {
      await own.close();
    }
  });
});
