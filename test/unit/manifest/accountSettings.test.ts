import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { ACCOUNT_COLORS, ACCOUNT_NAME_MAX } from '../../../src/core/roles/accounts/accountBook';
import { accountSchema, readAccounts } from '../../../src/core/roles/accounts/accountSettings';
import { NAME_PATTERN_MAX } from '../../../src/core/roles/accounts/namePattern';
import { COLOR, SETTING } from '../../../src/vscode/ids';
import { MANIFEST } from './manifest';

interface Schema {
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly markdownDescription?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

const { properties } = MANIFEST.contributes.configuration;
const accounts = properties[SETTING.accounts] as Schema;
const patterns = properties[SETTING.productionProfiles] as Schema;
const fields = accounts.additionalProperties?.properties ?? {};

/** Values both checks must take or refuse alike. */
const ACCOUNTS: readonly (readonly [value: unknown, good: boolean])[] = [
  [{}, true],
  [{ '400017777776': {} }, true],
  [{ '4000-1777-7776': { name: 'Data lake prod', production: true, color: 'red' } }, true],
  [{ '400017777776': { production: false } }, true],
  [{ '400017777776': { name: 'x'.repeat(ACCOUNT_NAME_MAX) } }, true],
  [{ '400017777776': { name: 'x'.repeat(ACCOUNT_NAME_MAX + 1) } }, false],
  [{ '400017777776': { name: '' } }, false],
  [{ '400017777776': { name: '  ' } }, false],
  [{ '400017777776': { name: 5 } }, false],
  [{ '400017777776': { production: 'yes' } }, false],
  [{ '400017777776': { color: 'pink' } }, false],
  [{ '400017777776': { colour: 'red' } }, false],
  [{ '400017777776': 'Data lake' }, false],
  [{ '40001777777': {} }, false],
  [{ 'data lake': {} }, false],
  [[], false],
  ['x', false],
];
const PATTERNS: readonly (readonly [value: unknown, good: boolean])[] = [
  [[], true],
  [['*-prod-*', 'prod?'], true],
  [['x'.repeat(NAME_PATTERN_MAX)], true],
  [['x'.repeat(NAME_PATTERN_MAX + 1)], false],
  [[''], false],
  [[' '], false],
  [[5], false],
  [{}, false],
  ['*-prod-*', false],
];

describe('the settings about accounts in package.json', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });

  it('take and refuse what is taken and refused where they are used', () => {
    const [checkAccounts, checkPatterns] = [ajv.compile(accounts), ajv.compile(patterns)];
    for (const [value, good] of ACCOUNTS) {
      assert.equal(checkAccounts(value), good, `schema: ${JSON.stringify(value)}`);
      const { problems } = readAccounts([{ scope: 'User', accounts: value, productionProfiles: undefined }]);
      assert.equal(problems.length === 0, good, `code: ${JSON.stringify(value)}`);
    }
    for (const [value, good] of PATTERNS) {
      assert.equal(checkPatterns(value), good, `schema: ${JSON.stringify(value)}`);
      const { problems } = readAccounts([{ scope: 'User', accounts: undefined, productionProfiles: value }]);
      assert.equal(problems.length === 0, good, `code: ${JSON.stringify(value)}`);
    }
  });

  it('have the fields, limits and colours of the code, each explained', () => {
    assert.deepEqual(Object.keys(fields).sort(), Object.keys(accountSchema.entries).sort());
    for (const [name, field] of Object.entries(fields)) assert.ok(field.markdownDescription, name);
    assert.equal(fields['name']?.maxLength, ACCOUNT_NAME_MAX);
    assert.equal(patterns.items?.maxLength, NAME_PATTERN_MAX);
    assert.deepEqual(fields['color']?.enum, ACCOUNT_COLORS);
    for (const color of ACCOUNT_COLORS) assert.ok(color in COLOR, color);
  });
});
