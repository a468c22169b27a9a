import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ROLES } from '../localaws/worlds/demo';
import { extensionStarted, run } from './support/extension';
import { variantOf, writeUserProfiles } from './support/profiles';

describe('Generate IAM Policies', () => {
  before(() => extensionStarted());
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await writeUserProfiles(undefined);
  });

  function shown(): vscode.TextDocument {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document, 'no editor was opened');
    return document;
  }

  it('opens the policies of a chain, with the user AWS knows, each under what it belongs to', async () => {
    const chain = [{ roleArn: ROLES.hub }, { roleArn: ROLES.vault }];
    await writeUserProfiles({ chained: variantOf('analyst', { roleArn: undefined, chain }) });
    await run('assumeRole.generatePolicies', 'chained');
    const document = shown();
    assert.equal(document.languageId, 'jsonc');
    assert.equal(document.isUntitled, true);
    const headings = document.getText().match(/(?<=\/\/ ).* · .*/g) ?? [];
    assert.equal(headings.length, 4, headings.join('\n'));
    assert.match(headings.join('\n'), /^User \w+ in account 111111111111 · permission policy\n/);
    assert.match(document.getText(), /"AWS": "arn:aws:iam::111111111111:user\/\w+"/);
  });

  it('opens those of one hop and its caller', async () => {
    const chain = [{ roleArn: ROLES.hub }, { roleArn: ROLES.vault }];
    await writeUserProfiles({ chained: variantOf('analyst', { roleArn: undefined, chain }) });
    await run('assumeRole.generatePolicies', 'chained', 1);
    const headings =
      shown()
        .getText()
        .match(/(?<=\/\/ ).* · .*/g) ?? [];
    assert.deepEqual(
      headings.map((heading) => heading.replace(/ in account \d+/, '')),
      ['Role Hub · permission policy', 'Role Vault · trust policy'],
    );
  });
});
