import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { demoBuckets } from '../localaws/worlds/demoBuckets';
import { eventually, extensionStarted, run } from './support/extension';
import { objectUri, refusalOf, textOf } from './support/objects';
import { operations, requestsDuring } from './support/requests';

const BUCKET = 'acme-analytics';
const inBucket = (key: string): vscode.Uri => objectUri('analyst', BUCKET, key);

/** The demo bucket's objects with a content of their own, by key. */
const seeded = new Map(
  (demoBuckets.find(({ name }) => name === BUCKET)?.objects ?? []).flatMap((object) =>
    'body' in object && (typeof object.body === 'string' || Buffer.isBuffer(object.body))
      ? [[object.key, Buffer.from(object.body)] as const]
      : [],
  ),
);

describe('An object as a file', () => {
  before(async () => {
    await extensionStarted();
    await run('assumeRole.assume', 'analyst');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => run('assumeRole.exit'));

  it('is read exactly, whatever its key', async () => {
    const odd = [...seeded].filter(([key]) => /^(odd keys\/|\/|README)/.test(key));
    assert.ok(odd.length >= 24, `${odd.length} odd keys`);
    for (const [key, content] of odd) {
      assert.equal(await textOf(inBucket(key)), content.toString(), JSON.stringify(key));
      const { type, size, permissions } = await vscode.workspace.fs.stat(inBucket(key));
      assert.deepEqual(
        { type, size, permissions },
        { type: vscode.FileType.File, size: content.length, permissions: undefined },
        JSON.stringify(key),
      );
    }
  });

  it('opens in an editor under its own name, whatever its key', async () => {
    for (const key of ['odd keys/..', 'odd keys/double//slash.txt', 'odd keys/100%.txt', 'odd keys/back\\slash.txt']) {
      const document = await vscode.workspace.openTextDocument(inBucket(key));
      assert.equal(document.getText(), seeded.get(key)?.toString(), JSON.stringify(key));
    }
  });

  it('keeps the bytes of an image, which opens in the image viewer', async () => {
    const key = 'images/sales.png';
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(inBucket(key))), seeded.get(key));

    await vscode.commands.executeCommand('vscode.open', inBucket(key));

    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (open) => open instanceof vscode.TabInputCustom,
    );
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, 'imagePreview.previewEditor');
  });

  it('is found in a bucket of another region', async () => {
    const text = await textOf(objectUri('analyst', 'acme-reports-eu', 'README.md'));
    assert.match(text, /^# Reports from Europe\n/);
  });

  it('of 4 GiB is refused before it is downloaded', async () => {
    const key = 'exports/orders-full.csv';
    assert.equal((await vscode.workspace.fs.stat(inBucket(key))).size, 4 * 1024 ** 3);
    const { message } = await refusalOf(vscode.workspace.fs.readFile(inBucket(key)));
    assert.match(message, /orders-full\.csv is larger than 50 MB\. Download it instead/);
  });

  it('that is archived is refused with the cure', async () => {
    const { code, message } = await refusalOf(textOf(inBucket('archive/2019-ledger.csv')));
    assert.equal(code, 'Unavailable');
    assert.match(message, /2019-ledger\.csv is archived and cannot be read now\. Restore it/);
  });

  it('that does not exist is not found', async () => {
    const { fs } = vscode.workspace;
    for (const uri of [inBucket('no/such/object.txt'), objectUri('analyst', 'no-such-bucket', 'a.txt')]) {
      assert.equal((await refusalOf(fs.stat(uri))).code, 'FileNotFound');
      assert.equal((await refusalOf(fs.readFile(uri))).code, 'FileNotFound');
    }
  });

  it('is not changed through a profile for reading only, and S3 is not even asked to', async () => {
    await run('assumeRole.assume', 'vault-prod');
    const { fs } = vscode.workspace;
    const seen = (key: string): vscode.Uri => objectUri('vault-prod', 'partner-exchange', key);
    const uri = seen('acme/README.md');
    const before = await textOf(uri);
    const entries = await requestsDuring(async () => {
      for (const operation of [
        () => fs.writeFile(uri, Buffer.from('overwritten')),
        () => fs.writeFile(seen('acme/new.txt'), Buffer.from('new')),
        () => fs.rename(uri, seen('acme/renamed.md')),
        () => fs.delete(uri),
        () => fs.createDirectory(seen('acme/folder')),
      ]) {
        const { code, message } = await refusalOf(operation());
        assert.equal(code, 'NoPermissions', `${operation.toString()}: ${message}`);
      }
    });
    assert.deepEqual(
      entries.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
      [],
    );
    assert.equal(await textOf(uri), before);
    await run('assumeRole.sessions.exit', 'vault-prod');
    await run('assumeRole.assume', 'analyst');
  });

  it('is read-only in its editor where it can never be saved: in a version, or through a profile for reading only', async () => {
    await run('assumeRole.assume', 'vault-prod');
    const typedInto = async (uri: vscode.Uri): Promise<boolean> => {
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('type', { text: 'typed' });
      return document.isDirty;
    };
    assert.equal(await typedInto(objectUri('vault-prod', 'partner-exchange', 'acme/README.md')), false);
    await run('assumeRole.sessions.exit', 'vault-prod');
    await run('assumeRole.assume', 'analyst');
    assert.equal(await typedInto(inBucket('reports/2026/summary.md')), true);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    const version = objectUri('analyst', 'acme-analytics', 'README.md').with({ query: 'versionId=null' });
    assert.equal(await typedInto(version), false);
  });

  it('costs few requests to open', async () => {
    const entries = await requestsDuring(async () => {
      const document = await vscode.workspace.openTextDocument(inBucket('reports/2026/sales.csv'));
      await vscode.window.showTextDocument(document);
    });
    // Extensions of VS Code read files of their own, such as the package.json beside what was opened before.
    const asked = operations(
      entries.filter(({ url }) => url.includes('/sales.csv')),
      's3',
    );
    assert.deepEqual(asked.toSorted(), ['GetObject', 'HeadObject']);
  });
});
