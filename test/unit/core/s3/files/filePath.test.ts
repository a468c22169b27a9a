import assert from 'node:assert/strict';
import fc from 'fast-check';
import { posix } from 'node:path';
import { URI, Utils } from 'vscode-uri';
import { toUriParts } from '../../../../../src/core/s3/address';
import {
  ancestorPrefixes,
  entryName,
  filePathOf,
  folderUriParts,
  parentPrefix,
} from '../../../../../src/core/s3/files/filePath';
import { isAppError } from '../../../../../src/core/support/errors';

const SCHEME = 'assume-role-s3';
const piece = fc.oneof(
  fc.constantFrom('/', '//', '.', '..', '\\', '%2F', '~', '~~', '~2e~', ' ', '\0', '\ud800', '😀', '?', '#', 'a'),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
/** Any key that is not empty. */
const key = fc
  .array(piece, { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.join(''))
  .filter((text) => text !== '');
const at = (of: string) => ({ profile: 'etl', bucket: 'lake', key: of });
const pathOf = (path: string) => filePathOf({ authority: 'etl', path, query: '' });

describe('paths of files', () => {
  it('stand for the object of any key, or the folder of that name', () => {
    fc.assert(
      fc.property(key, (of) => {
        const path = filePathOf(toUriParts(at(of)));
        assert.deepEqual(path, { ...at(of), prefix: `${of}/` });
      }),
      { numRuns: 2000 },
    );
  });

  it('name every folder apart from the object beside it', () => {
    fc.assert(
      fc.property(key, (of) => {
        const folder = { profile: 'etl', bucket: 'lake', prefix: `${of}/` };
        const alias = folderUriParts(folder, true);
        assert.deepEqual(filePathOf(alias), folder);
        assert.notEqual(alias.path, toUriParts(at(of)).path);
        assert.equal(folderUriParts(folder).path, toUriParts(at(of)).path);
      }),
      { numRuns: 2000 },
    );
  });

  it('are found again by walking from folder to folder, with and without the names of twins', () => {
    fc.assert(
      fc.property(key, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (of, twins) => {
        const names = of.split('/');
        let uri = URI.from({ scheme: SCHEME, ...folderUriParts({ profile: 'etl', bucket: 'lake', prefix: '' }) });
        names.forEach((name, index) => {
          const isTwin = index < names.length - 1 && twins[index % twins.length] === true;
          uri = Utils.joinPath(uri, entryName(name, isTwin));
        });
        assert.equal(filePathOf(URI.parse(uri.toString())).key, of);
        assert.equal(posix.normalize(uri.path), uri.path);
      }),
      { numRuns: 2000 },
    );
  });

  it('tell buckets and what is above them', () => {
    assert.deepEqual(pathOf('/'), { profile: 'etl' });
    assert.deepEqual(pathOf('/lake'), { profile: 'etl', bucket: 'lake', prefix: '' });
    assert.deepEqual(pathOf('/lake/'), { profile: 'etl', bucket: 'lake', prefix: '' });
    assert.deepEqual(pathOf('/lake/a/'), { profile: 'etl', bucket: 'lake', prefix: 'a/' });
    assert.deepEqual(pathOf('/lake/~~'), { profile: 'etl', bucket: 'lake', prefix: '/' });
    assert.deepEqual(pathOf('/lake/a/~~'), { profile: 'etl', bucket: 'lake', key: 'a/', prefix: 'a//' });
    assert.deepEqual(pathOf('/lake/a~~/b'), { profile: 'etl', bucket: 'lake', key: 'a/b', prefix: 'a/b/' });
    assert.deepEqual(filePathOf({ authority: 'etl', path: '/lake/a', query: 'versionId=1' }), {
      ...at('a'),
      versionId: '1',
    });
  });

  it('are those of the file where a viewer asks past its cache', () => {
    const parts = { authority: 'etl', path: '/lake/a.png' };
    assert.deepEqual(filePathOf({ ...parts, query: 'version=1795318950471' }), filePathOf({ ...parts, query: '' }));
    for (const query of ['version=', 'version=a', 'other=1']) {
      assert.throws(
        () => filePathOf({ ...parts, query }),
        (error) => isAppError(error, 'notFound'),
        query,
      );
    }
  });

  it('are refused when nothing has them', () => {
    for (const path of ['', 'lake', '/lake//a', '/lake/./a', '/lake/a~~~~', '/lake/~61~']) {
      assert.throws(
        () => pathOf(path),
        (error) => isAppError(error, 'notFound'),
        path,
      );
    }
  });

  it('know what is around a key', () => {
    assert.deepEqual(['a', 'a/', 'a/b', 'a/b/', 'a//', '/'].map(parentPrefix), ['', '', 'a/', 'a/', 'a/', '']);
    assert.deepEqual(ancestorPrefixes('a/b/c'), ['a/b/', 'a/', '']);
    assert.deepEqual(ancestorPrefixes('a/b/'), ['a/', '']);
  });
});
