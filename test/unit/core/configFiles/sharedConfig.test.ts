import fc from 'fast-check';
import assert from 'node:assert/strict';
import { parsePastedConfig, parseSharedConfig, readStaticKeys } from '../../../../src/core/configFiles/sharedConfig';

const keys = (id: string): string => `aws_access_key_id = ${id}\naws_secret_access_key = SECRET-${id}\n`;

describe('the shared config and credentials files', () => {
  it('are one: settings of the credentials file come first, key by key', () => {
    const shared = parseSharedConfig({
      config: '[profile dev]\nregion = eu-west-1\nmfa_serial = GAHT12345678\n',
      credentials: '[dev]\nregion = eu-west-2\n[only here]\nregion = eu-west-3\n',
    });
    assert.deepEqual(shared.profiles.get('dev')?.settings, { region: 'eu-west-2', mfa_serial: 'GAHT12345678' });
    assert.equal(shared.profiles.get('only here')?.file, 'credentials');
    assert.equal(shared.profiles.get('only here')?.line, 3);
  });

  it('have the profile that stands further down where two headers name the same', () => {
    const plain = '[default]\nregion = a\noutput = json\n';
    const prefixed = '[profile default]\nregion = b\n';
    const regionOf = (config: string) => parseSharedConfig({ config }).profiles.get('default')?.settings.region;
    assert.equal(regionOf(plain + prefixed), 'b');
    assert.equal(regionOf(prefixed + plain), 'a');
  });

  it('say which sections the AWS CLI passes over', () => {
    const { profiles, notes } = parseSharedConfig({
      config: '[dev]\nrole_arn = x\n[profile my team]\nregion = x\n[plugins]\na = b\n',
    });
    assert.equal(profiles.size, 0);
    assert.deepEqual(notes, [
      'Line 1 of ~/.aws/config: [dev] needs to be [profile dev].',
      'Line 3 of ~/.aws/config: a name with blanks needs quotes, as in [profile "my team"].',
    ]);
  });

  it('are kept without their secrets', () => {
    const secrets =
      'aws_secret_access_key = SECRET\naws_session_token: SECRET\naws_security_token=SECRET\nSECRET\nx_SECRET = SECRET\n';
    const text = `[profile a]\n${secrets}s3 =\n  SECRET = SECRET\n[a]\n${secrets}[sso-session s]\n${secrets}[services s]\nsts =\n  SECRET = SECRET\n`;
    const all = [parseSharedConfig({ config: text, credentials: text }), parsePastedConfig(text)].map((shared) => [
      ...shared.profiles,
      ...shared.ssoSessions,
      ...shared.services,
      shared.notes,
    ]);
    assert.doesNotMatch(JSON.stringify(all), /SECRET/);
  });

  it('are read without an exception, whatever they hold, and names of objects are ordinary names', () => {
    const piece = fc.constantFrom(
      '[profile ',
      '[__proto__]',
      ']',
      '\n',
      'role_arn',
      '=',
      'services',
      '[sso-session ',
      's3 =\n ',
      'constructor',
    );
    const text = fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (config, credentials) => {
        const { profiles } = parseSharedConfig({ config, credentials });
        for (const name of profiles.keys()) readStaticKeys({ config, credentials }, name);
        parsePastedConfig(config);
      }),
      { numRuns: 1000 },
    );
    assert.deepEqual(
      [...parseSharedConfig({ credentials: '[__proto__]\nregion = x\n' }).profiles.keys()],
      ['__proto__'],
    );
  });
});

describe('access keys of a profile', () => {
  it('are those of the credentials file, else those of the config file, never one half of each', () => {
    const config = `[profile dev]\n${keys('CONFIG')}`;
    assert.deepEqual(readStaticKeys({ config, credentials: `[dev]\n${keys('CREDENTIALS')}` }, 'dev'), {
      accessKeyId: 'CREDENTIALS',
      secretAccessKey: 'SECRET-CREDENTIALS',
    });
    assert.equal(readStaticKeys({ config }, 'dev')?.accessKeyId, 'CONFIG');
    assert.equal(readStaticKeys({ config, credentials: '[dev]\naws_access_key_id = HALF\n' }, 'dev'), undefined);
    assert.equal(readStaticKeys({ config }, 'other'), undefined);
  });

  it('may have a session token', () => {
    const credentials = `[dev]\n${keys('ASIA')}aws_session_token = TOKEN==\n`;
    assert.equal(readStaticKeys({ credentials }, 'dev')?.sessionToken, 'TOKEN==');
  });
});
