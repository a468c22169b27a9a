import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ODD_KEYS } from '../unit/aws/s3/storeBed';
import { eventually, extensionStarted, run } from './support/extension';
import { objectUri, refusalOf, textOf } from './support/objects';
import { operations, requestsDuring } from './support/requests';
import { somebodyElse } from './support/somebodyElse';

const { fs } = vscode.workspace;
const { File, Directory } = vscode.FileType;
const BUCKET = 'acme-drafts';
/** A bucket that tests may fill with any keys. */
const ODD = 'host-odd-keys';
const at = (key: string, bucket = BUCKET): vscode.Uri => objectUri('analyst', bucket, key);
const root = (bucket: string): vscode.Uri =>
  vscode.Uri.from({ scheme: 'assume-role-s3', authority: 'analyst', path: `/${bucket}` });

describe('Folders of objects', () => {
  let s3: S3Client;

  before(async () => {
    await extensionStarted();
    s3 = await somebodyElse();
    await run('assumeRole.assume', 'analyst');
  });
  after(async () => {
    await run('assumeRole.exit');
    s3.destroy();
  });
  beforeEach(() => run('assumeRole.s3.refresh'));

  const put = (key: string, Body = key, Bucket = BUCKET) => s3.send(new PutObjectCommand({ Bucket, Key: key, Body }));
  const keys = async (Prefix: string, Bucket = BUCKET): Promise<string[]> => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix, EncodingType: 'url' }));
    return Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
  };
  /** Every file below a folder by its content, as VS Code walks through it. */
  const walk = async (folder: vscode.Uri): Promise<Map<string, string>> => {
    const files = new Map<string, string>();
    for (const [name, type] of await fs.readDirectory(folder)) {
      const uri = vscode.Uri.joinPath(folder, name);
      assert.equal((await fs.stat(uri)).type, type, uri.path);
      if (type === Directory) for (const [path, content] of await walk(uri)) files.set(path, content);
      else files.set(uri.path, await textOf(uri));
    }
    return files;
  };

  it('are listed with what stands directly in them, with one list call', async () => {
    const entries = await requestsDuring(async () => {
      const listed = await fs.readDirectory(root(BUCKET));
      assert.deepEqual(new Map(listed).get('welcome.md'), File);
      assert.equal(new Map(listed).get('team'), Directory);
    });
    assert.deepEqual(operations(entries, 's3'), ['ListObjectsV2']);
    assert.equal((await fs.stat(at('team'))).type, Directory);
    assert.equal((await fs.stat(root(BUCKET))).type, Directory);
  });

  it('are created, shown empty, and gone with their last object', async () => {
    const folder = at('made/deeper');
    await fs.createDirectory(folder);
    assert.deepEqual(await keys('made/'), ['made/', 'made/deeper/']);
    assert.deepEqual(await fs.readDirectory(folder), []);
    assert.equal((await fs.stat(folder)).type, Directory);
    await fs.writeFile(at('made/deeper/a.txt'), Buffer.from('a'));
    assert.deepEqual(await fs.readDirectory(folder), [['a.txt', File]]);

    const { message } = await refusalOf(fs.delete(at('made')));
    assert.match(message, /not empty/i);
    assert.equal((await keys('made/')).length, 3);
    await fs.delete(at('made'), { recursive: true });
    assert.deepEqual(await keys('made/'), []);
    assert.equal((await refusalOf(fs.stat(at('made')))).code, 'FileNotFound');
  });

  it('beside an object of the same name are both there', async () => {
    await put('twin', 'the object');
    await put('twin/inside', 'in the folder');
    await put('twin/', 'the marker');
    const listed = new Map(await fs.readDirectory(root(BUCKET)));
    assert.deepEqual([listed.get('twin'), listed.get('twin~~')], [File, Directory]);
    const folder = vscode.Uri.joinPath(root(BUCKET), 'twin~~');
    assert.equal((await fs.stat(at('twin'))).type, File);
    assert.equal((await fs.stat(folder)).type, Directory);
    assert.deepEqual(
      new Map(await fs.readDirectory(folder)),
      new Map([
        ['~~', File],
        ['inside', File],
      ]),
    );
    assert.equal(await textOf(at('twin/')), 'the marker');
    assert.equal(await textOf(vscode.Uri.joinPath(folder, 'inside')), 'in the folder');

    await fs.rename(folder, at('moved'));
    assert.deepEqual(await keys('twin'), ['twin']);
    assert.deepEqual(await keys('moved'), ['moved/', 'moved/inside']);
    await fs.delete(at('twin'));
    await fs.delete(at('moved'), { recursive: true });
  });

  it('are not deleted or renamed in place of an object of their name that is gone meanwhile', async () => {
    const whole = ['swap/1', 'swap/2'];
    const works = [
      // Gone is what was wanted, whether it was seen to be gone or not.
      () =>
        fs
          .delete(at('swap'), { recursive: true })
          .then(undefined, (error: unknown) => assert.equal((error as vscode.FileSystemError).code, 'FileNotFound')),
      async () => assert.equal((await refusalOf(fs.rename(at('swap'), at('swapped')))).code, 'FileNotFound'),
      async () => assert.equal((await refusalOf(fs.copy(at('swap'), at('swapped')))).code, 'FileNotFound'),
    ];
    for (const work of works) {
      for (const key of ['swap', ...whole]) await put(key);
      await run('assumeRole.s3.refresh');
      assert.equal(new Map(await fs.readDirectory(root(BUCKET))).get('swap'), File);
      await s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: 'swap' }));
      await run('assumeRole.s3.refresh');
      await work();
      assert.deepEqual(await keys('swap'), whole);
    }
    // Whoever sees the folder may delete it. A change in the bucket ends what was listed a moment ago.
    await fs.writeFile(at('swapped'), Buffer.from('a'));
    await fs.delete(at('swapped'));
    assert.equal(new Map(await fs.readDirectory(root(BUCKET))).get('swap'), Directory);
    await fs.delete(at('swap'), { recursive: true });
    assert.deepEqual(await keys('swap'), []);
  });

  it('hold any key exactly, through listing, copying, renaming and deleting', async function () {
    // Some fifty keys, each with a dozen requests.
    this.timeout(120_000);
    await run('assumeRole.s3.refresh');
    const { CreateBucketCommand } = await import('@aws-sdk/client-s3');
    await s3.send(new CreateBucketCommand({ Bucket: ODD }));
    // Below a folder, so that they fit its copies; the longest keys leave no room for that.
    const odd = ODD_KEYS.filter((key) => Buffer.byteLength(key) < 900);
    for (const key of odd) await put(`all/${key}`, `content of ${key}`, ODD);
    const expected = (prefix: string): Map<string, string> =>
      new Map(odd.map((key) => [at(prefix + key, ODD).path, `content of ${key}`]));
    const canonical = (files: Map<string, string>): Map<string, string> =>
      new Map([...files].map(([path, content]) => [path.replaceAll(/(?<=[^/])~~(?=\/)/g, ''), content]));
    const sorted = (files: Map<string, string>): [string, string][] => [...files].sort(([a], [b]) => (a < b ? -1 : 1));

    assert.deepEqual(sorted(canonical(await walk(at('all', ODD)))), sorted(expected('all/')));
    await fs.copy(at('all', ODD), at('copied', ODD));
    await fs.rename(at('copied', ODD), at('renamed', ODD));
    const renamed = await walk(at('renamed', ODD));
    assert.deepEqual(sorted(canonical(renamed)), sorted(expected('renamed/')));
    const uris = new Map([...renamed].map(([path, content]) => [content, root(ODD).with({ path })]));
    assert.deepEqual(await keys('copied/', ODD), []);
    // What stands in a folder before what has its name: where the object is away, that name is the folder's.
    for (const key of odd.toSorted().reverse()) {
      const uri = uris.get(`content of ${key}`);
      assert.ok(uri);
      await fs.writeFile(uri, Buffer.from(`new ${key}`));
      assert.equal(await textOf(uri), `new ${key}`);
      await fs.rename(uri, at('one by one', ODD));
      assert.equal(await textOf(at('one by one', ODD)), `new ${key}`);
      await fs.delete(at('one by one', ODD));
      assert.equal((await keys('renamed/', ODD)).includes(`renamed/${key}`), false, key);
    }
    assert.deepEqual(await keys('renamed/', ODD), []);
    assert.equal((await keys('all/', ODD)).length, odd.length);
  });

  it('renamed onto themselves lose nothing', async () => {
    await put('self/a', 'a');
    await fs.rename(at('self/a'), at('self/a'), { overwrite: true });
    await fs.rename(at('self'), at('self'), { overwrite: true });
    await refusalOf(fs.rename(at('self'), at('self/inside'), { overwrite: true }));
    assert.equal(await textOf(at('self/a')), 'a');
    await fs.delete(at('self'), { recursive: true });
  });

  it('are copied between two sessions of which neither may do both', async () => {
    await run('assumeRole.assume', 'team-only');
    await fs.copy(
      objectUri('analyst', 'acme-analytics', 'README.md'),
      objectUri('team-only', BUCKET, 'team/copied.md'),
    );
    await run('assumeRole.assume', 'analyst');
    assert.equal(await textOf(at('team/copied.md')), await textOf(objectUri('analyst', 'acme-analytics', 'README.md')));
    await fs.delete(at('team/copied.md'));
  });

  it('tell VS Code of what changes in them', async () => {
    const uri = at('told.txt');
    const told = watched(root(BUCKET), 'told.txt');
    try {
      await fs.writeFile(uri, Buffer.from('1'));
      await told.next(`+${uri.path}`);
      await fs.writeFile(uri, Buffer.from('2'));
      await told.next(`*${uri.path}`);
      await fs.delete(uri);
      await told.next(`-${uri.path}`);
      assert.deepEqual(told.all, [`+${uri.path}`, `*${uri.path}`, `-${uri.path}`]);
    } finally {
      told.dispose();
    }
  });

  it('beside an object of their name tell of changes under the name that VS Code shows', async () => {
    await put('twin', 'the object');
    await put('twin/inside', 'in the folder');
    const folder = vscode.Uri.joinPath(root(BUCKET), 'twin~~');
    await fs.readDirectory(folder);
    const inside = vscode.Uri.joinPath(folder, 'inside');
    const document = await vscode.workspace.openTextDocument(inside);
    const told = watched(folder, '*');
    try {
      await fs.copy(inside, vscode.Uri.joinPath(folder, 'new'));
      await told.next(`+${folder.path}/new`);
      await fs.writeFile(inside, Buffer.from('written by an extension'));
      await told.next(`*${inside.path}`);
      await eventually(
        () => document.getText(),
        (text) => text === 'written by an extension',
      );
      await fs.delete(at('twin/new'));
      await told.next(`-${folder.path}/new`);
    } finally {
      told.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await fs.delete(folder, { recursive: true });
      await fs.delete(at('twin'));
    }
  });
});

/** What VS Code tells of files in a folder: `+` created, `*` changed, `-` deleted, before the path. */
function watched(folder: vscode.Uri, pattern: string) {
  const all: string[] = [];
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern));
  const subscriptions = [
    watcher,
    watcher.onDidCreate(({ path }) => all.push(`+${path}`)),
    watcher.onDidChange(({ path }) => all.push(`*${path}`)),
    watcher.onDidDelete(({ path }) => all.push(`-${path}`)),
  ];
  return {
    all,
    next: (event: string): Promise<unknown> =>
      eventually(
        () => all.at(-1),
        (last) => last === event,
      ),
    dispose: () => void vscode.Disposable.from(...subscriptions).dispose(),
  };
}
