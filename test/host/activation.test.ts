import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { extensionStarted, extensionUnderTest, run } from './support/extension';
import { operations, requests } from './support/requests';

/** The extension's bundles that this process has loaded. */
function loadedBundles(): string[] {
  const dist = path.join(extensionUnderTest().extensionPath, 'dist') + path.sep;
  return Object.keys(require.cache)
    .filter((file) => file.startsWith(dist))
    .map((file) => file.slice(dist.length))
    .sort();
}

describe('Activation', () => {
  before(extensionStarted);
  after(() => run('assumeRole.exit'));

  // The files of tests run in the order of their names, so no test has assumed a role before.
  it('loads the AWS SDK and calls AWS only when the first role is assumed', async () => {
    // Every window follows what is forgotten in another, which secrets.cjs does.
    assert.deepEqual(loadedBundles(), ['extension.cjs', 'secrets.cjs']);
    assert.deepEqual(await requests(), []);

    await run('assumeRole.assume', 'analyst');

    assert.deepEqual(loadedBundles(), ['aws.cjs', 'commands.cjs', 'extension.cjs', 'profiles.cjs', 'secrets.cjs']);
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

  it('registers a file system that can be written to', () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('assume-role-s3'), true);
  });
});
