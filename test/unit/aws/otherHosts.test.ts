import assert from 'node:assert/strict';
import type { Hosts } from '../../../src/core/roles/profile';
import { type LocalAws, startLocalAws } from '../../localaws/server';
import { demoWorld } from '../../localaws/worlds/demo';
import { RecordingTransport } from './support/recordingTransport';
import { alice, context, hosts, never, services } from './support/services';

describe('the hosts of Identity Center, IAM and custom endpoints', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  it('sends STS’s to the custom endpoint, whatever else is chosen', async () => {
    const transport = new RecordingTransport(aws);
    const target = hosts(undefined, { fips: true, dualStack: true, endpoints: { sts: 'https://sts.example.com' } });
    await services({ transport }).roles.callerIdentity(alice, target, never);
    assert.deepEqual(transport.hosts, ['sts.example.com']);
  });

  it('sends Identity Center’s requests to its own region', async () => {
    const transport = new RecordingTransport(aws);
    const { directory } = services({ transport, ...signingIn() });
    const instance = { startUrl: aws.identityCenter.startUrl, region: aws.identityCenter.region, endpoint: undefined };
    await directory.identityCenterRoles(instance, context(aws));
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
        waitForDeviceCode: ({ userCode }: { userCode: string }) => {
          aws.identityCenter.approve(userCode);
          return Promise.resolve();
        },
        samlAssertion: () => Promise.resolve(''),
      },
    };
  }
});
