import { Secret, TOTP } from 'otpauth';
import { allow, policy, trust, type World } from '../world';
import { demoBuckets } from './demoBuckets';

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
  /** In alice's own account, with MFA only; sessions of up to 4 hours. */
  adminMfa: role(ACCOUNTS.hub, 'AdminMfa'),
  /** First of the chain of three. */
  hub: role(ACCOUNTS.hub, 'Hub'),
  /** Second of the chain, behind an external ID. */
  lake: role(ACCOUNTS.lake, 'Lake'),
  /** Last of the chain. */
  vault: role(ACCOUNTS.partner, 'Vault'),
} as const;

export const EXTERNAL_IDS = { partnerData: 'acme-7c41', lake: 'lake-partner-42' } as const;

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

/** Actions that list and read, versions included. */
const READ = ['s3:Get*', 's3:List*'];

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
                [ROLES.analyst, ROLES.lakeReader, ROLES.partnerData, ROLES.adminMfa, ROLES.hub],
              ),
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
      ],
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
      ],
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
};
