import { NO_ACCOUNTS } from '../../../../src/core/roles/accounts/accountBook';
import { parseRoleArn, parseRoleChain, roleLabel } from '../../../../src/core/roles/arn';
import assert from 'node:assert/strict';

const HUB = 'arn:aws:iam::111111111111:role/Hub';
const LAKE = 'arn:aws-us-gov:iam::222222222222:role/teams/lake/Lake';

describe('role ARN', () => {
  it('has partition, account, path and name', () => {
    assert.deepEqual(parseRoleArn(LAKE), {
      partition: 'aws-us-gov',
      accountId: '222222222222',
      path: 'teams/lake',
      name: 'Lake',
    });
    assert.equal(parseRoleArn(HUB)?.path, '');
  });

  const longest = `arn:aws:iam::111111111111:role/${'p'.repeat(2048 - 31 - 65)}/${'n'.repeat(64)}`;
  const bad: Record<string, string> = {
    'a user': 'arn:aws:iam::111111111111:user/alice',
    'an assumed role': 'arn:aws:sts::111111111111:assumed-role/Hub/alice',
    'an account of 11 digits': 'arn:aws:iam::11111111111:role/Hub',
    'an unknown partition': 'arn:aws-moon:iam::111111111111:role/Hub',
    'a name of 65 characters': `arn:aws:iam::111111111111:role/${'n'.repeat(65)}`,
    'no name': 'arn:aws:iam::111111111111:role/path/',
    'a blank in the path': 'arn:aws:iam::111111111111:role/a b/Hub',
    'more than 2,048 characters': longest.replace('/p', '/pp'),
    'a blank at the end': `${HUB} `,
  };
  for (const [what, arn] of Object.entries(bad)) {
    it(`is not ${what}`, () => assert.equal(parseRoleArn(arn), undefined));
  }

  it('may have 2,048 characters', () => {
    assert.equal(longest.length, 2048);
    assert.equal(parseRoleArn(longest)?.name, 'n'.repeat(64));
  });

  it('is refused at once however many slashes it has', () => {
    // A pattern that backtracks would take longer than the universe has.
    assert.equal(parseRoleArn(`arn:aws:iam::111111111111:role/${'a/'.repeat(900)}é`), undefined);
  });

  it('is shown as name and account', () => {
    const accounts = new Map([['222222222222', { name: 'Data lake', production: false }]]);
    assert.equal(roleLabel(LAKE, NO_ACCOUNTS), 'Lake (222222222222)');
    assert.equal(roleLabel(LAKE, { ...NO_ACCOUNTS, accounts }), 'Lake in Data lake (222222222222)');
    assert.equal(roleLabel('Lake', NO_ACCOUNTS), 'Lake');
  });
});

describe('pasted roles', () => {
  const pastes: Record<string, string> = {
    'as Amazon Redshift takes them': `${HUB},${LAKE}`,
    'with the keyword of Amazon Redshift': `IAM_ROLE '${HUB},${LAKE}'`,
    'with blanks': `  ${HUB} , ${LAKE} `,
    'in quotes, one by one': `"${HUB}", "${LAKE}"`,
    'as a JSON list': `[\n  "${HUB}",\n  "${LAKE}"\n]`,
    'one a line': `${HUB}\n${LAKE}\n`,
    'with a comma at the end': `${HUB},${LAKE},`,
  };
  for (const [how, text] of Object.entries(pastes)) {
    it(`are understood ${how}`, () => assert.deepEqual(parseRoleChain(text), [HUB, LAKE]));
  }

  it('may be one', () => assert.deepEqual(parseRoleChain(`'${HUB}'`), [HUB]));

  it('keep a comma in a role name', () => {
    assert.deepEqual(parseRoleChain(`${HUB},v2,${LAKE}`), [`${HUB},v2`, LAKE]);
  });

  for (const text of ['', '  ', ',', 'Hub', `${HUB},arn:aws:iam::1:role/Lake`, `${HUB} and ${LAKE}`]) {
    it(`are not ${JSON.stringify(text)}`, () => assert.equal(parseRoleChain(text), undefined));
  }
});
