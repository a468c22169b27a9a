import assert from 'node:assert/strict';
import { EXTERNAL_IDS } from '../localaws/worlds/demo';
import { environmentOf, startCorporateNetwork, type CorporateNetwork } from '../network/corporateNetwork';
import { demoProfiles } from '../vscode/demo';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { pictureOnFailure } from './support/pictureOnFailure';
import type { Workbench } from './support/workbench';

describe('a person in a corporate network, with no endpoint configured anywhere', () => {
  let windows: DemoWindows;
  let window: Workbench;
  let network: CorporateNetwork;

  before(async () => {
    windows = await startDemoWindows({
      settings: (demo) => {
        const { 'three-hops': chain } = demoProfiles(demo.localAws.endpoint);
        const { source } = chain;
        const [hub, lake, vault] = chain.chain;
        const hops = [hub, { ...lake, externalId: EXTERNAL_IDS.lake }, vault];
        return {
          ...demo.settings,
          'assumeRole.profiles': { behind: { source, chain: hops, region: 'eu-central-1' } },
        };
      },
      env: async ({ localAws }) => {
        network = await startCorporateNetwork({ upstream: localAws.endpoint });
        return environmentOf(network);
      },
    });
    window = await windows.open();
  });
  after(async () => {
    await windows.close();
    await network.close();
  });
  afterEach(pictureOnFailure(() => window));

  it('assumes roles and lists buckets through its proxy and behind its certificate authority', async () => {
    await window.runCommand('AWS: Assume Role');
    await window.quickInput.waitForOpen('Assume Role');
    await window.quickInput.pick(/\bbehind,/);
    assert.match(await window.statusBarText(/AWS session behind/), /behind/);
    await window.openViewContainer('AWS Roles');
    const tree = window.tree('S3');
    await tree.row('partner-vault').waitFor();
    await tree.expand('partner-vault');
    await tree.row('ledgers').waitFor();
    const asked = new Set(network.hosts.filter((host) => host.includes('amazonaws')));
    assert.deepEqual(
      [...asked],
      ['sts.eu-central-1.amazonaws.com', 's3.eu-central-1.amazonaws.com', 'partner-vault.s3.us-east-1.amazonaws.com'],
    );
  });
});
