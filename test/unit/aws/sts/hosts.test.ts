import assert from 'node:assert/strict';
import type { Hosts } from '../../../../src/core/roles/profile';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import { demoWorld } from '../../../localaws/worlds/demo';
import { RecordingTransport } from '../support/recordingTransport';
import { alice, context, hosts, never, services } from '../support/services';

describe('the hosts of AWS that are called', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  /** Host of one GetCallerIdentity; what it answers for a region of another partition does not matter here. */
  async function stsHost(changes: Partial<Hosts>): Promise<string | undefined> {
    const transport = new RecordingTransport(aws);
    const call = services({ transport }).roles.callerIdentity(alice, hosts(undefined, changes), never);
    await withAwsEnvironment({}, () => call.catch(() => undefined));
    return transport.hosts[0];
  }

  for (const [changes, host] of [
    [{ region: 'eu-west-1' }, 'sts.eu-west-1.amazonaws.com'],
    [{ region: 'us-east-1' }, 'sts.us-east-1.amazonaws.com'],
    [{ region: 'cn-north-1' }, 'sts.cn-north-1.amazonaws.com.cn'],
    [{ region: 'us-gov-west-1' }, 'sts.us-gov-west-1.amazonaws.com'],
    [{ region: 'us-iso-east-1' }, 'sts.us-iso-east-1.c2s.ic.gov'],
    [{ region: 'us-isob-east-1' }, 'sts.us-isob-east-1.sc2s.sgov.gov'],
    [{ region: 'eu-isoe-west-1' }, 'sts.eu-isoe-west-1.cloud.adc-e.uk'],
    [{ region: 'us-isof-south-1' }, 'sts.us-isof-south-1.csp.hci.ic.gov'],
    [{ region: 'eusc-de-east-1' }, 'sts.eusc-de-east-1.amazonaws.eu'],
    [{ region: 'eu-west-1', globalSts: true }, 'sts.amazonaws.com'],
    [{ region: 'eu-south-1', globalSts: true }, 'sts.amazonaws.com'],
    [{ region: 'cn-north-1', globalSts: true }, 'sts.cn-north-1.amazonaws.com.cn'],
    [{ region: 'us-west-2', fips: true }, 'sts-fips.us-west-2.amazonaws.com'],
    [{ region: 'us-west-2', fips: true, globalSts: true }, 'sts-fips.us-west-2.amazonaws.com'],
    [{ region: 'us-west-2', dualStack: true }, 'sts.us-west-2.api.aws'],
    [{ region: 'us-west-2', fips: true, endpoints: { sts: 'https://sts.example.com' } }, 'sts.example.com'],
  ] as const) {
    it(`${JSON.stringify(changes)} is ${host}`, async () => assert.equal(await stsHost(changes), host));
  }

  it('sends Identity Center’s requests to its own region', async () => {
    const transport = new RecordingTransport(aws);
    const { directory } = services({ transport, ...signingIn() });
    const instance = { startUrl: aws.identityCenter.startUrl, region: aws.identityCenter.region };
    await directory.identityCenterRoles(instance, context(aws, { target: hosts(undefined, { region: 'eu-west-1' }) }));
    assert.deepEqual(
      [...new Set(transport.hosts)],
      ['oidc.us-east-1.amazonaws.com', 'portal.sso.us-east-1.amazonaws.com'],
    );
  });

  it('sends IAM’s to the partition’s IAM, or to that of the store the STS belongs to', async () => {
    const ask = async (changes: Partial<Hosts>): Promise<string | undefined> => {
      const transport = new RecordingTransport(aws);
      const { directory } = services({ transport });
      const identity = { arn: 'arn:aws:iam::111111111111:user/alice', accountId: '111111111111' };
      await directory.trustingRoles(alice, identity, hosts(undefined, changes), never).catch(() => undefined);
      return transport.hosts[0];
    };
    assert.equal(await ask({ region: 'eu-west-1' }), 'iam.amazonaws.com');
    assert.equal(await ask({ region: 'us-gov-west-1' }), 'iam.us-gov.amazonaws.com');
    assert.equal(await ask({ endpoints: { sts: 'https://store.example.com:8443' } }), 'store.example.com');
    const vpc = 'https://vpce-0123.sts.eu-west-1.vpce.amazonaws.com';
    assert.equal(await ask({ region: 'eu-west-1', endpoints: { sts: vpc } }), 'iam.amazonaws.com');
  });

  function signingIn() {
    return {
      signInMethod: () => 'deviceCode' as const,
      wait: () => new Promise<void>((resolve) => setImmediate(resolve)),
      prompter: {
        browserAddress: () => Promise.resolve(undefined),
        waitForBrowser: () => Promise.resolve(),
        waitForDeviceCode: ({ userCode }: { userCode: string }) =>
          Promise.resolve(aws.identityCenter.approve(userCode)),
        samlAssertion: () => Promise.resolve(''),
      },
    };
  }
});
