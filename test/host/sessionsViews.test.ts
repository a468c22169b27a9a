import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EXTERNAL_IDS, ROLES } from '../localaws/worlds/demo';
import { eventually, extensionStarted, run } from './support/extension';
import { loggedDuring } from './support/logFile';
import { objectUri, refusalOf, textOf } from './support/objects';
import { variantOf, writeUserProfiles } from './support/profiles';

/** Titles of the editors that are Chain views. */
function chainEditors(): string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('assumeRole.chain'))
    .map(({ label }) => label);
}

describe('Sessions and chains', () => {
  before(extensionStarted);
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await writeUserProfiles(undefined);
  });

  const chain = (externalId: string) =>
    variantOf('analyst', {
      roleArn: undefined,
      chain: [
        // A name of its own, because profiles share the sessions of hops they have in common.
        { roleArn: ROLES.hub, sessionName: 'views' },
        { roleArn: ROLES.lake, externalId },
        { roleArn: ROLES.vault },
      ],
    });

  it('show a chain in one editor, however often it is asked for', async () => {
    await run('assumeRole.showChain', 'analyst');
    await eventually(chainEditors, (titles) => titles.length === 1);
    await run('assumeRole.showChain', 'analyst');
    assert.deepEqual(chainEditors(), ['Chain: analyst']);
  });

  it('test a chain to its end, with who each place is in the log', async () => {
    await writeUserProfiles({ tested: chain(EXTERNAL_IDS.lake) });
    const log = await loggedDuring(() => run('assumeRole.testChain', 'tested'), /Role 3 of 3/);
    assert.match(log, /Tested the chain of profile "tested":/);
    assert.match(log, /Role 3 of 3, Vault \(333333333333\): works, arn:aws:sts::333333333333:assumed-role\/Vault\//);
    assert.ok(chainEditors().includes('Chain: tested'));
  });

  it('report the hop that fails, with the cure, and never the external ID', async () => {
    await writeUserProfiles({ stops: chain('not-the-one') });
    const log = await loggedDuring(() => run('assumeRole.testChain', 'stops'), /Role 3 of 3/);
    assert.match(log, /Role 1 of 3, Hub \(111111111111\): works/);
    assert.match(log, /Role 2 of 3, Lake \(222222222222\): failed\. .*\n\s+Check that /);
    assert.match(log, /Role 3 of 3, Vault \(333333333333\): not tried/);
    assert.doesNotMatch(log, /not-the-one/);
  });

  it('end one live session and leave the other', async () => {
    const readme = objectUri('analyst', 'acme-analytics', 'README.md');
    await run('assumeRole.assume', 'partner');
    await run('assumeRole.assume', 'analyst');
    await run('assumeRole.sessions.exit', 'partner');
    assert.match(await textOf(readme), /^# Analytics\n/);
    const { code } = await refusalOf(textOf(objectUri('partner', 'partner-exchange', 'shared/README.md')));
    assert.equal(code, 'Unavailable');
    await run('assumeRole.exit');
  });
});
