import type {
  AssignmentSeed,
  IdentityCenterSeed,
  OrganizationAccountSeed,
  PermissionSetSeed,
} from '../identityCenter/seed';
import { allow, policy } from '../world';

/** The permission sets of the demo's Identity Center. */
export const PERMISSION_SETS = {
  administrator: 'AdministratorAccess',
  readOnly: 'ReadOnlyAccess',
  /** S3 in its account, and any role that trusts the account. */
  analyst: 'DataAnalyst',
} as const;

const permissionSets: readonly PermissionSetSeed[] = [
  {
    name: PERMISSION_SETS.administrator,
    managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    sessionSeconds: 14_400,
  },
  { name: PERMISSION_SETS.readOnly, managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
  { name: PERMISSION_SETS.analyst, policies: [policy(allow(['s3:*', 'sts:AssumeRole']))], sessionSeconds: 28_800 },
];

const TEAMS = [
  'Billing',
  'Checkout',
  'Identity',
  'Inventory',
  'Marketing',
  'Payments',
  'Reporting',
  'Search',
  'Shipping',
];
const STAGES = ['Dev', 'Test', 'Prod'];

function account(id: string, name: string): OrganizationAccountSeed {
  return { id, name, email: `aws+${name.toLowerCase().replaceAll(' ', '-')}@example.com` };
}

const teamAccounts = TEAMS.flatMap((team, i) =>
  STAGES.map((stage, j) =>
    account(`4${String(i + 1).padStart(5, '0')}${String(j + 1).padStart(6, '0')}`, `${team} ${stage}`),
  ),
);

function assign(userName: string, accountId: string, ...sets: string[]): AssignmentSeed {
  return { userName, accountId, permissionSets: sets };
}

/**
 * The Identity Center of the first steps: alice works in 30 accounts, bob in one.
 * @param ids of the demo's own accounts
 */
export function demoIdentityCenter(ids: Readonly<Record<'hub' | 'lake' | 'partner', string>>): IdentityCenterSeed {
  const { administrator, readOnly, analyst } = PERMISSION_SETS;
  return {
    startUrl: 'https://d-0000000000.awsapps.com/start',
    region: 'us-east-1',
    sessionSeconds: 7 * 24 * 3600,
    users: ['alice', 'bob'],
    permissionSets,
    accounts: [
      account(ids.hub, 'Hub'),
      account(ids.lake, 'Data Lake'),
      account(ids.partner, 'Partner'),
      ...teamAccounts,
    ],
    assignments: [
      assign('alice', ids.hub, administrator, readOnly, analyst),
      assign('alice', ids.lake, readOnly, analyst),
      assign('alice', ids.partner, readOnly),
      ...teamAccounts.map(({ id }) => assign('alice', id, administrator, readOnly, analyst)),
      assign('bob', ids.lake, readOnly),
    ],
  };
}
