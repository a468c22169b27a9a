import { Secret, TOTP } from 'otpauth';
import type { RoleSeed } from '../iam/seed';
import { OIDC_ISSUER_URL } from '../oidcIssuer/oidcIssuer';
import { AWS_SAML_ENDPOINT, SAML_ENTITY_ID } from '../samlIssuer/samlIssuer';
import { allow, policy, trust, type World } from '../world';
import { demoBuckets } from './demoBuckets';
import { demoIdentityCenter } from './demoIdentityCenter';

/** The three accounts: where people have their users, a data lake, and a partner. */
export const ACCOUNTS = { hub: '111111111111', lake: '222222222222', partner: '333333333333' } as const;

/** Long-term access keys. They are no secrets: they open nothing but this demo. */
export const ACCESS_KEYS = {
  alice: { accessKeyId: 'AKIADEMOALICE0000001', secretAccessKey: 'demo-secret-of-alice-0000000000000000001' },
  bob: { accessKeyId: 'AKIADEMOBOB000000001', secretAccessKey: 'demo-secret-of-bob-000000000000000000001' },
} as const;

const role = (accountId: string, name: string): string => `arn:aws:iam::${accountId}:role/${name}`;

export const USERS = {
  alice: `arn:aws:iam::${ACCOUNTS.hub}:user/alice`,
  bob: `arn:aws:iam::${ACCOUNTS.hub}:user/bob`,
} as const;

export const ROLES = {
  /** In alice's own account; sessions of up to 12 hours. */
  analyst: role(ACCOUNTS.hub, 'Analyst'),
  /** In another account; lists and reads all of its buckets. */
  lakeReader: role(ACCOUNTS.lake, 'LakeReader'),
  /** In a partner's account, behind an external ID; sees two folders of one bucket and cannot list buckets. */
  partnerData: role(ACCOUNTS.partner, 'PartnerData'),
  /** In alice's own account; makes and deletes buckets and objects. */
  storageAdmin: role(ACCOUNTS.hub, 'StorageAdmin'),
  /** In alice's own account; sees one folder of one bucket and cannot list buckets. */
  teamOnly: role(ACCOUNTS.hub, 'TeamOnly'),
  /** In alice's own account, with MFA only; sessions of up to 4 hours. */
  adminMfa: role(ACCOUNTS.hub, 'AdminMfa'),
  /** First of the chain of three. */
  hub: role(ACCOUNTS.hub, 'Hub'),
  /** Second of the chain, behind an external ID. */
  lake: role(ACCOUNTS.lake, 'Lake'),
  /** Last of the chain. */
  vault: role(ACCOUNTS.partner, 'Vault'),
  /** Of the EC2 instance. */
  appServer: role(ACCOUNTS.hub, 'AppServer'),
  /** In another account, for the roles of the instance, the task and the pod. */
  etl: role(ACCOUNTS.lake, 'Etl'),
  /** Of the Amazon ECS task. */
  task: role(ACCOUNTS.hub, 'Task'),
  /** Of the Amazon EKS pod. */
  pod: role(ACCOUNTS.hub, 'Pod'),
  /** For web identities: the deployments of one repository. */
  deploy: role(ACCOUNTS.lake, 'Deploy'),
  /** For people who sign in through SAML. */
  federated: role(ACCOUNTS.hub, 'Federated'),
} as const;

export const EXTERNAL_IDS = { partnerData: 'acme-7c41', lake: 'lake-partner-42' } as const;

/** ARN of the SAML provider that {@link ROLES}`.federated` trusts. */
export const SAML_PROVIDER = `arn:aws:iam::${ACCOUNTS.hub}:saml-provider/ExampleIdp`;

/** `sub` of the web identity that {@link ROLES}`.deploy` trusts, for the audience `sts.amazonaws.com`. */
export const WEB_IDENTITY_SUBJECT = 'repo:acme/lake:ref:refs/heads/main';

/** Serial number of alice's MFA device. */
export const MFA_SERIAL = `arn:aws:iam::${ACCOUNTS.hub}:mfa/alice`;

/** TOTP seed of alice's MFA device, for any authenticator app. */
export const MFA_SEED = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** @param now milliseconds since the epoch @returns the code alice's MFA device shows then */
export function currentMfaCode(now: number): string {
  return new TOTP({ secret: Secret.fromBase32(MFA_SEED) }).generate({ timestamp: now });
}

/** The bucket through which the partner exchanges files. */
const EXCHANGE = 'arn:aws:s3:::partner-exchange';

/** The bucket of which {@link ROLES}`.teamOnly` sees a folder. */
const DRAFTS = 'arn:aws:s3:::acme-drafts';

/** Actions that list and read, versions included. */
const READ = ['s3:Get*', 's3:List*'];

/** Roles that AWS assumes for what runs on it. */
const computeRoles: readonly RoleSeed[] = [
  { name: 'AppServer', service: 'ec2.amazonaws.com' },
  { name: 'Task', service: 'ecs-tasks.amazonaws.com' },
  { name: 'Pod', service: 'pods.eks.amazonaws.com' },
].map(({ name, service }) => ({
  name,
  trustPolicy: policy({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
  }),
  policies: [policy(allow(READ), allow(['sts:AssumeRole', 'sts:TagSession'], ROLES.etl))],
}));

/** The world of the first steps: an AWS with users, roles of every kind, and buckets. */
export const demoWorld: World = {
  accounts: [
    {
      id: ACCOUNTS.hub,
      users: [
        {
          name: 'alice',
          accessKeys: [{ id: ACCESS_KEYS.alice.accessKeyId, secret: ACCESS_KEYS.alice.secretAccessKey }],
          mfaDevices: [{ name: 'alice', seed: MFA_SEED }],
          policies: [
            policy(
              allow(
                ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
                [
                  ROLES.analyst,
                  ROLES.lakeReader,
                  ROLES.partnerData,
                  ROLES.adminMfa,
                  ROLES.hub,
                  ROLES.storageAdmin,
                  ROLES.teamOnly,
                ],
              ),
              allow(['iam:ListRoles', 'iam:GetRole']),
              allow(['iam:GetUser', 'iam:*AccessKey*'], 'arn:aws:iam::*:user/${aws:username}'),
              allow('signin:*'),
            ),
          ],
        },
        {
          name: 'bob',
          accessKeys: [{ id: ACCESS_KEYS.bob.accessKeyId, secret: ACCESS_KEYS.bob.secretAccessKey }],
        },
      ],
      roles: [
        {
          name: 'Analyst',
          trustPolicy: trust(USERS.alice, undefined, ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity']),
          maxSessionDuration: 43_200,
          policies: [policy(allow('s3:*'))],
        },
        {
          name: 'StorageAdmin',
          trustPolicy: trust(USERS.alice),
          maxSessionDuration: 14_400,
          managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3FullAccess'],
        },
        {
          name: 'TeamOnly',
          trustPolicy: trust(USERS.alice),
          policies: [
            policy(
              allow('s3:ListBucket', DRAFTS, { StringLike: { 's3:prefix': 'team/*' } }),
              allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], `${DRAFTS}/team/*`),
            ),
          ],
        },
        {
          name: 'AdminMfa',
          trustPolicy: trust(ACCOUNTS.hub, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
          maxSessionDuration: 14_400,
          managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        },
        {
          name: 'Hub',
          trustPolicy: trust(ACCOUNTS.hub),
          policies: [policy(allow('sts:AssumeRole', ROLES.lake))],
        },
        ...computeRoles,
        {
          name: 'Federated',
          trustPolicy: policy({
            Effect: 'Allow',
            Principal: { Federated: SAML_PROVIDER },
            Action: 'sts:AssumeRoleWithSAML',
            Condition: { StringEquals: { 'SAML:aud': AWS_SAML_ENDPOINT } },
          }),
          maxSessionDuration: 14_400,
          policies: [policy(allow('s3:*'), allow('sts:AssumeRole', ROLES.lakeReader))],
        },
      ],
      samlProviders: [{ name: 'ExampleIdp', entityId: SAML_ENTITY_ID }],
    },
    {
      id: ACCOUNTS.lake,
      roles: [
        {
          name: 'LakeReader',
          trustPolicy: trust(ACCOUNTS.hub),
          maxSessionDuration: 7200,
          managedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
        },
        {
          name: 'Lake',
          trustPolicy: trust(ROLES.hub, { StringEquals: { 'sts:ExternalId': EXTERNAL_IDS.lake } }),
          policies: [policy(allow(READ), allow('sts:AssumeRole', ROLES.vault))],
        },
        {
          name: 'Etl',
          trustPolicy: trust([ROLES.appServer, ROLES.task, ROLES.pod], undefined, ['sts:AssumeRole', 'sts:TagSession']),
          maxSessionDuration: 14_400,
          policies: [policy(allow(READ))],
        },
        {
          name: 'Deploy',
          trustPolicy: policy({
            Effect: 'Allow',
            Principal: { Federated: `arn:aws:iam::${ACCOUNTS.lake}:oidc-provider/oidc.example.com` },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'oidc.example.com:aud': 'sts.amazonaws.com',
                'oidc.example.com:sub': WEB_IDENTITY_SUBJECT,
              },
            },
          }),
          policies: [policy(allow('s3:*'))],
        },
      ],
      oidcProviders: [{ url: OIDC_ISSUER_URL, clientIds: ['sts.amazonaws.com'] }],
    },
    {
      id: ACCOUNTS.partner,
      roles: [
        {
          name: 'PartnerData',
          trustPolicy: trust(USERS.alice, { StringEquals: { 'sts:ExternalId': EXTERNAL_IDS.partnerData } }),
          policies: [
            policy(
              allow('s3:ListBucket', EXCHANGE, { StringLike: { 's3:prefix': ['acme/*', 'shared/*'] } }),
              allow('s3:GetObject', [`${EXCHANGE}/acme/*`, `${EXCHANGE}/shared/*`]),
              allow(['s3:PutObject', 's3:DeleteObject'], `${EXCHANGE}/acme/outbox/*`),
            ),
          ],
        },
        {
          name: 'Vault',
          trustPolicy: trust(ROLES.lake),
          policies: [policy(allow('s3:*'))],
        },
      ],
    },
  ],
  s3: { buckets: demoBuckets },
  identityCenter: demoIdentityCenter(ACCOUNTS),
  instance: {
    accountId: ACCOUNTS.hub,
    instanceId: 'i-0a1b2c3d4e5f60718',
    region: 'us-west-2',
    roleArn: ROLES.appServer,
  },
  containers: {
    ecs: { roleArn: ROLES.task, taskId: '0a1b2c3d4e5f60718293a4b5c6d7e8f9' },
    eks: {
      roleArn: ROLES.pod,
      clusterArn: `arn:aws:eks:us-west-2:${ACCOUNTS.hub}:cluster/apps`,
      namespace: 'default',
      serviceAccount: 'app',
      podName: 'app-7d4f8b6c5-x2x9k',
      podUid: '5f0c2f1e-8d3b-4a6f-9f7e-2b1c0d9e8f7a',
      authorizationToken: 'demo-service-account-token-of-the-pod',
    },
  },
};
