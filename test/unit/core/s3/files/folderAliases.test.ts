import assert from 'node:assert/strict';
import { filePathOf, folderAt } from '../../../../../src/core/s3/files/filePath';
import { FolderAliases } from '../../../../../src/core/s3/files/folderAliases';

const pathOf = (path: string) => filePathOf({ authority: 'etl', path, query: '' });
const object = (key: string) => ({ profile: 'etl', bucket: 'lake', key });
const folder = (prefix: string) => ({ profile: 'etl', bucket: 'lake', prefix });

/** Aliases after VS Code has asked for these paths, those with a `/` at the end by listing them. */
function aliasesAfter(...asked: string[]): FolderAliases {
  const aliases = new FolderAliases();
  for (const path of asked) {
    aliases.asked(pathOf(path), path);
    if (path.endsWith('/')) aliases.listed(folderAt(pathOf(path)), path);
  }
  return aliases;
}

const pathsOf = (uris: readonly { readonly path: string }[]): string[] => uris.map(({ path }) => path);

describe('Paths of files in a folder beside an object of its name', () => {
  it('are those under which VS Code has asked, and the own', () => {
    const aliases = aliasesAfter('/lake/a~~/', '/lake/a~~/b/c.txt', '/lake/d.txt', '/lake/x/~~/y');
    assert.deepEqual(pathsOf(aliases.urisOfObject(object('a/new.txt'))), ['/lake/a/new.txt', '/lake/a~~/new.txt']);
    assert.deepEqual(pathsOf(aliases.urisOfObject(object('a/b/c.txt'))), ['/lake/a/b/c.txt', '/lake/a~~/b/c.txt']);
    assert.deepEqual(pathsOf(aliases.urisOfObject(object('d.txt'))), ['/lake/d.txt']);
    assert.deepEqual(pathsOf(aliases.urisOfFolder(folder('a/'))), ['/lake/a', '/lake/a~~']);
    assert.deepEqual(pathsOf(aliases.urisOfFolder(folder('a/b/'))), ['/lake/a/b', '/lake/a~~/b']);
    assert.deepEqual(pathsOf(aliases.urisOfFolder(folder('e/'))), ['/lake/e']);
  });

  it('are read back as the same object or folder, whatever its name', () => {
    const aliases = aliasesAfter('/lake/a~~/b~~/~~', '/lake/a~~/', '/lake/a~~/~~/');
    for (const key of ['a/b/', 'a/b/%2e', 'a/~', 'a//c', 'a/..', 'a/ x ']) {
      const uris = aliases.urisOfObject(object(key));
      assert.equal(uris.length, 2, JSON.stringify([key, uris]));
      for (const uri of uris) assert.equal(filePathOf(uri).key, key, uri.path);
    }
    for (const uri of aliases.urisOfFolder(folder('a/b/'))) assert.equal(filePathOf(uri).prefix, 'a/b/', uri.path);
  });
});
