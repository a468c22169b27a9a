import { readFileSync } from 'node:fs';
import { HttpsProxyAgent } from 'https-proxy-agent';
import assert from 'node:assert/strict';
import { AwsClients, type Transport } from '../../../src/aws/clients';
import { S3ObjectStore } from '../../../src/aws/s3/store';
import { ServerTime } from '../../../src/aws/serverTime';
import { Sts } from '../../../src/aws/sts';
import type { Hosts } from '../../../src/core/roles/profile';
import { readProfiles } from '../../../src/core/roles/profileSet';
import { Credentials } from '../../../src/core/sessions/credentials';
import { isAppError } from '../../../src/core/support/errors';
import { startLocalAws, type LocalAws } from '../../localaws/server';
import { startCorporateNetwork, type CorporateNetwork } from '../../network/corporateNetwork';

const never = new AbortController().signal;
// Nobody's keys: which host is asked does not depend on what it answers.
const keys = new Credentials({ accessKeyId: 'AKIATESTNOBODY000001', secretAccessKey: 'nobody' });

/** What a profile says, and the hosts of AWS that STS and S3 requests of it must go to. */
const CASES: readonly (readonly [what: string, written: object, sts: string, s3: string])[] = [
  ['nothing: N. Virginia', {}, 'sts.us-east-1.amazonaws.com', 's3.us-east-1.amazonaws.com'],
  ['a region', { region: 'eu-central-1' }, 'sts.eu-central-1.amazonaws.com', 's3.eu-central-1.amazonaws.com'],
  [
    'a region that must be opted in',
    { region: 'ap-east-1' },
    'sts.ap-east-1.amazonaws.com',
    's3.ap-east-1.amazonaws.com',
  ],
  ['the global STS', { region: 'eu-central-1', sts: 'global' }, 'sts.amazonaws.com', 's3.eu-central-1.amazonaws.com'],
  ['FIPS', { region: 'us-west-2', fips: true }, 'sts-fips.us-west-2.amazonaws.com', 's3-fips.us-west-2.amazonaws.com'],
  [
    'dual stack',
    { region: 'us-west-2', dualStack: true },
    'sts.us-west-2.api.aws',
    's3.dualstack.us-west-2.amazonaws.com',
  ],
  [
    'FIPS and dual stack',
    { region: 'us-west-2', fips: true, dualStack: true },
    'sts-fips.us-west-2.api.aws',
    's3-fips.dualstack.us-west-2.amazonaws.com',
  ],
  [
    'a role of China',
    { roleArn: 'arn:aws-cn:iam::111111111111:role/Hub' },
    'sts.cn-north-1.amazonaws.com.cn',
    's3.cn-north-1.amazonaws.com.cn',
  ],
  [
    'a region of China and the global STS, which China has not',
    { region: 'cn-northwest-1', sts: 'global' },
    'sts.cn-northwest-1.amazonaws.com.cn',
    's3.cn-northwest-1.amazonaws.com.cn',
  ],
  [
    'a role of GovCloud',
    { roleArn: 'arn:aws-us-gov:iam::111111111111:role/Hub' },
    'sts.us-gov-west-1.amazonaws.com',
    's3.us-gov-west-1.amazonaws.com',
  ],
  [
    'FIPS in GovCloud',
    { region: 'us-gov-east-1', fips: true },
    'sts.us-gov-east-1.amazonaws.com',
    's3-fips.us-gov-east-1.amazonaws.com',
  ],
  [
    'a role of the European Sovereign Cloud',
    { roleArn: 'arn:aws-eusc:iam::111111111111:role/Hub' },
    'sts.eusc-de-east-1.amazonaws.eu',
    's3.eusc-de-east-1.amazonaws.eu',
  ],
  [
    'a role of the isolated regions',
    { roleArn: 'arn:aws-iso:iam::111111111111:role/Hub' },
    'sts.us-iso-east-1.c2s.ic.gov',
    's3.us-iso-east-1.c2s.ic.gov',
  ],
  [
    'their second partition',
    { region: 'us-isob-east-1' },
    'sts.us-isob-east-1.sc2s.sgov.gov',
    's3.us-isob-east-1.sc2s.sgov.gov',
  ],
];

describe('a profile without endpoints talks to the hosts of AWS, through the proxy of the network', () => {
  let aws: LocalAws;
  let network: CorporateNetwork;
  let transport: Transport;

  before(async () => {
    aws = await startLocalAws({ accounts: [], s3: { buckets: [] } });
    network = await startCorporateNetwork({ upstream: aws.endpoint });
    const ca = readFileSync(network.caFile, 'utf8');
    // In VS Code it is VS Code that leads Node's connections through the proxy.
    transport = {
      requestHandler: () => {
        const httpsAgent = new HttpsProxyAgent(network.proxy);
        // The options of its own are those of the way to the proxy.
        Object.assign(httpsAgent.options, { ca });
        return { httpsAgent };
      },
    };
  });
  after(async () => {
    await network.close();
    await aws.close();
  });

  const hostsOf = (written: object): Hosts => {
    const set = readProfiles([{ scope: 'User', value: { p: { source: { type: 'environment' }, ...written } } }]);
    const profile = set.profiles.get('p');
    assert.ok(profile, set.problems[0]?.message);
    return profile;
  };

  for (const [what, written, sts, s3] of CASES) {
    it(`with ${what}: ${sts} and ${s3}`, async () => {
      const hosts = hostsOf(written);
      const seen = network.hosts.length;
      const time = new ServerTime(Date.now);
      const refused = (error: unknown) => isAppError(error, 'credentialsRejected');
      await assert.rejects(new Sts(new AwsClients(transport, time), time).callerIdentity(keys, hosts, never), refused);
      const { region, fips, dualStack } = hosts;
      const credentials = () => Promise.resolve(keys);
      const store = new S3ObjectStore(
        {
          ...{ region, endpoint: undefined, pathStyle: false, fips, dualStack, credentials },
          ...{ requesterPays: false, customerKey: () => Promise.resolve(undefined) },
        },
        transport,
      );
      await assert.rejects(store.listBuckets(undefined, never), refused);
      store.dispose();
      assert.deepEqual([...new Set(network.hosts.slice(seen))], [sts, s3]);
    });
  }
});
