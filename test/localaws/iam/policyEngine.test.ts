import assert from 'node:assert/strict';
import { ServerClock } from '../kernel/clock';
import type { AccountSeed } from './seed';
import { Credentials } from './credentials';
import { IamDirectory } from './directory';
import { MalformedPolicy, type PolicyDocument, type Statement, parsePolicy } from './policyDocument';
import type { ContextValues } from './requestContext';

const ACCOUNT = '111111111111';
const KEY = { id: 'AKIAPOLICYTEST000001', secret: 'policy-secret-0000000000000000000000000x' };
const USER = `arn:aws:iam::${ACCOUNT}:user/ann`;
const OBJECT = 'arn:aws:s3:::lake/team/ann/data.csv';

const document = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const allow = (extra: Partial<Statement> = {}): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...extra,
});

/** What ann may do with these policies. */
function decision(
  policies: PolicyDocument[],
  request: { action?: string; resource?: string; context?: ContextValues; resourcePolicy?: unknown } = {},
): boolean {
  const account: AccountSeed = {
    id: ACCOUNT,
    users: [{ name: 'ann', accessKeys: [KEY], policies, tags: { team: 'ann' } }],
  };
  const caller = new Credentials(new IamDirectory([account]), new ServerClock()).find(KEY.id)?.caller;
  assert.ok(caller);
  const { action = 's3:GetObject', resource = OBJECT, context = {}, resourcePolicy } = request;
  return caller.allows(action, resource, context, resourcePolicy);
}

describe('local IAM: policy decisions', () => {
  it('deny by default, and where anything denies', () => {
    assert.equal(decision([]), false);
    assert.equal(decision([document(allow())]), true);
    assert.equal(decision([document(allow()), document(allow({ Effect: 'Deny' }))]), false);
  });

  describe('actions and resources', () => {
    const cases: readonly [what: string, statement: Partial<Statement>, expected: boolean][] = [
      ['an action in another case', { Action: 'S3:getobject' }, true],
      ['wildcards in the action', { Action: ['s3:Get*'] }, true],
      ['? for one character', { Action: 's3:GetObjec?' }, true],
      ['? for no character', { Action: 's3:GetObject?' }, false],
      ['an action of another service', { Action: 'sts:*' }, false],
      ['the object by name', { Resource: OBJECT }, true],
      ['the object by name in another case', { Resource: OBJECT.toUpperCase() }, false],
      ['a pattern across folders', { Resource: 'arn:aws:s3:::lake/*.csv' }, true],
      ['the bucket alone', { Resource: 'arn:aws:s3:::lake' }, false],
      [
        'characters that are special in regular expressions',
        { Resource: 'arn:aws:s3:::lake/team/ann/data+csv' },
        false,
      ],
      ['a variable', { Resource: 'arn:aws:s3:::lake/team/${aws:username}/*' }, true],
      ['a variable with a principal tag', { Resource: 'arn:aws:s3:::lake/team/${aws:PrincipalTag/team}/*' }, true],
      ['a variable without a value', { Resource: 'arn:aws:s3:::lake/team/${aws:PrincipalTag/none}*' }, false],
      ['a variable with a default', { Resource: "arn:aws:s3:::lake/team/${aws:PrincipalTag/none, 'ann'}/*" }, true],
    ];
    for (const [what, statement, expected] of cases) {
      it(`${expected ? 'match' : 'do not match'} ${what}`, () => {
        assert.equal(decision([document(allow(statement))]), expected);
      });
    }

    it('NotAction and NotResource mean everything else', () => {
      const except = (extra: Partial<Statement>): boolean =>
        decision([{ Version: '2012-10-17', Statement: { Effect: 'Allow', ...extra } }]);
      assert.equal(except({ NotAction: 's3:Put*', Resource: '*' }), true);
      assert.equal(except({ NotAction: 's3:Get*', Resource: '*' }), false);
      assert.equal(except({ Action: '*', NotResource: 'arn:aws:s3:::vault/*' }), true);
      assert.equal(except({ Action: '*', NotResource: 'arn:aws:s3:::lake/*' }), false);
    });

    it('take variables for plain text in policies of the old version', () => {
      const Statement = allow({ Resource: 'arn:aws:s3:::lake/team/${aws:username}/*' });
      assert.equal(decision([{ Version: '2008-10-17', Statement }]), false);
      assert.equal(decision([{ Statement }]), false);
    });
  });

  describe('conditions', () => {
    const absent = { 'x:key': undefined };
    const one = { 'x:key': 'Blue' };
    const many = { 'x:key': ['Blue', 'Red'] };
    const cases: readonly [operator: string, expected: string | string[], context: ContextValues, holds: boolean][] = [
      ['StringEquals', 'Blue', one, true],
      ['StringEquals', 'blue', one, false],
      ['StringEquals', 'Bl*', one, false],
      ['StringEquals', ['Red', 'Blue'], one, true],
      ['StringEquals', 'Blue', absent, false],
      ['StringNotEquals', 'Blue', one, false],
      ['StringNotEquals', ['Red', 'Blue'], one, false],
      ['StringNotEquals', 'Red', one, true],
      ['StringNotEquals', 'Blue', absent, true],
      ['StringEqualsIfExists', 'Blue', absent, true],
      ['StringEqualsIfExists', 'Red', one, false],
      ['StringEqualsIgnoreCase', 'bLUE', one, true],
      ['StringNotEqualsIgnoreCase', 'bLUE', one, false],
      ['StringLike', 'Bl?e', one, true],
      ['StringLike', 'bl*', one, false],
      ['StringNotLike', 'Bl*', one, false],
      ['ForAnyValue:StringEquals', 'Red', many, true],
      ['ForAnyValue:StringEquals', 'Green', many, false],
      ['ForAnyValue:StringEquals', 'Red', absent, false],
      ['ForAllValues:StringEquals', ['Red', 'Blue', 'Green'], many, true],
      ['ForAllValues:StringEquals', 'Red', many, false],
      ['ForAllValues:StringEquals', 'Red', absent, true],
      ['ForAllValues:StringLike', '*e*', many, true],
      ['Null', 'true', absent, true],
      ['Null', 'true', one, false],
      ['Null', 'false', one, true],
      ['Bool', 'true', { 'x:key': 'TRUE' }, true],
      ['Bool', 'true', { 'x:key': 'false' }, false],
      ['Bool', 'true', absent, false],
      ['BoolIfExists', 'true', absent, true],
      ['NumericLessThan', '10', { 'x:key': '9' }, true],
      ['NumericLessThan', '10', { 'x:key': '10' }, false],
      ['NumericLessThanEquals', '10', { 'x:key': '10' }, true],
      ['NumericGreaterThan', '9', { 'x:key': '10' }, true],
      ['NumericLessThan', '10', absent, false],
      ['DateGreaterThan', '2026-01-01T00:00:00Z', { 'x:key': '2026-01-01T00:00:01Z' }, true],
      ['DateLessThan', '2026-01-01T00:00:00Z', { 'x:key': '2026-01-01T00:00:01Z' }, false],
      ['DateGreaterThan', '1767225600', { 'x:key': '2026-01-01T00:00:01Z' }, true],
      ['ArnLike', 'arn:aws:iam::*:user/*', { 'x:key': USER }, true],
      ['ArnEquals', 'arn:aws:iam::*:user/*', { 'x:key': USER }, true],
      ['ArnLike', 'arn:*:user/ann', { 'x:key': USER }, false],
      ['ArnNotLike', 'arn:aws:iam::*:role/*', { 'x:key': USER }, true],
      ['IpAddress', '127.0.0.0/8', { 'x:key': '127.1.2.3' }, true],
      ['NotIpAddress', '127.0.0.0/8', { 'x:key': '127.1.2.3' }, false],
      ['IpAddress', '0.0.0.0/0', { 'x:key': '127.1.2.3' }, true],
    ];
    for (const [operator, expected, context, holds] of cases) {
      const value = JSON.stringify(context['x:key']);
      it(`${operator} ${JSON.stringify(expected)} ${holds ? 'holds' : 'does not hold'} for ${value}`, () => {
        const Condition = { [operator]: { 'X:Key': expected } };
        assert.equal(decision([document(allow({ Condition }))], { context }), holds);
      });
    }

    it('must all hold', () => {
      const Condition = { StringEquals: { 'x:key': 'Blue', 'x:other': 'Red' }, Null: { 'x:third': 'true' } };
      const policies = [document(allow({ Condition }))];
      assert.equal(decision(policies, { context: { 'x:key': 'Blue', 'x:other': 'Red' } }), true);
      assert.equal(decision(policies, { context: { 'x:key': 'Blue', 'x:other': 'Green' } }), false);
      assert.equal(decision(policies, { context: { 'x:key': 'Blue', 'x:other': 'Red', 'x:third': '' } }), false);
    });

    it('know who asks', () => {
      for (const [key, value] of Object.entries({
        'aws:PrincipalArn': USER,
        'aws:PrincipalAccount': ACCOUNT,
        'aws:username': 'ann',
        'aws:PrincipalTag/team': 'ann',
      })) {
        assert.equal(decision([document(allow({ Condition: { StringEquals: { [key]: value } } }))]), true, key);
      }
      const mfa = (operator: string): PolicyDocument =>
        document(allow({ Condition: { [operator]: { 'aws:MultiFactorAuthPresent': 'true' } } }));
      // Long-term keys have no such key at all.
      assert.equal(decision([mfa('Bool')]), false);
      assert.equal(decision([mfa('BoolIfExists')]), true);
    });

    it('reject unknown operators', () => {
      assert.throws(() => decision([document(allow({ Condition: { StringSounds: { 'x:key': 'Blue' } } }))]), TypeError);
    });
  });

  describe("a resource's own policy", () => {
    const resourcePolicy = (Principal: Statement['Principal'], Effect: Statement['Effect'] = 'Allow'): PolicyDocument =>
      document({ Effect, ...(Principal && { Principal }), Action: 's3:*', Resource: `${OBJECT.slice(0, 17)}*` });
    const other = { 'aws:ResourceAccount': '222222222222' };
    const able = [document(allow())];

    it('suffices in the same account when it names the principal or everybody, not when it names the account', () => {
      for (const [principal, expected] of [
        [{ AWS: USER }, true],
        ['*', true],
        [{ AWS: ['222222222222', '*'] }, true],
        [{ AWS: ACCOUNT }, false],
        [{ AWS: `arn:aws:iam::${ACCOUNT}:root` }, false],
        [{ AWS: `arn:aws:iam::${ACCOUNT}:user/other` }, false],
        [{ Service: 'ec2.amazonaws.com' }, false],
      ] as const) {
        assert.equal(
          decision([], { resourcePolicy: resourcePolicy(principal as Statement['Principal']) }),
          expected,
          JSON.stringify(principal),
        );
      }
    });

    it('and the identity must both allow across accounts', () => {
      const named = resourcePolicy({ AWS: ACCOUNT });
      assert.equal(decision(able, { context: other, resourcePolicy: named }), true);
      assert.equal(decision(able, { context: other }), false);
      assert.equal(decision([], { context: other, resourcePolicy: resourcePolicy({ AWS: USER }) }), false);
    });

    it('can deny what the identity allows', () => {
      for (const principal of ['*', { AWS: USER }, { AWS: ACCOUNT }] as const) {
        assert.equal(decision(able, { resourcePolicy: resourcePolicy(principal, 'Deny') }), false);
      }
      assert.equal(decision(able, { resourcePolicy: resourcePolicy({ AWS: '222222222222' }, 'Deny') }), true);
    });

    it('with NotPrincipal means everybody else', () => {
      const except = (arn: string): PolicyDocument =>
        document({ Effect: 'Deny', NotPrincipal: { AWS: arn }, Action: '*', Resource: '*' });
      assert.equal(decision(able, { resourcePolicy: except(USER) }), true);
      assert.equal(decision(able, { resourcePolicy: except(`arn:aws:iam::${ACCOUNT}:user/other`) }), false);
    });
  });

  describe('policy documents', () => {
    const statement = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
    const malformed: readonly [what: string, document: unknown, use: 'identity' | 'resource' | 'trust'][] = [
      ['no statement', { Version: '2012-10-17' }, 'identity'],
      ['an unknown version', { Version: '2020-01-01', Statement: statement }, 'identity'],
      ['an unknown element', { Statement: { ...statement, Actions: 's3:*' } }, 'identity'],
      ['an unknown effect', { Statement: { ...statement, Effect: 'allow' } }, 'identity'],
      ['no action', { Statement: { Effect: 'Allow', Resource: '*' } }, 'identity'],
      ['no resource', { Statement: { Effect: 'Allow', Action: '*' } }, 'identity'],
      ['a principal in a permission policy', { Statement: { ...statement, Principal: '*' } }, 'identity'],
      ['no principal in a bucket policy', { Statement: statement }, 'resource'],
      ['a resource in a trust policy', { Statement: { ...statement, Principal: '*' } }, 'trust'],
    ];
    for (const [what, policy, use] of malformed) {
      it(`are malformed with ${what}`, () => assert.throws(() => parsePolicy(policy, use), MalformedPolicy));
    }
  });
});
