import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionStarted, run } from './support/extension';
import { loggedDuring } from './support/logFile';
import { objectUri, refusalOf, textOf } from './support/objects';
import { variantOf, writeUserProfiles, writeWorkspaceProfiles } from './support/profiles';
import { operations, requestsDuring } from './support/requests';

const README_OF = (profile: string): vscode.Uri => objectUri(profile, 'acme-analytics', 'README.md');

/** Assumes a profile, reads an object with it and exits. */
async function assumeAndRead(profile: string): Promise<string> {
  await run('assumeRole.assume', profile);
  try {
    return await textOf(README_OF(profile));
  } finally {
    await run('assumeRole.exit');
  }
}

/** The workspace's settings file, opened. */
async function openSettings(): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, '.vscode/settings.json'));
}

/** A problem as the Problems panel shows it, with the text it marks. */
interface Marked {
  readonly severity: string;
  readonly message: string;
  readonly marked: string;
}

/** The extension's own problems of a document; VS Code's JSON support has others. */
function problemsOf(document: vscode.TextDocument): Marked[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'Assume Role')
    .map(({ severity, message, range }) => ({
      severity: vscode.DiagnosticSeverity[severity],
      message,
      marked: document.getText(range),
    }));
}

describe('Profiles in the settings', () => {
  before(extensionStarted);
  afterEach(async () => {
    await run('assumeRole.exit');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await writeWorkspaceProfiles(undefined);
    await writeUserProfiles(undefined);
  });

  it('count as soon as they are written, and until they are removed', async () => {
    const missing = await loggedDuring(() => run('assumeRole.assume', 'fresh'), /\[profileNotFound\]/);
    assert.match(missing, /There is no profile "fresh"\./);

    await writeUserProfiles({ fresh: variantOf('analyst', {}) });
    assert.match(await assumeAndRead('fresh'), /^# Analytics\n/);

    await writeUserProfiles(undefined);
    await loggedDuring(() => run('assumeRole.assume', 'fresh'), /\[profileNotFound\]/);
    assert.equal((await refusalOf(textOf(README_OF('fresh')))).code, 'Unavailable');
  });

  it('of the workspace leave those of the user of the same name alone, and are profiles of their own', async () => {
    await writeWorkspaceProfiles({ partner: variantOf('analyst', { description: undefined }) });
    await run('assumeRole.assume', 'partner');
    assert.equal((await refusalOf(textOf(README_OF('partner')))).code, 'NoPermissions');
    await run('assumeRole.exportProfile', 'partner (workspace)');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /role\/Analyst/);
  });

  it('that are broken are told with profile, hop and field; the others go on working', async () => {
    const { source, roleArn } = variantOf('analyst', {});
    await writeUserProfiles({ good: variantOf('analyst', {}) });
    await writeWorkspaceProfiles({
      'wrong type': variantOf('analyst', { region: 1 }),
      'unknown field': variantOf('analyst', { rolArn: roleArn }),
      'no object': 'analyst',
      'over the limit': {
        source,
        chain: [{ roleArn }, { roleArn, durationSeconds: 43_201 }],
      },
      'over the hour': {
        source,
        chain: [{ roleArn }, { roleArn, durationSeconds: 7200 }],
      },
      'snake head': { source: { type: 'profile', name: 'snake tail' } },
      'snake tail': { source: { type: 'profile', name: 'snake head' } },
      orphan: { source: { type: 'profile', name: 'nobody' } },
      'late mfa': {
        source,
        chain: [{ roleArn }, { roleArn, mfaSerial: 'arn:aws:iam::111111111111:mfa/alice' }],
      },
    });
    const document = await openSettings();

    const problems = await eventually(
      () => problemsOf(document),
      ({ length }) => length >= 8,
    );

    const told = (severity: string, start: RegExp, marked: string): void => {
      const found = problems.filter((problem) => start.test(problem.message));
      assert.deepEqual(
        found.map((problem) => ({ severity: problem.severity, marked: problem.marked })),
        [{ severity, marked }],
        `${String(start)} in ${JSON.stringify(problems, undefined, 1)}`,
      );
    };
    told('Error', /^Profile "wrong type", region: /, '"wrong type"');
    told('Error', /^Profile "unknown field", rolArn: is not a known field/, '"unknown field"');
    told('Error', /^Profile "no object": must be an object/, '"no object"');
    told('Error', /^Profile "over the limit", hop 2, durationSeconds: .*43,?200/, '"over the limit"');
    told('Warning', /^Profile "over the hour", hop 2, durationSeconds: .*hour/, '7200');
    told('Error', /^Profile "snake tail", source\.name: refers to itself: snake head → snake tail/, '"snake head"');
    told('Error', /^Profile "snake head", source\.name: refers to the profile "snake tail"/, '"snake tail"');
    told('Error', /^Profile "orphan", source\.name: refers to the profile "nobody"/, '"nobody"');
    told('Error', /^Profile "late mfa", hop 2, mfaSerial: MFA can only/, '"arn:aws:iam::111111111111:mfa/alice"');
    assert.equal(problems.length, 9, JSON.stringify(problems, undefined, 1));

    assert.match(await assumeAndRead('good'), /^# Analytics\n/);
    assert.match(await assumeAndRead('analyst'), /^# Analytics\n/);
  });

  it('that are broken are not assumed: the reason is told and AWS is not called', async () => {
    await writeWorkspaceProfiles({ broken: variantOf('analyst', { region: 1 }) });
    const entries = await requestsDuring(async () => {
      const log = await loggedDuring(() => run('assumeRole.assume', 'broken'), /\[invalidProfile\]/);
      assert.match(log, /Profile "broken", region: /);
      assert.match(log, /Correct the profile in the settings\./);
    });
    assert.deepEqual(operations(entries, 'sts'), []);
  });

  it('are checked while they are typed, before they are saved', async () => {
    await writeWorkspaceProfiles({ typed: variantOf('analyst', {}) });
    const document = await openSettings();
    const editor = await vscode.window.showTextDocument(document);
    assert.deepEqual(problemsOf(document), []);
    const start = document.getText().indexOf('"roleArn"');
    const place = new vscode.Range(document.positionAt(start), document.positionAt(start + '"roleArn"'.length));

    await editor.edit((edit) => edit.replace(place, '"rolArn"'));

    const problems = await eventually(
      () => problemsOf(document),
      ({ length }) => length > 0,
    );
    assert.match(problems[0]?.message ?? '', /^Profile "typed", rolArn: is not a known field/);
    assert.equal(document.isDirty, true);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await run('assumeRole.exportProfile', 'typed');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /role_arn = /, 'what is saved still counts');
  });

  it('of no use at all are told as one problem', async () => {
    await vscode.workspace
      .getConfiguration()
      .update('assumeRole.profiles', ['analyst'], vscode.ConfigurationTarget.Workspace);
    const document = await openSettings();
    const problems = await eventually(
      () => problemsOf(document),
      ({ length }) => length > 0,
    );
    assert.deepEqual(problems, [
      {
        severity: 'Error',
        message: 'assumeRole.profiles must be an object keyed by profile name.',
        marked: '"assumeRole.profiles"',
      },
    ]);
    assert.match(await assumeAndRead('analyst'), /^# Analytics\n/);
  });
});
