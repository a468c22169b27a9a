import fc from 'fast-check';
import assert from 'node:assert/strict';
import { configProfiles, usableProfiles } from '../../../../src/core/configFiles/configProfiles';
import { exportProfile } from '../../../../src/core/configFiles/exportProfile';
import { parseSharedConfig } from '../../../../src/core/configFiles/sharedConfig';
import type { Profile } from '../../../../src/core/roles/profile';
import { getProfile, readProfiles } from '../../../../src/core/roles/profileSet';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/teams/lake/Lake';

/** The profile as the setting has it, resolved. */
function resolved(written: object, name = 'lake'): Profile {
  return getProfile(readProfiles([{ scope: 'User', value: Object.fromEntries([[name, written]]) }]), name);
}

/** What the AWS CLI would make of the text, given the access keys the comments ask for. */
function readBack(text: string, name: string, keys: readonly string[]): Profile {
  const credentials = keys.map((key) => `[${key}]\naws_access_key_id = AKIA\naws_secret_access_key = x\n`).join('');
  const converted = configProfiles(parseSharedConfig({ config: text, credentials }));
  return getProfile(readProfiles([], { mfaMethod: 'auto', config: usableProfiles(converted) }), name);
}

describe('a profile exported to ~/.aws/config', () => {
  it('is a section for each hop, with comments for what the file cannot say and no secret', () => {
    const profile = resolved({
      source: { type: 'accessKeys', name: 'alice' },
      chain: [
        { roleArn: HUB, mfaSerial: 'arn:aws:iam::111111111111:mfa/alice', tags: { team: 'lake' } },
        {
          roleArn: LAKE,
          externalId: { secret: 'lake-partner' },
          sessionName: 'etl',
          durationSeconds: 900,
          sourceIdentity: 'alice',
        },
      ],
      region: 'us-west-2',
      s3: { pathStyle: true },
      endpoints: { sts: 'http://localhost:9000' },
    });
    assert.equal(
      exportProfile(profile),
      `# Put the access keys "alice" into ~/.aws/credentials as [alice].
# Hop 1: the session tags cannot be written in this file.
# Hop 2: the secret external ID "lake-partner" cannot be written in this file.
# Hop 2: the source identity cannot be written in this file.

[profile lake-hop-1]
role_arn = arn:aws:iam::111111111111:role/Hub
mfa_serial = arn:aws:iam::111111111111:mfa/alice
source_profile = alice

[profile lake]
role_arn = arn:aws:iam::222222222222:role/teams/lake/Lake
role_session_name = etl
duration_seconds = 900
source_profile = lake-hop-1
region = us-west-2
s3 =
  addressing_style = path
services = lake

[services lake]
sts =
  endpoint_url = http://localhost:9000
`,
    );
  });

  it('takes no name that another profile has', () => {
    const profile = resolved({ source: { type: 'process', command: 'get-keys' }, roleArn: HUB });
    assert.match(exportProfile(profile, new Set(['lake-base'])), /^\[profile lake-base-2\]/);
  });

  it('of Identity Center has its sso-session', () => {
    const source = {
      type: 'identityCenter',
      startUrl: 'https://acme.awsapps.com/start',
      region: 'eu-west-1',
      accountId: '111111111111',
      roleName: 'Analyst',
    };
    assert.equal(
      exportProfile(resolved({ source }, 'my team')),
      `[sso-session "my team"]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access

[profile "my team"]
sso_session = my team
sso_account_id = 111111111111
sso_role_name = Analyst
region = us-east-1
`,
    );
  });

  const word = fc.stringMatching(/^[a-z][\w.@-]{0,9}$/);
  const name = fc.oneof(
    word,
    fc.tuple(word, word).map(([a, b]) => `${a} "${b}"`),
    fc.constantFrom("o'neil", 'a]b', 'default', 'é#1'),
  );
  const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(arbitrary, { nil: undefined });
  const hop = fc.record({
    roleArn: fc.constantFrom(HUB, LAKE),
    sessionName: optional(fc.stringMatching(/^[\w+=,.@-]{2,20}$/)),
    externalId: optional(fc.stringMatching(/^[\w+=,.@:/-]{2,20}$/)),
    durationSeconds: optional(fc.integer({ min: 900, max: 3600 })),
  });
  const source = fc.oneof(
    fc.record({ type: fc.constant('accessKeys'), name }),
    fc.record({ type: fc.constant('sharedConfig'), profile: name }),
    fc.record({ type: fc.constantFrom('environment', 'container', 'instanceMetadata') }),
    fc.record({ type: fc.constant('process'), command: fc.constantFrom('get-keys', '"/opt/a b/get" --x = y; z # w') }),
    fc.constant({
      type: 'identityCenter',
      startUrl: 'https://acme.awsapps.com/start/#/',
      region: 'eu-west-1',
      accountId: '111111111111',
      roleName: 'Analyst',
      session: 'acme',
    }),
    fc.constant({ type: 'webIdentity', tokenFile: '/var/run/a token', roleArn: HUB, sessionName: 'job' }),
  );

  it('gives the same hops, base identity and hosts when it is read back', () => {
    const hosts = fc.record({
      region: fc.constantFrom('eu-west-1', 'us-east-2'),
      sts: fc.constantFrom('global', 'regional'),
      fips: fc.boolean(),
      dualStack: fc.boolean(),
      s3: fc.record({ pathStyle: fc.boolean() }),
      endpoints: optional(
        fc.record({ sts: fc.constant('http://localhost:9000'), s3: optional(fc.constant('http://minio:9000')) }),
      ),
    });
    fc.assert(
      fc.property(name, source, fc.array(hop, { minLength: 1, maxLength: 4 }), hosts, (called, base, chain, more) => {
        const before = resolved({ source: base, chain, ...more }, called);
        const keys = before.source.type === 'accessKeys' ? before.source.name : undefined;
        const shared = before.source.type === 'sharedConfig' ? before.source.profile : undefined;
        const after = readBack(exportProfile(before), called, [keys ?? shared ?? []].flat());
        const facts = ({ source: from, ...rest }: Profile): object => ({
          ...rest,
          source: from.type === 'accessKeys' ? { type: 'sharedConfig', profile: from.name } : from,
          origin: undefined,
        });
        assert.deepEqual(JSON.parse(JSON.stringify(facts(after))), JSON.parse(JSON.stringify(facts(before))));
      }),
      { numRuns: 500 },
    );
  });
});
