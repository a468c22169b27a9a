import assert from 'node:assert/strict';
import { configProfiles, usableProfiles, type Environment } from '../../../../src/core/configFiles/configProfiles';
import { parseSharedConfig, type ConfigTexts } from '../../../../src/core/configFiles/sharedConfig';
import type { Profile } from '../../../../src/core/roles/profile';
import { readProfiles } from '../../../../src/core/roles/profileSet';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const VAULT = 'arn:aws:iam::333333333333:role/Vault';
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const KEYS = 'aws_access_key_id = AKIA\naws_secret_access_key = x\n';

/** A profile as it would be used; throws what is noted where it cannot be. */
function used(texts: ConfigTexts, name: string, env?: Environment): Profile {
  const converted = configProfiles(parseSharedConfig(texts), env);
  const { profiles, problems } = readProfiles([], { mfaMethod: 'auto', config: usableProfiles(converted) });
  const profile = profiles.get(name);
  if (!profile) throw new Error(JSON.stringify([converted.get(name)?.notes, problems]));
  return profile;
}

/** Base identity and role ARNs of a profile of a config file. */
const way = (config: string, name: string, credentials = ''): unknown[] => {
  const { source, chain } = used({ config, credentials }, name);
  return [source, ...chain.map(({ roleArn }) => roleArn)];
};

const notes = (config: string, name: string): string =>
  (configProfiles(parseSharedConfig({ config })).get(name)?.notes ?? []).join(' ');

const CHAIN = `
[profile vault]
role_arn = ${VAULT}
source_profile = lake
[profile lake]
role_arn = ${LAKE}
source_profile = hub
external_id = lake-partner
[profile hub]
role_arn = ${HUB}
source_profile = dev
`;

describe('a profile of ~/.aws/config', () => {
  it('goes on from its source_profile to any depth', () => {
    assert.deepEqual(way(CHAIN, 'vault', `[dev]\n${KEYS}`), [
      { type: 'sharedConfig', profile: 'dev' },
      HUB,
      LAKE,
      VAULT,
    ]);
  });

  it('has its role session name, external ID and duration honoured', () => {
    const config = `[profile etl]\nrole_arn = ${LAKE}\ncredential_source = Ec2InstanceMetadata\nexternal_id = a/b\nrole_session_name = etl@acme\nduration_seconds = 1800\n`;
    const { chain } = used({ config }, 'etl');
    assert.deepEqual(JSON.parse(JSON.stringify(chain)), [
      { roleArn: LAKE, sessionName: 'etl@acme', externalId: 'a/b', durationSeconds: 1800 },
    ]);
  });

  it('really assumes the role that stands beside a credential_source', () => {
    const sources = { Environment: 'environment', Ec2InstanceMetadata: 'instanceMetadata', EcsContainer: 'container' };
    for (const [name, type] of Object.entries(sources)) {
      assert.deepEqual(way(`[profile etl]\nrole_arn=${LAKE}\ncredential_source=${name}\n`, 'etl'), [{ type }, LAKE]);
    }
  });

  it('may be its own source, with keys in either file', () => {
    const config = `[profile hub]\nrole_arn = ${HUB}\nsource_profile = hub\n`;
    const expected = [{ type: 'sharedConfig', profile: 'hub' }, HUB];
    assert.deepEqual(way(config, 'hub', `[hub]\n${KEYS}`), expected);
    assert.deepEqual(way(config + KEYS, 'hub'), expected);
  });

  it('as a source stands for its keys where it has any, whatever role it names', () => {
    const config = `[profile hub]\nrole_arn = ${HUB}\nsource_profile = hub\n${KEYS}[profile lake]\nrole_arn = ${LAKE}\nsource_profile = hub\n`;
    assert.deepEqual(way(config, 'lake'), [{ type: 'sharedConfig', profile: 'hub' }, LAKE]);
  });

  it('with a role goes on from a credential process, Identity Center, a web identity or "aws login"', () => {
    const sources: [string, object][] = [
      ['credential_process = aws-vault exec dev\n', { type: 'process', command: 'aws-vault exec dev' }],
      [
        `web_identity_token_file = /token\nrole_arn = ${HUB}\n`,
        { type: 'webIdentity', tokenFile: '/token', roleArn: HUB },
      ],
      [`login_session = arn:aws:iam::111111111111:user/alice\n`, { type: 'login', profile: 'base' }],
      [
        'sso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Analyst\n',
        {
          type: 'identityCenter',
          startUrl: 'https://acme.awsapps.com/start',
          region: 'eu-west-1',
          accountId: '111111111111',
          roleName: 'Analyst',
        },
      ],
    ];
    for (const [section, source] of sources) {
      const config = `[profile base]\n${section}[profile lake]\nrole_arn = ${LAKE}\nsource_profile = base\n`;
      assert.deepEqual(way(config, 'lake'), [source, LAKE]);
      assert.deepEqual(way(config, 'base'), [source]);
    }
  });

  it('of Identity Center finds its sso-session', () => {
    const config =
      '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n[profile a]\nsso_session = acme # ours\nsso_account_id = 111111111111\nsso_role_name = Analyst\n';
    const { source } = used({ config }, 'a');
    assert.equal(source.type === 'identityCenter' && source.startUrl, 'https://acme.awsapps.com/start');
    assert.equal(source.type === 'identityCenter' && source.session, 'acme');
    assert.match(notes(config.replace('sso-session acme', 'sso-session other'), 'a'), /no section \[sso-session acme/);
  });

  it('of several kinds is the kind that the AWS CLI takes first', () => {
    const all = `${KEYS}credential_process = run\nlogin_session = x\nsso_account_id = 111111111111\nsso_role_name = A\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n`;
    const typeOf = (config: string, credentials = ''): string => used({ config, credentials }, 'a').source.type;
    assert.equal(typeOf(`[profile a]\n${all}`), 'identityCenter');
    const withoutSso = all.replace(/sso_.*\n/g, '');
    assert.equal(typeOf(`[profile a]\n${withoutSso}`), 'login');
    assert.equal(typeOf(`[profile a]\n${withoutSso}`, `[a]\n${KEYS}`), 'sharedConfig');
    assert.equal(typeOf(`[profile a]\n${withoutSso.replace(/login.*\n/, '')}`), 'process');
    assert.deepEqual(way(`[profile a]\n${all}role_arn = ${HUB}\nsource_profile = b\n[profile b]\n${KEYS}`, 'a'), [
      { type: 'sharedConfig', profile: 'b' },
      HUB,
    ]);
  });

  it('with a role and keys or a sign-in beside it, and no source named, starts from those', () => {
    assert.deepEqual(way(`[profile a]\nrole_arn = ${HUB}\ncredential_process = run\n`, 'a'), [
      { type: 'process', command: 'run' },
      HUB,
    ]);
  });

  it('has its MFA device asked for once, also where it stands with the source profile or without any role', () => {
    const keys = `[profile dev]\n${KEYS}mfa_serial = ${MFA}\n`;
    assert.equal(used({ config: keys }, 'dev').mfaSession, MFA);
    const role = `[profile hub]\nrole_arn = ${HUB}\nsource_profile = dev\n`;
    assert.equal(used({ config: keys + role }, 'hub').mfaSession, MFA);
    const own = `[profile hub]\nrole_arn = ${HUB}\nsource_profile = dev\nmfa_serial = ${MFA}\n[profile dev]\n${KEYS}`;
    assert.equal(used({ config: own }, 'hub').mfaSession, MFA);
  });

  it('works without the MFA device, a duration or a name that AWS would not take, and says so', () => {
    const config = `[profile etl]
role_arn = ${LAKE}
credential_source = EcsContainer
mfa_serial = ${MFA}
duration_seconds = an hour
role_session_name = a b
external_id = x
ca_bundle = /ca.pem
`;
    const [hop] = used({ config }, 'etl').chain;
    assert.deepEqual(JSON.parse(JSON.stringify(hop)), { roleArn: LAKE });
    for (const key of ['mfa_serial', 'duration_seconds', 'role_session_name', 'external_id', 'ca_bundle']) {
      assert.match(notes(config, 'etl'), new RegExp(`${key} is (left out|not used)`));
    }
    for (const seconds of ['899', '43201', '1e3', '-1', '']) {
      assert.match(notes(config.replace('an hour', seconds), 'etl'), /duration_seconds is left out/);
    }
  });

  it('has its region, else that of the environment', () => {
    const config = `[profile a]\n${KEYS}region = eu-west-1 # Ireland\n[profile b]\n${KEYS}`;
    const env = { AWS_DEFAULT_REGION: 'eu-west-3', AWS_REGION: '' };
    assert.equal(used({ config }, 'a', env).region, 'eu-west-1');
    assert.equal(used({ config }, 'b', env).region, 'eu-west-3');
    assert.equal(used({ config }, 'b').region, 'us-east-1');
  });

  it('has its endpoints: the environment before the service before the profile', () => {
    const config = `[services local]\nsts =\n  endpoint_url = http://sts:1\ns3 =\n  endpoint_url = http://s3:1\n[profile a]\n${KEYS}services = local\nendpoint_url = http://all:1\n`;
    assert.deepEqual(used({ config }, 'a').endpoints, { sts: 'http://sts:1', s3: 'http://s3:1', sso: 'http://all:1' });
    const env = { AWS_ENDPOINT_URL_S3: 'http://env:1' };
    assert.equal(used({ config }, 'a', env).endpoints.s3, 'http://env:1');
    assert.deepEqual(used({ config: `${config}ignore_configured_endpoint_urls = true\n` }, 'a').endpoints, {});
    const broken = `[profile a]\n${KEYS}endpoint_url = localhost\n`;
    assert.deepEqual(used({ config: broken }, 'a').endpoints, {});
    assert.match(notes(broken, 'a'), /endpoint_url is left out/);
  });

  it('has its choice among the hosts of AWS and of its store', () => {
    const config = `[profile a]\n${KEYS}region = eu-west-1\nsts_regional_endpoints = legacy\nuse_fips_endpoint = true\nuse_dualstack_endpoint = True\ns3 =\n  addressing_style = path\n`;
    const { globalSts, fips, dualStack, s3 } = used({ config }, 'a');
    assert.deepEqual([globalSts, fips, dualStack, s3.pathStyle], [true, true, true, true]);
    assert.equal(used({ config: config.replace('eu-west-1', 'eu-south-1') }, 'a').globalSts, false);
  });

  it('does not take region and endpoints from its source profile, as in the AWS CLI', () => {
    const config = `[profile dev]\n${KEYS}region = eu-west-1\nendpoint_url = http://localhost:1\n[profile hub]\nrole_arn = ${HUB}\nsource_profile = dev\n`;
    const { region, endpoints } = used({ config }, 'hub');
    assert.deepEqual([region, endpoints], ['us-east-1', {}]);
  });

  const reasons: Record<string, [config: string, reason: RegExp]> = {
    'has no credentials': ['[profile a]\nregion = x-y\n', /has no credentials/],
    'lacks its secret key': ['[profile a]\naws_access_key_id = AKIA\n', /lack one half/],
    'has no such source': [`[profile a]\nrole_arn = ${HUB}\nsource_profile = b\n`, /source_profile "b" does not exist/],
    'has two sources': [`[profile a]\nrole_arn=${HUB}\nsource_profile=a\ncredential_source=Environment\n`, /both/],
    'has an unknown source': [`[profile a]\nrole_arn=${HUB}\ncredential_source=Moon\n`, /credential_source "Moon"/],
    'names no role': ['[profile a]\nrole_arn = Hub\nsource_profile = b\n', /role_arn must be a role ARN/],
    'goes in a circle': [
      `[profile a]\nrole_arn = ${HUB}\nsource_profile = b\n[profile b]\nrole_arn = ${LAKE}\nsource_profile = a\n`,
      /circle: a → b → a/,
    ],
    'is its own source without keys': [`[profile a]\nrole_arn = ${HUB}\nsource_profile = a\n`, /circle: a → a/],
  };
  for (const [what, [config, reason]] of Object.entries(reasons)) {
    it(`that ${what} is told why it cannot be used`, () => {
      assert.equal(configProfiles(parseSharedConfig({ config })).get('a')?.profile, undefined);
      assert.match(notes(config, 'a'), reason);
    });
  }

  it('that is broken leaves the others alone', () => {
    const config = `[profile broken]\nrole_arn = x\nsource_profile = nobody\n${CHAIN}`;
    assert.equal(used({ config, credentials: `[dev]\n${KEYS}` }, 'vault').chain.length, 3);
  });
});

describe('a profile of the settings', () => {
  it('may go on from a profile of ~/.aws/config with all its hops', () => {
    const config = usableProfiles(configProfiles(parseSharedConfig({ config: CHAIN, credentials: `[dev]\n${KEYS}` })));
    const value = { mine: { source: { type: 'sharedConfig', profile: 'lake' }, roleArn: VAULT } };
    const { profiles } = readProfiles([{ scope: 'User', value }], { mfaMethod: 'auto', config });
    assert.deepEqual(
      profiles.get('mine')?.chain.map(({ roleArn }) => roleArn),
      [HUB, LAKE, VAULT],
    );
    assert.equal(profiles.get('mine')?.origin, 'user');
    assert.equal(profiles.get('lake')?.origin, 'awsConfig');
  });
});
