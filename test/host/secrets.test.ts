import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { ACCESS_KEYS, EXTERNAL_IDS, ROLES } from '../localaws/worlds/demo';
import { filesBelow, filesHolding, SESSION_TOKEN } from '../vscode/filesBelow';
import { eventually, extensionStarted, run } from './support/extension';
import { dataDirectory, logText } from './support/logFile';
import { objectUri, refusalOf, textOf } from './support/objects';
import { variantOf, writeUserProfiles } from './support/profiles';
import { addTroubledKeys, TROUBLED_KEYS } from './support/sharedConfig';

const SECRET_ACCESS_KEYS = [ACCESS_KEYS.alice, ...Object.values(TROUBLED_KEYS)].map(
  ({ secretAccessKey }) => secretAccessKey,
);

describe('Secrets', () => {
  let removeKeys: () => Promise<void>;
  before(async () => {
    await extensionStarted();
    removeKeys = await addTroubledKeys();
  });
  after(async () => {
    await writeUserProfiles(undefined);
    await removeKeys();
  });

  it('are in no file of VS Code: not in logs, nor settings, nor state, whether roles were assumed or refused', async () => {
    await writeUserProfiles({
      ...Object.fromEntries(
        Object.keys(TROUBLED_KEYS).map((name) => [
          name,
          variantOf('analyst', { source: { type: 'sharedConfig', profile: name } }),
        ]),
      ),
      'wrong external ID': variantOf('partner', { externalId: 'some-other-external-id' }),
    });
    for (const name of ['analyst', 'partner', 'wrong external ID', ...Object.keys(TROUBLED_KEYS)])
      await run('assumeRole.assume', name);
    await run('assumeRole.renew');
    await refusalOf(textOf(objectUri('partner', 'partner-exchange', 'globex/confidential.txt')));
    await run('assumeRole.assume', 'analyst');
    await textOf(objectUri('analyst', 'acme-analytics', 'README.md'));
    await run('assumeRole.exit');
    const log = await eventually(logText, (text) => /Exited analyst\.\s*$/.test(text));

    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const files = [...(await filesBelow(dataDirectory())), ...(await filesBelow(folder.uri.fsPath))];
    // Which files there must be, or the search proves nothing.
    assert.ok(files.some((file) => path.basename(file) === 'Assume Role.log'));
    assert.ok(files.some((file) => /[/\\](Machine|User)[/\\]settings\.json$/.test(file)));
    assert.match(
      log,
      new RegExp(`Assumed analyst: arn:aws:sts::111111111111:assumed-role/${path.basename(ROLES.analyst)}/`),
    );

    // The README of the demo's folder shows Alice's access keys to the person who tries it.
    const searched = files.filter((file) => file !== path.join(folder.uri.fsPath, 'README.md'));
    assert.deepEqual(await filesHolding(searched, [SESSION_TOKEN, ...SECRET_ACCESS_KEYS]), {});
    // External IDs stand in the settings, of which VS Code keeps copies; logs and state hold none.
    const written = searched.filter((file) => /[/\\](logs|globalStorage|workspaceStorage)[/\\]/.test(file));
    assert.deepEqual(await filesHolding(written, [...Object.values(EXTERNAL_IDS), 'some-other-external-id']), {});
  });
});
