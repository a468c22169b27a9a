import { parseRoleArn } from '../arn';
import type { BaseIdentity } from '../baseIdentity';
import type { Profile } from '../profile';
import { accountInArn, type AccountColor } from './accountBook';

/** Whether two profiles lead to the same session: what is known of accounts may differ. */
export function isSameRecipe(one: Profile, other: Profile): boolean {
  const recipe = ({ production: _production, accounts: _accounts, ...rest }: Profile): string => JSON.stringify(rest);
  return one === other || recipe(one) === recipe(other);
}

/** The account a profile's session acts in, as far as the profile tells: that of the last role. */
export function accountOf({
  chain,
  source,
  mfaSession,
}: Pick<Profile, 'chain' | 'source' | 'mfaSession'>): string | undefined {
  const last = chain.at(-1);
  return last ? parseRoleArn(last.roleArn)?.accountId : baseAccounts(source, mfaSession)[0];
}

/** The colour of the account a session acts in. @param account that of the session, where the profile cannot tell */
export function accountColor(profile: Profile, account = accountOf(profile)): AccountColor | undefined {
  return account === undefined ? undefined : profile.accounts.accounts.get(account)?.color;
}

/** Accounts of a base identity, where its settings name them. */
export function baseAccounts(source: BaseIdentity, mfaSession: string | undefined): string[] {
  const own =
    source.type === 'identityCenter' ? [source.accountId] : 'roleArn' in source ? accountIn(source.roleArn) : [];
  return [...own, ...accountIn(mfaSession)];
}

/** The account in an ARN, as a list of one; empty where there is none. */
export function accountIn(arn: string | undefined): string[] {
  const account = accountInArn(arn ?? '');
  return account === undefined ? [] : [account];
}
