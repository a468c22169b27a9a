import assert from 'node:assert/strict';
import {
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { type LocalAws, startLocalAws } from '../server';
import { assume, iamClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { allow, policy, trust } from '../world';
import { ACCOUNT, KEYS, OTHER_ACCOUNT, iamWorld } from './testWorld';

const ETL = `arn:aws:iam::${ACCOUNT}:role/team/Etl`;
const DEV = `arn:aws:iam::${ACCOUNT}:user/team/dev`;
const DENIED = { status: 403, name: 'AccessDenied' };

describe('IAM API: roles and policies', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(iamWorld)));
  afterEach(() => aws.close());

  const admin = () => iamClient(aws, KEYS.admin);
  const setTrust = (document: unknown, RoleName = 'Etl') =>
    admin().send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: JSON.stringify(document) }));
  const putUserPolicy = (document: unknown, PolicyName = 'p') =>
    admin().send(new PutUserPolicyCommand({ UserName: 'dev', PolicyName, PolicyDocument: JSON.stringify(document) }));

  it('lists all roles of the account in pages of 100, with their trust policies', async () => {
    const pages: number[] = [];
    const names = new Set<string | undefined>();
    for await (const { Roles = [] } of paginateListRoles({ client: admin() }, {})) {
      pages.push(Roles.length);
      for (const { RoleName } of Roles) names.add(RoleName);
    }
    assert.deepEqual([pages, names.size], [[100, 100, 30], 230]);
    const { Roles: [etl, ...others] = [] } = await admin().send(new ListRolesCommand({ PathPrefix: '/team/' }));
    assert.deepEqual([etl?.Arn, others], [ETL, []]);
    assert.deepEqual(JSON.parse(decodeURIComponent(etl?.AssumeRolePolicyDocument ?? '')), trust(OTHER_ACCOUNT));
  });

  it('tells a role', async () => {
    const { Role } = await admin().send(new GetRoleCommand({ RoleName: 'Etl' }));
    assert.match(Role?.RoleId ?? '', /^AROA/);
    assert.deepEqual(
      [Role?.Arn, Role?.Path, Role?.MaxSessionDuration, Role?.Tags],
      [ETL, '/team/', 7200, [{ Key: 'team', Value: 'data' }]],
    );
  });

  it('asks for permission before it tells whether a role exists', async () => {
    const nobody = iamClient(aws, KEYS.nobody);
    await assertRefused(nobody.send(new ListRolesCommand({})), DENIED);
    await assertRefused(nobody.send(new GetRoleCommand({ RoleName: 'Missing' })), DENIED);
    await assertRefused(admin().send(new GetRoleCommand({ RoleName: 'Missing' })), {
      status: 404,
      name: 'NoSuchEntityException',
      message: 'The role with name Missing cannot be found.',
    });
    await assertRefused(admin().send(new GetRoleCommand({ RoleName: 'Other' })), {
      status: 404,
      name: 'NoSuchEntityException',
    });
  });

  it('lets a caller assume a role once both policies are written', async () => {
    await assertRefused(assume(aws, KEYS.dev, { RoleArn: ETL }), DENIED);
    await setTrust(trust(DEV, { StringEquals: { 'sts:ExternalId': 'x-1' } }));
    await assume(aws, KEYS.dev, { RoleArn: ETL, ExternalId: 'x-1' });
    await assertRefused(assume(aws, KEYS.dev, { RoleArn: ETL }), DENIED);
    await setTrust(trust(ACCOUNT));
    await assertRefused(assume(aws, KEYS.dev, { RoleArn: ETL }), DENIED);
    await putUserPolicy(policy(allow('sts:AssumeRole', ETL)));
    await assume(aws, KEYS.dev, { RoleArn: ETL });
  });

  it('applies the policies a test writes in process', async () => {
    aws.iam.setTrustPolicy(ETL, trust(ACCOUNT));
    aws.iam.putPolicy(DEV, 'assume', policy(allow('sts:AssumeRole', ETL)));
    const session = await assume(aws, KEYS.dev, { RoleArn: ETL });
    const getRole = () => iamClient(aws, session).send(new GetRoleCommand({ RoleName: 'Etl' }));
    await assertRefused(getRole(), DENIED);
    aws.iam.putPolicy(ETL, 'iam', policy(allow('iam:GetRole', ETL)));
    await getRole();
    aws.iam.deletePolicy(ETL, 'iam');
    await assertRefused(getRole(), DENIED);
  });

  it('writes, replaces and deletes inline policies of a role', async () => {
    await setTrust(trust(DEV));
    const session = await assume(aws, KEYS.dev, { RoleArn: ETL });
    const put = (...actions: string[]) =>
      admin().send(
        new PutRolePolicyCommand({
          RoleName: 'Etl',
          PolicyName: 'iam',
          PolicyDocument: JSON.stringify(policy(allow(actions))),
        }),
      );
    const getRole = () => iamClient(aws, session).send(new GetRoleCommand({ RoleName: 'Etl' }));
    const remove = () => admin().send(new DeleteRolePolicyCommand({ RoleName: 'Etl', PolicyName: 'iam' }));
    await put('iam:GetRole');
    await getRole();
    await put('iam:ListRoles');
    await assertRefused(getRole(), DENIED);
    await put('iam:GetRole');
    await remove();
    await assertRefused(getRole(), DENIED);
    await assertRefused(remove(), { status: 404, name: 'NoSuchEntityException' });
  });

  it('saves no policy that is malformed, names nobody, or is too long', async () => {
    const malformed = { status: 400, name: 'MalformedPolicyDocumentException' };
    await assertRefused(setTrust({ Version: '2012-10-17' }), malformed);
    await assertRefused(setTrust(policy(allow('sts:AssumeRole', ETL))), malformed);
    for (const principal of [
      `arn:aws:iam::${ACCOUNT}:user/missing`,
      '999999999999',
      'arn:aws:iam::999999999999:root',
    ]) {
      await assertRefused(setTrust(trust(principal)), {
        ...malformed,
        message: `Invalid principal in policy: "AWS":"${principal}"`,
      });
    }
    await setTrust(trust([DEV, ACCOUNT, OTHER_ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:role/Other`]));
    await assertRefused(putUserPolicy(trust(ACCOUNT)), malformed);
    const long = 'x'.repeat(2048);
    const limit = { status: 409, name: 'LimitExceededException' };
    await assertRefused(setTrust(trust(DEV, { StringEquals: { 'sts:ExternalId': long } })), limit);
    await assertRefused(putUserPolicy(policy(allow('s3:GetObject', `arn:aws:s3:::b/${long}`))), limit);
    const half = policy(allow('s3:GetObject', `arn:aws:s3:::b/${'x'.repeat(1024)}`));
    await putUserPolicy(half);
    await putUserPolicy(half);
    await assertRefused(putUserPolicy(half, 'q'), limit);
  });
});
