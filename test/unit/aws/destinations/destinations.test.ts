import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BASE_IDENTITIES, type BaseIdentityType } from '../../../../src/core/roles/baseIdentity';
import { isKept, type SecretId } from '../../../../src/core/secrets/secretId';
import { isAppError } from '../../../../src/core/support/errors';
import { DestinationsBed, PLAIN, type Deed, type HostName, type WatchedSecret } from './destinationsBed';
import { formsOf } from './recordedHosts';

const HOSTS: readonly HostName[] = ['aws', 'a', 'b'];
const TYPES = Object.keys(BASE_IDENTITIES) as BaseIdentityType[];

const host = fc.constantFrom(...HOSTS);
const deed: fc.Arbitrary<Deed> = fc.record({
  type: fc.constantFrom(...TYPES),
  sts: host,
  s3: host,
  sso: host,
  origin: fc.constantFrom('user', 'workspace', 'awsConfig', 'adHoc'),
  withRoles: fc.boolean(),
  encrypted: fc.boolean(),
  interactive: fc.boolean(),
  yes: fc.constantFrom(true, false, 'butNoVariable' as const),
  led: fc.boolean(),
  variableIn: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
  late: fc.boolean(),
});

/** What was decided about each secret of the vault before; nothing for secrets of versions that did not ask. */
const decided = fc.array(fc.option(fc.subarray([...HOSTS]), { nil: undefined }), { minLength: 3, maxLength: 3 });

describe('where secrets go', () => {
  let bed: DestinationsBed;
  before(async () => (bed = await DestinationsBed.start()));
  after(() => bed.close());
  beforeEach(() => bed.reset());

  const sentTo = (name: HostName, { values }: WatchedSecret): boolean => {
    const all = bed.hosts[name].requests.join('\n');
    return values.flatMap(formsOf).some((form) => all.includes(form));
  };

  /** Whether the person, or the nature of the secret, lets it go there. */
  const mayGo = async (name: HostName, { id }: WatchedSecret, { origin }: Deed): Promise<boolean> => {
    if (id.type === 'signIn') return id.name === name;
    if ((await bed.records.hostsOf(id))?.includes(bed.destination(name))) return true;
    if (isKept(id)) return false;
    return name === 'aws' || (id.type === 'credentials' && origin !== 'workspace');
  };

  it('no host is sent a secret that was not allowed for it, whoever asks and for whatever profile', async function () {
    this.timeout(300_000);
    const kept: readonly SecretId[] = bed.watched.flatMap(({ id }) => (id.type !== 'signIn' && isKept(id) ? [id] : []));
    await fc.assert(
      fc.asyncProperty(decided, fc.array(deed, { minLength: 1, maxLength: 3 }), async (before, deeds) => {
        bed.reset();
        for (const [index, secret] of kept.entries()) {
          const names = before[index];
          if (names)
            await bed.records.addHosts(
              secret,
              names.map((name) => bed.destination(name)),
            );
        }
        for (const each of deeds) {
          bed.clear();
          await bed.do(each);
          if (!each.interactive) assert.deepEqual(bed.asked, [], 'nobody was to be asked');
          for (const name of HOSTS) {
            for (const secret of bed.watched) {
              if (!sentTo(name, secret)) continue;
              assert.ok(await mayGo(name, secret, each), `${JSON.stringify(secret.id)} was sent to ${name}`);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  const KNOWN_TO_GO: Readonly<Partial<Record<BaseIdentityType, readonly string[]>>> = {
    accessKeys: [
      'mfaSession',
      ...['sessionName', 'externalId', 'mfaSerial', 'tags.team', 'sourceIdentity'].map((name) => `chain.0.${name}`),
    ],
    webIdentity: ['source.sessionName'],
  };
  for (const type of TYPES) {
    it(`a variable in any text of a profile goes to AWS alone unless its host was allowed: ${type}`, async function () {
      this.timeout(60_000);
      const team = bed.watched.find(({ id }) => id.type === 'environmentVariable');
      assert.ok(team);
      const gone: string[] = [];
      for (const [variableIn, text] of bed.textsOf(type).entries()) {
        if (type !== 'accessKeys' && !text.startsWith('source.')) continue;
        bed.reset();
        await bed.do({ ...PLAIN, type, variableIn });
        assert.ok(!bed.asked.some(({ secret }) => secret.type === 'environmentVariable'), `${text} asks at AWS`);
        if (sentTo('aws', team)) gone.push(text);
        for (const interactive of [true, false]) {
          bed.clear();
          await bed.do({ ...PLAIN, type, variableIn, sts: 'a', s3: 'a', sso: 'a', interactive, yes: 'butNoVariable' });
          assert.ok(!sentTo('a', team), `${text} was sent`);
        }
      }
      assert.deepEqual(gone, KNOWN_TO_GO[type] ?? []);
    });
  }

  it('no request sends a secret key, wherever it goes', () => {
    for (const name of HOSTS) {
      const keys = bed.watched.find(({ id }) => id.type === 'accessKeys');
      assert.ok(keys && !sentTo(name, keys));
    }
  });

  const SENT: readonly (readonly [string, Deed, SecretId['type']])[] = [
    ['an external ID', { ...PLAIN, withRoles: true, sts: 'a' }, 'externalId'],
    ['an encryption key', { ...PLAIN, encrypted: true, s3: 'a' }, 'customerKey'],
    ['a token file', { ...PLAIN, type: 'webIdentity', sts: 'a' }, 'tokenFile'],
    ['a SAML assertion', { ...PLAIN, type: 'saml', sts: 'a' }, 'samlCommand'],
    ['an environment variable', { ...PLAIN, withRoles: true, sts: 'a' }, 'environmentVariable'],
  ];
  for (const [what, act, type] of SENT) {
    const secretOf = (): WatchedSecret => {
      const secret = bed.watched.find(({ id }) => id.type === type);
      assert.ok(secret);
      return secret;
    };

    it(`${what} goes to another host after a yes, and from then on without a question`, async () => {
      await bed.do({ ...act, yes: true });
      assert.ok(sentTo('a', secretOf()));
      assert.ok(bed.asked.some(({ secret }) => secret.type === type));
      bed.clear();
      await bed.do({ ...act, interactive: false });
      assert.ok(sentTo('a', secretOf()));
      assert.deepEqual(bed.asked, []);
    });

    it(`${what} stays here after a no, and where nobody may be asked, with a word on what to do`, async () => {
      assert.ok(isAppError(await bed.do(act), 'cancelled'));
      const error = await bed.do({ ...act, interactive: false });
      assert.ok(isAppError(error, 'interactionRequired') && error.detail.cure !== undefined, String(error));
      assert.ok(!sentTo('a', secretOf()));
    });
  }

  it('everything goes to AWS without a question, also what earlier versions kept', async () => {
    for (const type of TYPES) await bed.do({ ...PLAIN, type, withRoles: true, interactive: false });
    await bed.do({ ...PLAIN, encrypted: true, interactive: false });
    await bed.do({ ...PLAIN, type: 'process', interactive: false });
    assert.deepEqual(bed.asked, []);
    for (const secret of bed.watched) {
      if (secret.id.type === 'accessKeys' || (secret.id.type === 'signIn' && secret.id.name !== 'aws')) continue;
      assert.ok(sentTo('aws', secret), `${JSON.stringify(secret.id)} was not sent to AWS`);
    }
    for (const other of ['a', 'b'] as const) assert.deepEqual(bed.hosts[other].requests, []);
  });

  it('a sign-in of another host is none, and a person signs in there anew', async () => {
    const atAws = bed.watched.find((secret) => secret.id.type === 'signIn' && secret.id.name === 'aws');
    const act: Deed = { ...PLAIN, type: 'identityCenter', sso: 'b', sts: 'b', s3: 'b' };
    const error = await bed.do({ ...act, interactive: false });
    assert.ok(isAppError(error, 'interactionRequired') && error.detail.signIn === true);
    assert.equal(bed.hosts.b.requests.length, 0);
    await bed.do(act);
    assert.ok(atAws && !sentTo('b', atAws));
    assert.ok(bed.hosts.b.requests.some((request) => request.includes('/federation/credentials?')));
  });
});
