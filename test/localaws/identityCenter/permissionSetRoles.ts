import { createHash } from 'node:crypto';
import type { AccountSeed, RoleSeed } from '../iam/seed';
import { policy } from '../world';
import type { IdentityCenterSeed, PermissionSetSeed } from './seed';

/** IAM path of the roles of an instance; only instances in us-east-1 have no region in it. */
function rolePath(region: string): string {
  return `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`;
}

/** 16 hex digits, the same in every run, so that tests can be repeated. */
function suffix(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);
}

/** @returns the name of the role that a permission set is in an account */
export function roleNameOf(seed: IdentityCenterSeed, accountId: string, permissionSet: string): string {
  return `AWSReservedSSO_${permissionSet}_${suffix(seed.startUrl, accountId, permissionSet)}`;
}

/** @returns the ARN of the role that a permission set is in an account */
export function roleArnOf(seed: IdentityCenterSeed, accountId: string, permissionSet: string): string {
  return `arn:aws:iam::${accountId}:role${rolePath(seed.region)}${roleNameOf(seed, accountId, permissionSet)}`;
}

function roleSeed(seed: IdentityCenterSeed, accountId: string, permissionSet: PermissionSetSeed): RoleSeed {
  const provider = `arn:aws:iam::${accountId}:saml-provider/AWSSSO_${suffix(seed.startUrl, accountId)}_DO_NOT_DELETE`;
  return {
    name: roleNameOf(seed, accountId, permissionSet.name),
    path: rolePath(seed.region),
    trustPolicy: policy({
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
      Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
    }),
    maxSessionDuration: 43_200,
    ...(permissionSet.policies && { policies: permissionSet.policies }),
    ...(permissionSet.managedPolicyArns && { managedPolicyArns: permissionSet.managedPolicyArns }),
  };
}

/**
 * @returns the accounts with the roles of all assignments in them, one for each account and permission set
 * @throws TypeError for an assignment of something that does not exist
 */
export function withPermissionSetRoles(
  accounts: readonly AccountSeed[],
  seed: IdentityCenterSeed,
): readonly AccountSeed[] {
  const provisioned = new Map(accounts.map((account) => [account.id, account]));
  for (const { userName, accountId, permissionSets } of seed.assignments) {
    if (!seed.users.includes(userName)) throw new TypeError(`Identity Center has no user ${userName}.`);
    if (!seed.accounts.some(({ id }) => id === accountId)) {
      throw new TypeError(`The organization has no account ${accountId}.`);
    }
    for (const name of permissionSets) {
      const permissionSet = seed.permissionSets.find((candidate) => candidate.name === name);
      if (!permissionSet) throw new TypeError(`Identity Center has no permission set ${name}.`);
      const account: AccountSeed = provisioned.get(accountId) ?? { id: accountId };
      const role = roleSeed(seed, accountId, permissionSet);
      const others = account.roles?.filter((other) => other.name !== role.name) ?? [];
      provisioned.set(accountId, { ...account, roles: [...others, role] });
    }
  }
  return [...provisioned.values()];
}
