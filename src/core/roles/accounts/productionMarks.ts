import { parseRoleArn } from '../arn';
import type { Profile } from '../profile';
import type { AccountBook } from './accountBook';
import { accountIn, baseAccounts } from './profileAccount';
import { matchesName } from './namePattern';

/** What decides whether something is production. */
type Way = Pick<Profile, 'name' | 'source' | 'mfaSession' | 'chain'>;

/**
 * The profile with what accounts and names say of it. Marks add up: a profile is production when it says so itself, when
 * an account on its way is, or when a pattern matches a name on its way; nothing takes a mark off.
 * @param more what else is known of its way: the account of its session, and names of profiles it goes on from
 */
export function withProductionMarks<P extends Profile>(
  profile: P,
  book: AccountBook,
  more: { readonly account?: string | undefined; readonly names?: readonly string[] } = {},
): P {
  const accounts = [...accountsOf(profile), ...(more.account === undefined ? [] : [more.account])];
  const production =
    profile.production ||
    accounts.some((account) => book.accounts.get(account)?.production === true) ||
    [...namesOf(profile), ...(more.names ?? [])].some((name) => isProductionName(name, book));
  return production === profile.production && book === profile.accounts
    ? profile
    : { ...profile, production, accounts: book };
}

/** Accounts of the base identity, where its settings name them, and of all roles. */
function accountsOf({ source, mfaSession, chain }: Way): string[] {
  return [
    ...baseAccounts(source, mfaSession),
    // An MFA device belongs to the user who calls.
    ...chain.flatMap(({ roleArn, mfaSerial }) => [...accountIn(roleArn), ...accountIn(mfaSerial)]),
  ];
}

/** What people call the profile, its roles and what it starts with. */
function namesOf({ name, source, chain }: Way): string[] {
  return [
    name,
    ...('profile' in source ? [source.profile] : []),
    ...('roleName' in source ? [source.roleName] : []),
    ...('roleArn' in source ? roleName(source.roleArn) : []),
    ...chain.flatMap(({ roleArn }) => roleName(roleArn)),
  ];
}

function roleName(arn: string): string[] {
  const name = parseRoleArn(arn)?.name;
  return name === undefined ? [] : [name];
}

function isProductionName(name: string, { productionNames }: AccountBook): boolean {
  return productionNames.some((pattern) => matchesName(pattern, name));
}
