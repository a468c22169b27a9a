import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { ACCESS_KEYS, ROLES } from '../localaws/worlds/demo';
import { filesBelow, filesHolding } from '../vscode/filesBelow';
import { environmentOf, startCorporateNetwork, type CorporateNetwork } from '../network/corporateNetwork';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

const SWITCH_LINK =
  'https://signin.aws.amazon.com/switchrole?roleName=LakeReader&account=222222222222&displayName=lake';

/** A config file with what people have in theirs, and one profile that cannot be used. */
const CONFIG = `
[sso-session acme]
sso_start_url = https://d-0000000000.awsapps.com/start
sso_region = us-east-1

[profile analyst]
role_arn = ${ROLES.analyst}
source_profile = alice

[profile lost]
role_arn = ${ROLES.hub}
source_profile = nobody
`;

describe('a person with AWS config files', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let network: CorporateNetwork;

  /** The profiles made here name no hosts: under the names of AWS's own the local AWS answers. */
  const namesOfAws = async (upstream: string): Promise<Record<string, string>> => {
    network = await startCorporateNetwork({ upstream });
    return environmentOf(network);
  };

  before(async () => {
    windows = await startDemoWindows({
      settings: ({ settings }) => ({ ...settings, 'assumeRole.profiles': {} }),
      env: async ({ localAws }) => namesOfAws(localAws.endpoint),
    });
    await appendFile(windows.demo.env['AWS_CONFIG_FILE'] ?? '', CONFIG);
    window = await windows.open();
  });
  after(async () => {
    await windows.close();
    await network.close();
  });
  afterEach(pictureOnFailure(() => window));

  const waitForAdded = (text: string | RegExp): Promise<void> => window.notification(text).waitFor();

  /** Confirms a sign-in's code, as alice does on the page whose link is copied. */
  async function confirmSignIn(): Promise<void> {
    await window.answerDialog(/Sign in to/, 'Copy Link');
    const waiting = window.notification(/to allow code/);
    const [, code = ''] = /code (\S+)/.exec(await waiting.innerText()) ?? [];
    // One notification for one thing to do.
    await window.notification(/Listing the roles/).waitFor({ state: 'hidden' });
    windows.demo.localAws.identityCenter.approve(code, 'alice');
  }

  it('imports what the files hold, without the keys, and sees what cannot be imported and why', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Import Role Profiles…');
    await quickInput.waitForOpen('Import Role Profiles');
    const rows = (await quickInput.items()).join('\n');
    assert.match(rows, /analyst.*config profile alice → Analyst \(111111111111\)/);
    assert.match(rows, /lost.*nobody/);
    await window.screenshot('import');
    await quickInput.accept();
    await quickInput.pick(/Refer to the File/);
    await waitForAdded('2 role profiles were added');
    await window.runCommand('AWS: Assume Role');
    await quickInput.pick(/\banalyst\b/);
    await window.statusBarText(/AWS session analyst/);
  });

  it('adds a role from a switch-role link in the clipboard', async () => {
    const { quickInput } = window;
    await window.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(SWITCH_LINK)})`);
    await window.runCommand('AWS: Add Role Profile from Clipboard…');
    await quickInput.pick(/config profile alice/);
    await quickInput.waitForMessage(/Name of the profile/);
    assert.equal(await quickInput.value(), 'lake');
    await quickInput.accept();
    await quickInput.item(/Save "lake"/).waitFor();
    await window.screenshot('review');
    await quickInput.pick(/Save "lake"/);
    await waitForAdded('"lake" was added');
  });

  it('edits a profile: what is asked for changes, the rest stays', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Edit Role Profile…');
    await quickInput.pick('lake');
    await quickInput.pick(/Step by Step/);
    await quickInput.pick(/More Options/);
    await quickInput.pick(/Session name/);
    await quickInput.waitForMessage(/CloudTrail/);
    await quickInput.type('a');
    await quickInput.waitForMessage(/at least 2 characters/);
    await quickInput.accept('auditor');
    await quickInput.item(/Session name.*auditor/).waitFor();
    await window.screenshot('edit');
    await quickInput.pick(/Save "lake"/);
    await window.runCommand('AWS: Edit Role Profile…');
    await quickInput.pick('lake');
    await quickInput.pick(/Open Settings/);
    await window.waitForEditorText('"sessionName": "auditor"');
    const text = await window.editorText();
    assert.match(text, /"lake": \{\s*"source": \{\s*"type": "sharedConfig",\s*"profile": "alice"\s*\},/);
    assert.match(text, /"roleArn": "arn:aws:iam::222222222222:role\/LakeReader"/);
    await window.runCommand('View: Close All Editors');
  });

  it('signs in to Identity Center in the wizard and picks account and role', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Add Role Profile…');
    await quickInput.pick(/IAM Identity Center/);
    await quickInput.pick(/d-0000000000/);
    await confirmSignIn();
    await quickInput.item(/AdministratorAccess.*Billing Dev/).waitFor();
    await window.screenshot('identity-center');
    await quickInput.type('222222222222');
    await quickInput.pick(/DataAnalyst.*Data Lake \(222222222222\)/);
    await quickInput.waitForMessage(/ARN of the role/);
    await quickInput.accept();
    await quickInput.pick(/^us-east-1/);
    await quickInput.waitForMessage(/Name of the profile/);
    await quickInput.accept('lake-sso');
    await quickInput.pick(/Save "lake-sso"/);
    await window.statusBarText(/AWS session lake-sso/);
  });

  it('discovers all accounts and roles there, and adds many at once', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Discover Roles…');
    await quickInput.pick(/d-0000000000/);
    await quickInput.item(/Billing Dev/).waitFor();
    await window.screenshot('discover');
    await quickInput.type('Billing');
    for (const role of ['Billing Dev', 'Billing Test', 'Billing Prod']) {
      await quickInput.pick(new RegExp(`ReadOnlyAccess.*${role}`));
    }
    await quickInput.accept();
    await waitForAdded('3 role profiles were added');
    await window.runCommand('AWS: Assume Role');
    await quickInput.item(/Billing-Prod-ReadOnlyAccess/).waitFor();
    await quickInput.cancel();
  });

  it('forgets all secrets', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Manage Secrets…');
    await quickInput.waitForOpen('Manage Secrets');
    await quickInput.item(/d-0000000000/).waitFor();
    await quickInput.item(/Kept sessions/).waitFor();
    await window.screenshot('secrets');
    await quickInput.pick(/Forget All Secrets/);
    await window.answerDialog(/Forget all secrets/, 'Forget All');
    await window.statusBarText('No role is assumed. Assume Role');
    await window.notification('All secrets are forgotten').waitFor();
    await quickInput.item(/Forget All Secrets/).waitFor({ state: 'hidden' });
    await quickInput.item(/Add Access Keys/).waitFor();
    assert.doesNotMatch((await quickInput.items()).join('\n'), /d-0000000000|Kept sessions|Forget All/);
    await quickInput.cancel();
    assert.deepEqual(
      await filesHolding(await filesBelow(windows.dataDirectory), [ACCESS_KEYS.alice.secretAccessKey]),
      {},
    );
  });

  it('imports the keys too when asked to, into secret storage alone', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Import Role Profiles…');
    await quickInput.waitForOpen('Import Role Profiles');
    await quickInput.pick(/^analyst/);
    await quickInput.accept();
    await quickInput.pick(/Copy Keys to Secret Storage/);
    await waitForAdded('"analyst" was added');
    await window.runCommand('AWS: Manage Secrets…');
    await quickInput.item(new RegExp(`alice.*${ACCESS_KEYS.alice.accessKeyId}.*used by analyst`)).waitFor();
    await quickInput.cancel();
    const secret = [ACCESS_KEYS.alice.secretAccessKey];
    assert.deepEqual(await filesHolding(await filesBelow(windows.dataDirectory), secret), {});
  });
});
