import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { extensionStarted, extensionUnderTest, run } from './support/extension';
import { operations, requests } from './support/requests';

/** Modules of the extension that this process has loaded, relative to the extension. */
function loadedModules(): string[] {
  const root = extensionUnderTest().extensionPath + path.sep;
  return Object.keys(require.cache)
    .filter((file) => file.startsWith(root))
    .map((file) => path.relative(root, file))
    .sort();
}

describe('Activation', () => {
  before(extensionStarted);
  after(() => run('assumeRole.exit'));

  // The files of tests run in the order of their names, so no test has assumed a role before.
  it('loads the AWS SDK and calls AWS only when the first role is assumed', async () => {
    assert.deepEqual(loadedModules(), ['dist/extension.cjs']);
    assert.deepEqual(await requests(), []);

    await run('assumeRole.assume', 'analyst');

    assert.deepEqual(loadedModules(), ['dist/aws.cjs', 'dist/extension.cjs']);
    assert.deepEqual(operations(await requests(), 'sts'), ['AssumeRole']);
  });

  it('registers every command of the manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extensionUnderTest().packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length >= 10);
  });

  it('has a text for every placeholder of the manifest', () => {
    const placeholders = JSON.stringify(extensionUnderTest().packageJSON).match(/"%[\w.]+%"/g) ?? [];
    assert.deepEqual(placeholders, []);
  });

  it('registers a read-only file system', () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('assume-role-s3'), false);
  });
});
