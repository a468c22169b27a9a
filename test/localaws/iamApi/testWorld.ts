import { type World, allow, policy, trust } from '../world';

export const ACCOUNT = '111111111111';
export const OTHER_ACCOUNT = '222222222222';

function key(name: string): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  return {
    accessKeyId: `AKIA${name.toUpperCase().padEnd(16, '0')}`,
    secretAccessKey: `secret-of-${name}-`.padEnd(40, '0'),
  };
}

/** Access keys of everybody. */
export const KEYS = { root: key('root'), admin: key('admin'), dev: key('dev'), nobody: key('nobody') } as const;

const seed = ({ accessKeyId, secretAccessKey }: (typeof KEYS)[keyof typeof KEYS]) => ({
  id: accessKeyId,
  secret: secretAccessKey,
});

/** An administrator, a developer who may rotate her own keys, somebody without permissions, and 230 roles. */
export const iamWorld: World = {
  accounts: [
    {
      id: ACCOUNT,
      rootAccessKeys: [seed(KEYS.root)],
      users: [
        {
          name: 'admin',
          accessKeys: [seed(KEYS.admin)],
          managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
        },
        {
          name: 'dev',
          path: '/team/',
          accessKeys: [seed(KEYS.dev)],
          policies: [policy(allow('iam:*AccessKey*', 'arn:aws:iam::*:user/team/${aws:username}'))],
          tags: { team: 'data' },
        },
        { name: 'nobody', accessKeys: [seed(KEYS.nobody)] },
      ],
      roles: [
        {
          name: 'Etl',
          path: '/team/',
          trustPolicy: trust(OTHER_ACCOUNT),
          maxSessionDuration: 7200,
          tags: { team: 'data' },
        },
        ...Array.from({ length: 229 }, (_, i) => ({
          name: `Role${String(i).padStart(3, '0')}`,
          trustPolicy: trust(ACCOUNT),
        })),
      ],
    },
    { id: OTHER_ACCOUNT, roles: [{ name: 'Other', trustPolicy: trust(ACCOUNT) }] },
  ],
  s3: { buckets: [] },
};
