import { allow, policy, trust, type World } from '../world';

/** The accounts: where the users are, and another. */
export const HOME = '111111111111';
export const OTHER = '222222222222';

export const KEYS = {
  root: { accessKeyId: 'AKIARULESROOT0000001', secretAccessKey: 'rules-secret-of-root-0000000000000000001' },
  /** May assume every role. */
  ann: { accessKeyId: 'AKIARULESANN00000001', secretAccessKey: 'rules-secret-of-ann-00000000000000000001' },
  /** Has no permissions. */
  ben: { accessKeyId: 'AKIARULESBEN00000001', secretAccessKey: 'rules-secret-of-ben-00000000000000000001' },
  /** Ann's second key, switched off. */
  inactive: { accessKeyId: 'AKIARULESANN00000002', secretAccessKey: 'rules-secret-of-ann-00000000000000000002' },
} as const;

export const ANN = `arn:aws:iam::${HOME}:user/team/ann`;
export const BEN = `arn:aws:iam::${HOME}:user/ben`;

export const MFA = {
  ann: { serialNumber: `arn:aws:iam::${HOME}:mfa/ann`, seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXA' },
  ben: { serialNumber: `arn:aws:iam::${HOME}:mfa/ben`, seed: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXB' },
} as const;

/** @returns the ARN of a role of this world */
export function roleArn(name: string, account: string = HOME): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

const ASSUME = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
const assumeAnything = policy(allow(ASSUME));

/** A world with a role for every rule of STS. */
export const rulesWorld: World = {
  accounts: [
    {
      id: HOME,
      disabledStsRegions: ['eu-south-1'],
      rootAccessKeys: [{ id: KEYS.root.accessKeyId, secret: KEYS.root.secretAccessKey }],
      users: [
        {
          name: 'ann',
          path: '/team/',
          accessKeys: [
            { id: KEYS.ann.accessKeyId, secret: KEYS.ann.secretAccessKey },
            { id: KEYS.inactive.accessKeyId, secret: KEYS.inactive.secretAccessKey, status: 'Inactive' },
          ],
          mfaDevices: [{ name: 'ann', seed: MFA.ann.seed }],
          policies: [assumeAnything],
          tags: { department: 'data' },
        },
        {
          name: 'ben',
          accessKeys: [{ id: KEYS.ben.accessKeyId, secret: KEYS.ben.secretAccessKey }],
          mfaDevices: [{ name: 'ben', seed: MFA.ben.seed }],
        },
      ],
      roles: [
        {
          name: 'TrustsAccount',
          trustPolicy: trust(`arn:aws:iam::${HOME}:root`, undefined, ASSUME),
          policies: [assumeAnything],
        },
        { name: 'TrustsBen', trustPolicy: trust(BEN) },
        { name: 'TrustsAssumeOnly', trustPolicy: trust(HOME) },
        {
          name: 'TrustsOneSession',
          trustPolicy: trust(`arn:aws:sts::${HOME}:assumed-role/TrustsAssumeOnly/the-one`),
        },
        { name: 'TrustsRole', trustPolicy: trust(roleArn('TrustsAssumeOnly')) },
        { name: 'TrustsOther', trustPolicy: trust(OTHER) },
        {
          name: 'DeniesBen',
          trustPolicy: policy(
            { Effect: 'Allow', Principal: { AWS: [ANN, BEN] }, Action: 'sts:AssumeRole' },
            { Effect: 'Deny', Principal: { AWS: BEN }, Action: 'sts:*' },
          ),
        },
        { name: 'TwelveHours', path: '/long/lived/', trustPolicy: trust(HOME), maxSessionDuration: 43_200 },
        { name: 'NeedsMfa', trustPolicy: trust(HOME, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }) },
        {
          name: 'NeedsFreshMfa',
          trustPolicy: trust(HOME, { NumericLessThan: { 'aws:MultiFactorAuthAge': '300' } }),
        },
        {
          name: 'NeedsDepartment',
          trustPolicy: trust(HOME, { StringEquals: { 'aws:PrincipalTag/department': 'data' } }),
        },
        {
          name: 'NeedsOwnName',
          trustPolicy: trust(HOME, { StringLike: { 'sts:RoleSessionName': '${aws:username}' } }),
        },
        {
          name: 'NeedsProjectTag',
          trustPolicy: trust(
            HOME,
            {
              StringEquals: { 'aws:RequestTag/project': ['lake', 'vault'] },
              'ForAllValues:StringEquals': { 'aws:TagKeys': ['project', 'team'] },
            },
            ASSUME,
          ),
        },
        {
          name: 'NeedsSourceIdentity',
          trustPolicy: trust(HOME, { StringLike: { 'sts:SourceIdentity': 'ann*' } }, ASSUME),
        },
      ],
    },
    {
      id: OTHER,
      managedPolicies: { NoChains: policy({ Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' }) },
      roles: [
        { name: 'TrustsHome', trustPolicy: trust(HOME, undefined, ASSUME), policies: [assumeAnything] },
        { name: 'TrustsBen', trustPolicy: trust(BEN) },
        { name: 'NeedsExternalId', trustPolicy: trust(HOME, { StringEquals: { 'sts:ExternalId': 'door-7c41' } }) },
        {
          name: 'TrustsOneSession',
          trustPolicy: trust(`arn:aws:sts::${HOME}:assumed-role/TrustsAccount/the-one`),
        },
        { name: 'Last', trustPolicy: trust(roleArn('TrustsHome', OTHER), undefined, ASSUME) },
      ],
    },
  ],
  s3: { buckets: [] },
};
