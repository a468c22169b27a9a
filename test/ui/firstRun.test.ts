import assert from 'node:assert/strict';
import { ACCESS_KEYS, EXTERNAL_IDS, ROLES } from '../localaws/worlds/demo';
import { environmentOf, startCorporateNetwork, type CorporateNetwork } from '../network/corporateNetwork';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

describe('a person without any profile', () => {
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
      env: async ({ localAws, workspace }) => ({
        ...(await namesOfAws(localAws.endpoint)),
        AWS_CONFIG_FILE: `${workspace}/no-config`,
        AWS_SHARED_CREDENTIALS_FILE: `${workspace}/no-credentials`,
      }),
    });
    window = await windows.open();
  });
  after(async () => {
    await windows.close();
    await network.close();
  });
  afterEach(pictureOnFailure(() => window));

  it('is told what to do in the explorer', async () => {
    await window.openViewContainer('AWS Roles');
    const welcome = window.tree('Sessions').welcome();
    await welcome.getByRole('button', { name: 'Add Role Profile' }).waitFor();
    await welcome.getByRole('button', { name: 'Import from ~/.aws/config' }).waitFor();
    await window.screenshot('welcome');
  });

  it('is led from "Assume Role" to a profile, step by step, with a way back', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Assume Role');
    await quickInput.waitForOpen('Add Role Profile');
    assert.match(await quickInput.title(), /1\/\d/);
    await window.screenshot('wizard');
    await quickInput.pick(/Access keys/);
    await quickInput.waitForMessage(/name for the access keys/);
    await quickInput.accept('alice');
    await quickInput.waitForMessage(/Access key ID/);
    await quickInput.type('ASIAIOSFODNN7EXAMPLE');
    await quickInput.waitForMessage(/temporary/i);
    await quickInput.accept(ACCESS_KEYS.alice.accessKeyId);
    await window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await quickInput.back();
    await quickInput.waitForMessage(/Access key ID/);
    assert.equal(await quickInput.value(), ACCESS_KEYS.alice.accessKeyId, 'nothing is lost on the way back');
    await quickInput.accept();
    await window.page.locator('.quick-input-filter input[type=password]').waitFor();
    await quickInput.accept(ACCESS_KEYS.alice.secretAccessKey);
    await quickInput.waitForMessage(/ARN of the role/);
    await quickInput.type('arn:aws:iam::12:role/x');
    await quickInput.waitForMessage(/Not a role ARN/);
    await quickInput.accept(`${ROLES.hub}, ${ROLES.lake}`);
    await quickInput.pick(/^us-east-1/);
    await quickInput.waitForMessage(/Name of the profile/);
    await window.screenshot('wizard-name');
    await quickInput.accept('my-lake');
    await quickInput.pick(/Lake: External ID/);
    await quickInput.waitForMessage(/External ID/);
    await quickInput.accept(EXTERNAL_IDS.lake);
    await quickInput.pick(/In Secret Storage/);
    await quickInput.item(/Lake: External ID.*in secret storage/).waitFor();
    await quickInput.pick(/Save "my-lake"/);
  });

  it('has assumed it at once', async () => {
    assert.match(await window.statusBarText(/AWS session my-lake/), /^my-lake (1h|59m)$/);
    await window.tree('S3').row('lake-events').waitFor();
    assert.equal(windows.demo.localAws.log.count({ operation: 'AssumeRole', status: 200 }), 2);
  });

  it('finds the profile in the settings, and no secret', async () => {
    await window.runCommand('AWS: Edit Role Profile…');
    await window.quickInput.pick(/my-lake/);
    await window.quickInput.pick(/Open Settings/);
    await window.waitForEditorText('"my-lake"');
    const text = await window.editorText();
    assert.match(text, /"type": "accessKeys"/);
    assert.match(text, /"secret": "my-lake"/);
    for (const secret of [EXTERNAL_IDS.lake, ACCESS_KEYS.alice.secretAccessKey, ACCESS_KEYS.alice.accessKeyId]) {
      assert.ok(!text.includes(secret));
    }
    await window.screenshot('settings');
    // VS Code shows settings in a dialog, which takes the keyboard.
    await window.page.keyboard.press('Escape');
  });

  it('is still without a profile when it gives up', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Add Role Profile…');
    await quickInput.waitForOpen('Add Role Profile');
    await quickInput.cancel();
    await quickInput.waitForClosed();
    assert.equal(await window.page.locator('.notification-toast').count(), 0);
  });
});
