import assert from 'node:assert/strict';
import { accountLabel, NO_ACCOUNTS } from '../../../../../src/core/roles/accounts/accountBook';
import { readAccounts } from '../../../../../src/core/roles/accounts/accountSettings';

const DATA = '400017777776';
const SANDBOX = '500017777776';

function read(
  user: { accounts?: unknown; productionProfiles?: unknown },
  workspace: { accounts?: unknown; productionProfiles?: unknown } = {},
  known?: ReadonlyMap<string, string>,
) {
  const layer = (scope: string, { accounts, productionProfiles }: typeof user) => ({
    scope,
    accounts,
    productionProfiles,
  });
  const { book, problems } = readAccounts([layer('User', user), layer('Workspace', workspace)], known);
  return { book, messages: problems.map(({ scope, message }) => `${scope}: ${message}`) };
}

describe('the settings about accounts', () => {
  it('give an account a name, a colour and a mark', () => {
    const { book, messages } = read({
      accounts: { [DATA]: { name: 'Data lake prod', production: true, color: 'red' }, [SANDBOX]: {} },
    });
    assert.deepEqual(messages, []);
    assert.deepEqual(book.accounts.get(DATA), { name: 'Data lake prod', production: true, color: 'red' });
    assert.equal(accountLabel(DATA, book), `Data lake prod (${DATA})`);
    assert.equal(accountLabel(SANDBOX, book), SANDBOX);
  });

  it('take account IDs as the console writes them', () => {
    const { book, messages } = read({ accounts: { '4000-1777-7776': { production: true } } });
    assert.deepEqual(messages, []);
    assert.equal(book.accounts.get(DATA)?.production, true);
  });

  it('add up for one account that is written twice', () => {
    const { book } = read({ accounts: { [DATA]: { production: true }, '4000-1777-7776': { name: 'Data' } } });
    assert.deepEqual(book.accounts.get(DATA), { name: 'Data', color: undefined, production: true });
  });

  it('let the user decide names and colours, then Identity Center, then the workspace', () => {
    const { book } = read(
      { accounts: { [DATA]: { name: 'Data lake prod' } } },
      {
        accounts: {
          [DATA]: { name: 'Sandbox', color: 'green' },
          [SANDBOX]: { name: 'Renamed', color: 'blue' },
          '111111111111': { name: 'Hub' },
        },
      },
      new Map([
        [DATA, 'acme-data'],
        [SANDBOX, 'acme-sandbox'],
      ]),
    );
    assert.equal(accountLabel(DATA, book), `Data lake prod (${DATA})`);
    assert.equal(book.accounts.get(DATA)?.color, undefined, 'the user left it as it is');
    assert.equal(accountLabel(SANDBOX, book), `acme-sandbox (${SANDBOX})`);
    assert.equal(book.accounts.get(SANDBOX)?.color, 'blue');
    assert.equal(accountLabel('111111111111', book), 'Hub (111111111111)');
  });

  it('let no workspace name or colour an account that the user only marks', () => {
    const { book } = read(
      { accounts: { [DATA]: { production: true } } },
      { accounts: { [DATA]: { name: 'Sandbox', color: 'green' } } },
    );
    assert.deepEqual(book.accounts.get(DATA), { name: undefined, color: undefined, production: true });
  });

  it('let a workspace add marks and take none off', () => {
    const { book } = read(
      { accounts: { [DATA]: { production: true } }, productionProfiles: ['*-prod'] },
      { accounts: { [DATA]: { production: false }, [SANDBOX]: { production: true } }, productionProfiles: ['live-*'] },
    );
    assert.equal(book.accounts.get(DATA)?.production, true);
    assert.equal(book.accounts.get(SANDBOX)?.production, true);
    assert.deepEqual(book.productionNames, ['*-prod', 'live-*']);
  });

  it('take a mark that cannot be read for production, and say so', () => {
    for (const production of ['yes', 'false', 1, 0, null, {}, []]) {
      const { book, messages } = read({ accounts: { [DATA]: { production } } });
      assert.equal(book.accounts.get(DATA)?.production, true, JSON.stringify(production));
      assert.match(messages.join(), /User: assumeRole\.accounts: .*production.*counts as production/);
    }
  });

  it('go on working beside what is wrong, which is named', () => {
    const { book, messages } = read({
      accounts: {
        '12345': { production: true },
        [DATA]: { name: 7, production: true, colour: 'red', color: 'pink' },
        [SANDBOX]: 'Sandbox',
        '111111111111': { name: 'Hub' },
      },
      productionProfiles: ['', 5, 'x'.repeat(300), '*-prod'],
    });
    assert.equal(book.accounts.get(DATA)?.production, true);
    assert.equal(book.accounts.get('111111111111')?.name, 'Hub');
    assert.deepEqual(book.productionNames, ['*-prod']);
    assert.deepEqual(messages, [
      'User: assumeRole.accounts: "12345": is not an account ID of 12 digits.',
      `User: assumeRole.accounts: "${DATA}", "name": must be text.`,
      `User: assumeRole.accounts: "${DATA}", "colour": is not a known field; remove it or correct its name.`,
      `User: assumeRole.accounts: "${DATA}", "color": must be one of red, orange, yellow, green, blue, purple.`,
      `User: assumeRole.accounts: "${SANDBOX}": must be an object such as { "name": "Data lake", "production": true }.`,
      'User: assumeRole.productionProfiles: "0": must not be empty.',
      'User: assumeRole.productionProfiles: "1": must be text such as *-prod-*.',
      'User: assumeRole.productionProfiles: "2": must have at most 256 characters.',
    ]);
  });

  it('read one pattern where a list belongs', () => {
    const { book, messages } = read({ productionProfiles: '*-prod' });
    assert.deepEqual(book.productionNames, ['*-prod']);
    assert.equal(messages.length, 1);
  });

  it('never throw, whatever stands in them', () => {
    for (const value of [null, 0, '', 'x', [], [[]], { x: null }, { [DATA]: null }, { __proto__: null }]) {
      assert.doesNotThrow(() => read({ accounts: value, productionProfiles: value }));
    }
  });

  it('show names on one line, limited, with what is hidden made visible', () => {
    const names = new Map([
      [DATA, ' Sand\u202Ebox\n\u0007 prod '],
      [SANDBOX, ' \u200B\n'],
      ['111111111111', 'é'.repeat(60)],
      ['222222222222', ' \u00A0\n'],
    ]);
    const { book } = read({}, {}, names);
    assert.equal(accountLabel(DATA, book), `Sand⟨U+202E⟩box ␇ prod (${DATA})`);
    assert.equal(accountLabel(SANDBOX, book), `⟨U+200B⟩ (${SANDBOX})`);
    assert.equal(accountLabel('111111111111', book), `${'é'.repeat(49)}… (111111111111)`);
    assert.equal(accountLabel('222222222222', book), '222222222222');
    assert.equal(accountLabel(DATA, NO_ACCOUNTS), DATA);
  });
});
