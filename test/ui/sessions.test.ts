import assert from 'node:assert/strict';
import { EXTERNAL_IDS, ROLES } from '../localaws/worlds/demo';
import { demoProfiles } from '../vscode/demo';
import { ChainView } from './support/chainView';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';
import { stepsInOrder } from './support/stepsInOrder';

describe('a person looks at sessions and chains', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => {
        const { 'three-hops': chain, analyst } = demoProfiles(demo.localAws.endpoint);
        const [hub, lake, vault] = chain.chain;
        return {
          ...demo.settings,
          'assumeRole.profiles': {
            analyst,
            'lake-prod': { ...analyst, production: true, readOnly: true },
            lake: { ...chain, chain: [hub, { ...lake, externalId: EXTERNAL_IDS.lake }, vault] },
            'wrong-id': { ...chain, chain: [hub, { ...lake, externalId: 'not-the-one' }, vault] },
            typo: { ...analyst, roleARN: 'x' },
          },
        };
      },
    });
    window = await windows.open();
    await window.openViewContainer('AWS Roles');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const descriptionOf = (label: string): Promise<string> =>
    window.tree('Sessions').row(label).locator('.label-description').innerText();

  it('sees all profiles by where they are written, and what is wrong with a broken one', async () => {
    const tree = window.tree('Sessions');
    await tree.row('User').waitFor();
    await tree.row('lake').waitFor();
    assert.match(await descriptionOf('lake-prod'), /^production · read-only/);
    assert.match((await tree.row('typo').getAttribute('aria-label')) ?? '', /roleARN: is not a known field/);
  });

  it('assumes a role in the view, and sees it live with its time left', async () => {
    const tree = window.tree('Sessions');
    await tree.inlineAction('lake', 'Assume');
    await window.statusBarText(/AWS session lake,/);
    await tree.row('Live Sessions').waitFor();
    assert.match(await descriptionOf('lake'), /^active · (1h|59m) left$/);
    await tree.expand('lake');
    assert.match(await descriptionOf('Lake'), /^(1h|59m) left · 222222222222 · external ID$/);
    await window.screenshot('sessions');
  });

  it('switches to another in the view and ends one, the other stays', async () => {
    const tree = window.tree('Sessions');
    await tree.inlineAction('lake-prod', 'Assume');
    assert.match(await window.statusBarText(/AWS session lake-prod, production/), /^lake-prod/);
    await tree.row('lake-prod').filter({ hasText: 'active' }).waitFor();
    await tree.inlineAction('lake', 'Exit Role');
    await tree.row('lake').filter({ hasText: 'Vault (333333333333)' }).waitFor();
    assert.match(await descriptionOf('lake-prod'), /^active · /);
    await window.statusBarItem(/AWS session lake-prod, production/).waitFor();
  });

  it('is shown the hop at which a chain stops, and why', async () => {
    await window.tree('Sessions').inlineAction('wrong-id', 'Show Chain');
    const chain = new ChainView(window.page, 'wrong-id');
    await chain.waitForOpen();
    assert.equal((await chain.labels()).length, 4);
    await chain.button('Test Chain').click();
    const lake = chain.node(/^Role 2 of 3: Lake, account 222222222222, Failed/);
    await lake.waitFor();
    assert.match(await lake.innerText(), /AWS denied sts:AssumeRole[^]*external ID[^]*AWS says:/);
    await chain.node(/^Role 1 of 3: Hub, .*Works, expires .*assumed-role\/Hub\//).waitFor();
    await chain.node(/^Role 3 of 3: Vault, .*Not tried/).waitFor();
    assert.match(await chain.status().innerText(), /^Stops at Lake\. AWS denied/);
    assert.doesNotMatch(await chain.source(), /not-the-one/);
    await window.screenshot('chain-failing');
  });

  it('gets there with the keyboard alone, and tries again', async () => {
    const chain = new ChainView(window.page, 'wrong-id');
    await chain.click();
    const stops: string[] = [];
    for (let stop = ''; !stop.startsWith('Base identity') && stops.length < 8; stops.push(stop)) {
      await chain.press('Tab');
      stop = await chain.focused();
    }
    const names = stops.map((stop) => stop.split(':')[0]);
    assert.deepEqual(names, ['Assume Role', 'Test Chain', 'Generate IAM Policies', 'Edit Profile', 'Base identity']);
    await chain.press('End');
    assert.match(await chain.focused(), /^Role 3 of 3/);
    await chain.press('ArrowLeft');
    assert.match(await chain.focused(), /^Role 2 of 3/);
    await chain.press('Tab');
    assert.equal(await chain.focused(), 'Try Again');
    const { log } = windows.demo.localAws;
    log.clear();
    await chain.press('Enter');
    await log.waitFor({ operation: 'AssumeRole', status: 403 });
    await chain.node(/^Role 2 of 3.*Failed/).waitFor();
    await chain.node(/^Role 3 of 3: Vault, .*Not tried/).waitFor();
    assert.match(await chain.focused(), /^(Try Again$|Role 2 of 3)/, 'the focus stays where it was');
  });

  it('finds the picture and the profiles again after a reload', async () => {
    // The command, because a browser's own reload gives VS Code no time to keep its editors.
    await Promise.all([window.page.waitForEvent('load'), window.runCommand('Developer: Reload Window')]);
    await new ChainView(window.page, 'wrong-id').waitForOpen();
    await window.tree('Sessions').row('User').waitFor();
    await window.tree('Sessions').row('lake-prod').waitFor();
  });

  it('assumes a pasted role ARN, tests it, leaves it and comes back to it', async () => {
    const { quickInput } = window;
    const tree = window.tree('Sessions');
    await window.runCommand('AWS: Assume Role');
    await quickInput.pasteAndAccept(ROLES.lakeReader);
    await quickInput.pick(/config profile alice, as in/);
    await window.statusBarText(/AWS session LakeReader/);
    assert.match(await descriptionOf('LakeReader'), /^active · .* · not saved$/);
    await tree.contextMenu('LakeReader', 'Test Chain');
    const chain = new ChainView(window.page, 'LakeReader');
    await chain.node(/^Role: LakeReader, .*Active/).waitFor();
    await chain.button('Save as Role Profile…').waitFor();
    await tree.inlineAction('analyst', 'Assume');
    await window.statusBarText(/AWS session analyst/);
    await tree.inlineAction('LakeReader', 'Assume');
    await window.statusBarText(/AWS session LakeReader/);
    // A tree that had the focus takes it back when it has drawn a change, which would close the picker.
    await window
      .tree('S3')
      .row(/^Session LakeReader, .*active/)
      .waitFor();
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('saves it as a role profile from the switcher', async () => {
    const { quickInput } = window;
    await window.runCommand('AWS: Assume Role');
    await quickInput.pickButton(/LakeReader/, 'Save Session as Role Profile…');
    await quickInput.waitForMessage(/Name of the profile/);
    await quickInput.accept();
    await quickInput.pick(/Save "LakeReader"/);
    await window.notification('"LakeReader" was added').waitFor();
    await window.statusBarText(/AWS session LakeReader/);
    const description = window.tree('Sessions').row('LakeReader').locator('.label-description');
    await description.filter({ hasText: /^active · (1h|59m) left$/ }).waitFor();
  });
});
