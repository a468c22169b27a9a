import assert from 'node:assert/strict';
import type { AccountBook } from '../../../../../src/core/roles/accounts/accountBook';
import { readAccounts } from '../../../../../src/core/roles/accounts/accountSettings';
import { withProductionMarks } from '../../../../../src/core/roles/accounts/productionMarks';
import { accountOf, isSameRecipe } from '../../../../../src/core/roles/accounts/profileAccount';
import { goOnTo } from '../../../../../src/core/roles/goOn';
import type { Profile } from '../../../../../src/core/roles/profile';
import { readProfiles } from '../../../../../src/core/roles/profileSet';
import { expandProfile } from '../../../../../src/core/roles/variables';
import { configProfiles, usableProfiles } from '../../../../../src/core/configFiles/configProfiles';
import { parseSharedConfig } from '../../../../../src/core/configFiles/sharedConfig';
import { HUB, LAKE, keys, source } from '../profileSetBed';

const NOTHING: AccountBook = bookOf({});

function bookOf(accounts: unknown, productionProfiles: unknown = []): AccountBook {
  return readAccounts([{ scope: 'User', accounts, productionProfiles }]).book;
}

function read(profiles: unknown, accounts: AccountBook, config = ''): ReadonlyMap<string, Profile> {
  const converted = configProfiles(parseSharedConfig({ config, credentials: '' }));
  const configWays = new Map([...converted].map(([name, { goesOnFrom = [] }]) => [name, goesOnFrom]));
  const layers = [{ scope: 'User', value: profiles }];
  return readProfiles(layers, { mfaMethod: 'auto', config: usableProfiles(converted), configWays, accounts }).profiles;
}

function production(profiles: ReadonlyMap<string, Profile>): string[] {
  return [...profiles.values()].flatMap((profile) => (profile.production ? [profile.name] : []));
}

describe('production', () => {
  const PROFILES = {
    lake: { source, roleArn: LAKE },
    hub: { source, roleArn: HUB },
    chain: { source, chain: [{ roleArn: HUB }, { roleArn: LAKE }] },
    further: { source: { type: 'profile', name: 'lake' }, roleArn: HUB, production: false },
    center: {
      source: {
        type: 'identityCenter',
        startUrl: 'https://x.awsapps.com/start',
        region: 'eu-west-1',
        accountId: '333333333333',
        roleName: 'ops-prod',
      },
    },
    saml: {
      source: {
        type: 'saml',
        roleArn: 'arn:aws:iam::444444444444:role/Saml',
        providerArn: 'arn:aws:iam::444444444444:saml-provider/Okta',
      },
    },
    mfa: { source: keys, roleArn: HUB, mfaSerial: 'arn:aws:iam::555555555555:mfa/alice' },
    alone: { source: keys, mfaSerial: 'arn:aws:iam::555555555555:mfa/alice' },
  };

  it('is what the account of any role, or of the base identity, is', () => {
    const of = (account: string): string[] => production(read(PROFILES, bookOf({ [account]: { production: true } })));
    assert.deepEqual(of('222222222222'), ['lake', 'chain', 'further']);
    assert.deepEqual(of('111111111111'), ['hub', 'chain', 'further', 'mfa']);
    assert.deepEqual(of('333333333333'), ['center']);
    assert.deepEqual(of('444444444444'), ['saml']);
    assert.deepEqual(of('555555555555'), ['mfa', 'alone']);
    assert.deepEqual(of('666666666666'), []);
  });

  it('is what a pattern says of a profile, of one it goes on from, or of a role', () => {
    const by = (...patterns: string[]): string[] => production(read(PROFILES, bookOf({}, patterns)));
    assert.deepEqual(by('lak?'), ['lake', 'chain', 'further']);
    assert.deepEqual(by('ch*'), ['chain']);
    assert.deepEqual(by('*-prod'), ['center']);
    assert.deepEqual(by(), []);
  });

  it('holds for profiles of ~/.aws/config: accounts, names, source profiles and Identity Center', () => {
    const config = `
[profile base-prod-admin]
sso_start_url = https://x.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 400017777776
sso_role_name = Admin
[profile further]
source_profile = base-prod-admin
role_arn = ${LAKE}
[profile other]
credential_source = Environment
role_arn = ${HUB}
`;
    const of = (book: AccountBook): string[] => production(read({}, book, config));
    assert.deepEqual(of(NOTHING), []);
    assert.deepEqual(of(bookOf({ '400017777776': { production: true } })), ['base-prod-admin', 'further']);
    assert.deepEqual(of(bookOf({ '111111111111': { production: true } })), ['other']);
    assert.deepEqual(of(bookOf({}, ['*-prod-*'])), ['base-prod-admin', 'further']);
  });

  it('holds for profiles of the settings that go on from one of ~/.aws/config', () => {
    const config = `[profile base-prod-x]\ncredential_source = Environment\nrole_arn = ${HUB}`;
    const own = { mine: { source: { type: 'sharedConfig', profile: 'base-prod-x' }, roleArn: LAKE } };
    assert.deepEqual(production(read(own, bookOf({}, ['*-prod-*']), config)), ['mine', 'base-prod-x']);
  });

  it('holds for roles assumed by ARN', () => {
    const book = bookOf({ '222222222222': { production: true } });
    const from = read({ hub: { source, roleArn: HUB } }, book).get('hub');
    assert.ok(from);
    assert.equal(from.production, false);
    assert.equal(goOnTo([LAKE], 'Lake', from).production, true);
    assert.equal(goOnTo(['arn:aws:iam::666666666666:role/x'], 'x', { ...from, production: true }).production, true);
  });

  it('holds for an account that a variable brings', () => {
    const book = bookOf({ '555555555555': { production: true } });
    const profile = read({ p: { source: keys, mfaSerial: 'arn:aws:iam::${env:ACCOUNT}:mfa/alice' } }, book).get('p');
    assert.ok(profile && !profile.production);
    const env = (): string => '555555555555';
    assert.equal(expandProfile(profile, { user: 'a', hostname: 'h', date: 'd', env }).production, true);
  });

  it('holds for an account that only the session tells', () => {
    const profile = read({ p: { source: keys } }, NOTHING).get('p');
    assert.ok(profile);
    const book = bookOf({ '999999999999': { production: true } });
    assert.equal(withProductionMarks(profile, book).production, false);
    assert.equal(withProductionMarks(profile, book, { account: '999999999999' }).production, true);
  });

  it('only ever grows: nothing that is added makes anything less production', () => {
    const accounts = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555'];
    const facts = [{}, { production: true }, { production: false }, { production: 'no' }, { name: 5 }, null];
    const patterns = [[], ['l*'], ['*'], '*-prod', 7, [7, 'hub'], [''], ['chain', 'x'.repeat(999)]];
    let seed = 7;
    const pick = <T>(from: readonly T[]): T => from[(seed = (seed * 48_271) % 2_147_483_647) % from.length] as T;
    for (let round = 0; round < 60; round += 1) {
      const layer = (scope: string) => ({
        scope,
        accounts: Object.fromEntries(accounts.filter(() => pick([true, false])).map((id) => [id, pick(facts)])),
        productionProfiles: pick(patterns),
      });
      const [user, workspace] = [layer('User'), layer('Workspace')];
      const alone = production(read(PROFILES, readAccounts([user]).book));
      const both = production(read(PROFILES, readAccounts([user, workspace]).book));
      const said = Object.fromEntries(
        Object.entries(PROFILES).map(([name, profile]) => [name, { ...profile, production: pick([true, false]) }]),
      );
      const marked = production(read(said, readAccounts([user]).book));
      const missing = (before: string[], after: string[]): string[] => before.filter((name) => !after.includes(name));
      assert.deepEqual(missing(alone, both), [], JSON.stringify({ user, workspace }));
      assert.deepEqual(missing(alone, marked), [], JSON.stringify({ user, said }));
    }
  });

  it('is of the account of the last role; before that, of the base identity', () => {
    const profiles = read(PROFILES, NOTHING);
    const account = (name: string): string | undefined => {
      const profile = profiles.get(name);
      return profile && accountOf(profile);
    };
    assert.equal(account('chain'), '222222222222');
    assert.equal(account('further'), '111111111111');
    assert.equal(account('center'), '333333333333');
    assert.equal(account('alone'), '555555555555');
  });

  it('makes no other session of a profile', () => {
    const profile = read({ lake: { source, roleArn: LAKE } }, NOTHING).get('lake');
    assert.ok(profile);
    const marked = withProductionMarks(profile, bookOf({ '222222222222': { production: true, name: 'x' } }));
    assert.ok(marked.production && isSameRecipe(profile, marked));
    assert.ok(!isSameRecipe(profile, { ...profile, region: 'eu-west-1' }));
  });
});
