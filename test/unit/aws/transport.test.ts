import assert from 'node:assert/strict';
import { AwsClients, type Transport } from '../../../src/aws/clients';
import { ServerTime } from '../../../src/aws/serverTime';
import { Sts } from '../../../src/aws/sts';
import { networkTransport } from '../../../src/aws/transport';
import type { CallerIdentity } from '../../../src/core/sessions/session';
import { Credentials } from '../../../src/core/sessions/credentials';
import { isAppError } from '../../../src/core/support/errors';
import { startLocalAws, type LocalAws } from '../../localaws/server';
import { ACCESS_KEYS, demoWorld } from '../../localaws/worlds/demo';
import { startCorporateNetwork, type CorporateNetwork } from '../../network/corporateNetwork';

describe('a private certificate authority', () => {
  let aws: LocalAws;
  let network: CorporateNetwork;
  const warnings: string[] = [];

  before(async () => {
    aws = await startLocalAws(demoWorld);
    network = await startCorporateNetwork({ upstream: aws.endpoint });
  });
  beforeEach(() => warnings.splice(0));
  after(async () => {
    await network.close();
    await aws.close();
  });

  const transportWith = (env: NodeJS.ProcessEnv): Transport =>
    networkTransport(env, (message) => warnings.push(message));
  const ask = async (transport: Transport): Promise<CallerIdentity> => {
    const time = new ServerTime(Date.now);
    const hosts = { region: 'us-east-1', globalSts: false, fips: false, dualStack: false };
    const target = { ...hosts, endpoints: { sts: network.gateway } };
    const sts = new Sts(new AwsClients(transport, time), time);
    return sts.callerIdentity(new Credentials(ACCESS_KEYS.alice), target, new AbortController().signal);
  };

  for (const name of ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS']) {
    it(`is trusted when ${name} names its file`, async () => {
      assert.match((await ask(transportWith({ [name]: network.caFile }))).arn, /:user\/alice$/);
      assert.deepEqual(warnings, []);
    });
  }

  it('is not trusted without being told to, and the error names host and reason', async () => {
    await assert.rejects(
      ask(transportWith({})),
      (error) =>
        isAppError(error, 'network') &&
        error.detail.host === new URL(network.gateway).host &&
        error.detail.code === 'SELF_SIGNED_CERT_IN_CHAIN',
    );
  });

  it('whose file is missing is told once, and everything else goes on', async () => {
    const transport = transportWith({ AWS_CA_BUNDLE: '/no/such/bundle.pem', NODE_EXTRA_CA_CERTS: network.caFile });
    assert.match((await ask(transport)).arn, /:user\/alice$/);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /^AWS_CA_BUNDLE names a file that cannot be read: .*ENOENT/);
  });
});
