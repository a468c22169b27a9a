import assert from 'node:assert/strict';
import type { BaseIdentity } from '../../../../../src/core/roles/baseIdentity';
import type { Profile } from '../../../../../src/core/roles/profile';
import type { GuardedSecrets } from '../../../../../src/core/secrets/guardedSecrets';
import type { HostQuestion } from '../../../../../src/core/secrets/hostGuard';
import { signingDestinations, useBy } from '../../../../../src/core/secrets/secretUse';
import { ConsentGate } from '../../../../../src/core/sessions/consent/consentGate';
import { Credentials } from '../../../../../src/core/sessions/credentials';
import { cancelled, isAppError } from '../../../../../src/core/support/errors';
import { secretsInMemory } from '../../../../support/secretsInMemory';
import { ofWorkspace, profileOf } from '../../../support/memoryWorld';

const wanted = { interactive: true, signal: new AbortController().signal };
const KEYS = new Credentials({ accessKeyId: 'AKIA', secretAccessKey: 'x' });
const [STS, S3, OTHER] = ['https://sts.example', 'https://s3.example', 'https://other.example'];

describe('a person who has agreed to the recipe of a workspace', () => {
  let asked: HostQuestion[];
  let vault: GuardedSecrets;
  let agrees: boolean;
  let agreed: Set<string>;

  beforeEach(() => {
    asked = [];
    agrees = true;
    agreed = new Set();
    vault = secretsInMemory({ accessKeys: () => Promise.resolve(KEYS) }, (question) => {
      asked.push(question);
      return Promise.resolve(true);
    });
  });

  const profile = (source: BaseIdentity, roles: readonly string[] = [], sts = STS): Profile =>
    ofWorkspace({ ...profileOf('team', roles), source, endpoints: { sts, s3: S3 } });

  const admit = (of: Profile) =>
    new ConsentGate({
      vault,
      consents: { has: (recipe) => agreed.has(recipe), add: (recipe) => Promise.resolve(void agreed.add(recipe)) },
      prompter: { consent: () => (agrees ? Promise.resolve() : Promise.reject(cancelled())) },
    }).admit(of, wanted);
  const sign = (of: Profile) => vault.allowSigning(of.source, signingDestinations(of), useBy(of, wanted));

  const COMMAND: BaseIdentity = { type: 'process', command: '/opt/keys' };
  const SIGNING: readonly BaseIdentity[] = [
    COMMAND,
    { type: 'environment' },
    { type: 'sharedConfig', profile: 'dev' },
    { type: 'defaultChain' },
    { type: 'container' },
  ];
  for (const source of SIGNING) {
    it(`is not asked again about the hosts it named, for credentials of type ${source.type}`, async () => {
      for (const roles of [[], ['Hub']]) {
        const team = profile(source, roles);
        await admit(team);
        await sign(team);
        await vault.allowSigning(source, signingDestinations(team), useBy(team, { ...wanted, interactive: false }));
      }
      assert.deepEqual(asked, []);
    });
  }

  it('is asked about a host it did not name', async () => {
    await admit(profile(COMMAND));
    await sign(profile(COMMAND, [], OTHER));
    assert.deepEqual(
      asked.map(({ destinations }) => destinations),
      [[OTHER]],
    );
  });

  it('is asked about Amazon S3 where the roles it named would have used it', async () => {
    await admit(profile(COMMAND, ['Hub']));
    await sign(profile(COMMAND));
    assert.deepEqual(asked[0]?.destinations, [S3]);
  });

  it('is asked about the credentials of another command', async () => {
    await admit(profile(COMMAND));
    await sign(profile({ ...COMMAND, command: '/opt/other' }));
    assert.equal(asked.length, 1);
  });

  it('is asked before keys of the vault sign there, and before a file is sent there', async () => {
    const keys = profile({ type: 'accessKeys', name: 'alice' });
    await admit(keys);
    await vault.accessKeys('alice', signingDestinations(keys), useBy(keys, wanted));
    const file = profile({ type: 'webIdentity', tokenFile: '/token', roleArn: 'arn:aws:iam::111111111111:role/Hub' });
    await admit(file);
    await vault.allow({ type: 'tokenFile', name: '/token' }, signingDestinations(file), useBy(file, wanted));
    assert.deepEqual(
      asked.map(({ secret }) => secret.type),
      ['accessKeys', 'tokenFile'],
    );
  });

  it('is asked where they said no, or agreed before hosts were noted', async () => {
    agrees = false;
    await assert.rejects(admit(profile(COMMAND)), (error) => isAppError(error, 'cancelled'));
    await sign(profile(COMMAND));
    assert.equal(asked.length, 1);
    agrees = true;
    await admit(profile({ type: 'environment' }));
    // Their allowed hosts were forgotten, the consent was not.
    vault = secretsInMemory({}, (question) => {
      asked.push(question);
      return Promise.resolve(true);
    });
    await admit(profile({ type: 'environment' }));
    await sign(profile({ type: 'environment' }));
    assert.equal(asked.length, 2);
  });
});
