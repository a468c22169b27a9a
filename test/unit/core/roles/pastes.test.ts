import fc from 'fast-check';
import assert from 'node:assert/strict';
import { readPaste, type Paste } from '../../../../src/core/roles/pastes';
import { readProfiles } from '../../../../src/core/roles/profileSet';

const HUB = 'arn:aws:iam::111111111111:role/teams/Hub';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';

/** The paste without fields that are undefined. */
function paste(text: string): Paste | undefined {
  const read = readPaste(text);
  return read && (JSON.parse(JSON.stringify(read)) as Paste);
}

describe('pasted role ARNs', () => {
  it('become a profile named after the role', () => {
    assert.deepEqual(paste(` ${HUB}\n`), { kind: 'roles', profiles: { Hub: { roleArn: HUB } }, notes: [] });
  });

  it('as a chain of Amazon Redshift become its hops', () => {
    const { profiles } = paste(`IAM_ROLE '${HUB},${LAKE}'`) ?? {};
    assert.deepEqual(profiles, { Lake: { chain: [{ roleArn: HUB }, { roleArn: LAKE }] } });
  });
});

describe('a pasted console link to switch roles', () => {
  const links: Record<string, [link: string, arn: string]> = {
    'of the console': [
      'https://signin.aws.amazon.com/switchrole?roleName=teams%2FHub&account=111111111111&color=FF0000',
      HUB,
    ],
    'of a region': ['https://eu-west-1.console.aws.amazon.com/switchrole?account=2222-2222-2222&roleName=Lake', LAKE],
    'with a region’s sign-in': [
      'https://eu-west-1.signin.aws.amazon.com/switchrole?account=222222222222&roleName=/Lake',
      LAKE,
    ],
    'of China': [
      'https://signin.amazonaws.cn/switchrole?roleName=Lake&account=222222222222',
      LAKE.replace('arn:aws:', 'arn:aws-cn:'),
    ],
    'of GovCloud': [
      '<https://signin.amazonaws-us-gov.com/switchrole?roleName=Lake&account=222222222222>',
      LAKE.replace('arn:aws:', 'arn:aws-us-gov:'),
    ],
  };
  for (const [what, [link, roleArn]] of Object.entries(links)) {
    it(`${what} is understood`, () => {
      const read = paste(link);
      assert.equal(read?.kind, 'switchRoleLink');
      assert.deepEqual(Object.values(read.profiles), [{ roleArn }]);
    });
  }

  it('gives the profile its display name', () => {
    const read = paste(
      'https://signin.aws.amazon.com/switchrole?roleName=Lake&account=222222222222&displayName=lake+prod',
    );
    assert.deepEqual(read?.profiles, { 'lake prod': { roleArn: LAKE } });
  });

  it('with an account alias says that the ID is needed', () => {
    const read = paste('https://signin.aws.amazon.com/switchrole?roleName=Lake&account=acme');
    assert.deepEqual(read?.profiles, {});
    assert.match(read.notes.join(), /"acme"; its ID of 12 digits/);
  });

  it('of another host is none', () => {
    for (const host of ['signin.aws.amazon.com.evil.org', 'evilaws.amazon.com', 'example.org']) {
      assert.equal(readPaste(`https://${host}/switchrole?roleName=Lake&account=222222222222`), undefined);
    }
  });
});

describe('pasted sections', () => {
  it('of ~/.aws/config become profiles that refer to each other and to the config file', () => {
    const text = `[profile lake]\nrole_arn = ${LAKE}\nsource_profile = hub\nexternal_id = x1\nregion = eu-west-1\n\n[profile hub]\nrole_arn = ${HUB}\nsource_profile = dev\n`;
    assert.deepEqual(paste(text), {
      kind: 'config',
      profiles: {
        lake: { source: { type: 'profile', name: 'hub' }, roleArn: LAKE, externalId: 'x1', region: 'eu-west-1' },
        hub: { source: { type: 'sharedConfig', profile: 'dev' }, roleArn: HUB },
      },
      notes: [],
    });
  });

  it('have their base identity where they name one', () => {
    const text = `[profile a]\nrole_arn = ${LAKE}\ncredential_source = Ec2InstanceMetadata\n[sso-session s]\nsso_start_url = https://a.awsapps.com/start\nsso_region = eu-west-1\n[profile b]\nsso_session = s\nsso_account_id = 111111111111\nsso_role_name = R\n`;
    const { profiles } = paste(text) ?? {};
    assert.deepEqual(profiles?.['a']?.source, { type: 'instanceMetadata' });
    assert.equal(profiles['b']?.source?.type, 'identityCenter');
  });

  it('of AWS Extend Switch Roles are accepted unchanged; what has no base identity is asked for it', () => {
    const text = `[base]\naws_account_id = 999999999999\n\n[lake-prod]\naws_account_id = 222222222222\nrole_name = Lake\nsource_profile = base\ncolor = ff0000\nregion = us-west-2\n\n[profile hub]\nrole_arn = ${HUB}\n`;
    const read = paste(text);
    assert.deepEqual(read?.profiles, { 'lake-prod': { roleArn: LAKE, region: 'us-west-2' }, hub: { roleArn: HUB } });
    assert.match(read.notes.join(), /^base: .*base identity/);
  });

  it('have no access keys taken, and none told', () => {
    const read = readPaste(
      '[dev]\naws_access_key_id = AKIASECRET\naws_secret_access_key = SECRET\nregion = eu-west-1\n',
    );
    assert.deepEqual(read?.profiles, { dev: { region: 'eu-west-1' } });
    assert.doesNotMatch(JSON.stringify(read), /SECRET/);
  });
});

describe('pasted JSON', () => {
  const profile = { source: { type: 'environment' }, roleArn: LAKE };
  const texts: Record<string, string> = {
    'of profiles': JSON.stringify({ lake: profile }),
    'of the setting': JSON.stringify({ 'assumeRole.profiles': { lake: profile } }),
    'out of a settings file': `"lake": ${JSON.stringify(profile)},`,
    'of the setting, out of a file': `"assumeRole.profiles": {"lake": ${JSON.stringify(profile)}},`,
  };
  for (const [what, text] of Object.entries(texts)) {
    it(`${what} is read`, () =>
      assert.deepEqual(paste(text), { kind: 'json', profiles: { lake: profile }, notes: [] }));
  }

  it('of one profile needs no name, nor a base identity', () => {
    assert.deepEqual(Object.values(paste(JSON.stringify({ roleArn: LAKE }))?.profiles ?? {}), [{ roleArn: LAKE }]);
  });

  it('that breaks the format is told with the field', () => {
    assert.deepEqual(paste('{"a": {"roleArn": 1}}'), {
      kind: 'json',
      profiles: {},
      notes: ['The profile "a" cannot be used: roleArn must be text.'],
    });
  });
});

describe('any pasted text', () => {
  it('that is none of these is none', () => {
    for (const text of ['', 'hello', '[1, 2]', '["a"]', '[a]\nb = c', '12', 'null', 'https://example.org/']) {
      assert.equal(readPaste(text), undefined, text);
    }
  });

  it('is read without an exception, and its profiles are profiles of the setting', () => {
    const piece = fc.constantFrom(
      '[profile a]\n',
      '[b]\n',
      'role_arn=',
      HUB,
      ',',
      '\n',
      'source_profile=a\n',
      'source_profile=b\n',
    );
    const more = fc.constantFrom(
      'https://signin.aws.amazon.com/switchrole?roleName=',
      '&account=',
      '{"',
      '":',
      '}',
      'mfa_serial=',
    );
    const text = fc.array(fc.oneof(piece, more, fc.string()), { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (any) => {
        const { profiles = {} } = readPaste(any) ?? {};
        const complete = Object.entries(profiles).map(([name, { source, ...rest }]) => {
          return [name, { source: source ?? { type: 'environment' }, ...rest }] as const;
        });
        const { problems } = readProfiles([{ scope: 'User', value: Object.fromEntries(complete) }]);
        assert.deepEqual(
          problems.filter(({ format }) => format),
          [],
        );
      }),
      { numRuns: 3000 },
    );
  });
});
