import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extensionStarted, run } from './support/extension';
import { textOf } from './support/objects';
import { somebodyElse } from './support/somebodyElse';

const BUCKET = 'acme-drafts';
/** One of an editor that VS Code brings, one of an editor of an extension that is installed: these tests. */
const NAMES = ['report.ipynb', 'site.hostpage'];
const at = (name: string): vscode.Uri =>
  vscode.Uri.from({ scheme: 'assume-role-s3', authority: 'analyst', path: `/${BUCKET}/editors/${name}` });

describe('Objects that other editors than that of texts open', () => {
  let s3: S3Client;

  before(async () => {
    await extensionStarted();
    s3 = await somebodyElse();
    await run('assumeRole.assume', 'analyst');
    for (const name of NAMES) {
      await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `editors/${name}`, Body: name }));
    }
    await run('assumeRole.s3.refresh');
  });
  after(async () => {
    await run('assumeRole.exit');
    s3.destroy();
  });

  it('are listed under names that those editors do not know', async () => {
    const listed = (await vscode.workspace.fs.readDirectory(at('').with({ path: `/${BUCKET}/editors` }))).map(
      ([name]) => name,
    );
    assert.deepEqual(listed.sort(), ['report~2e~ipynb', 'site~2e~hostpage']);
  });

  for (const name of NAMES) {
    const spelled = at(name.replace('.', '~2e~'));

    it(`are not there under their own names: ${name}`, async () => {
      await assert.rejects(async () => vscode.workspace.fs.stat(at(name)), /FileNotFound|NotFound/);
      await assert.rejects(async () => vscode.workspace.fs.readFile(at(name)), /can run what is in it/);
      const written = vscode.workspace.fs.writeFile(at(name), new Uint8Array());
      await assert.rejects(async () => written, /can run what is in it/);
    });

    it(`open, are changed and saved as texts: ${name}`, async () => {
      await vscode.commands.executeCommand('vscode.open', spelled);
      const { activeTab } = vscode.window.tabGroups.activeTabGroup;
      assert.ok(activeTab?.input instanceof vscode.TabInputText);
      const { document } = await vscode.window.showTextDocument(spelled);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(spelled, new vscode.Position(0, 0), 'changed ');
      assert.ok(await vscode.workspace.applyEdit(edit));
      assert.ok(await document.save());
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `editors/${name}` }));
      assert.equal(await Body?.transformToString(), `changed ${name}`);
    });
  }

  it('are copied and renamed by their true keys', async () => {
    await vscode.workspace.fs.copy(at('report~2e~ipynb'), at('copy~2e~ipynb'));
    await vscode.workspace.fs.rename(at('copy~2e~ipynb'), at('moved~2e~hostpage'));
    assert.equal(await textOf(at('moved~2e~hostpage')), 'changed report.ipynb');
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'editors/moved.hostpage' }));
    assert.equal(await Body?.transformToString(), 'changed report.ipynb');
    await vscode.workspace.fs.delete(at('moved~2e~hostpage'));
  });
});
