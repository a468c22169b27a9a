import { listOf, type PrincipalElement, type Statement } from './policyDocument';

/** The names by which a policy can mean somebody. */
export interface PrincipalNames {
  readonly accountId: string;
  /** ARN of the user, the role or the root user. */
  readonly principalArn: string;
  /** `arn:aws:sts::…:assumed-role/…` of a role session. */
  readonly sessionArn?: string;
}

/** How closely a policy names somebody. */
export type PrincipalMatch =
  | 'none'
  /** Its account, which leaves the decision to the account's own policies. */
  | 'account'
  /** The user or role itself, or everybody. */
  | 'principal'
  /** This very session of the role. */
  | 'session';

function matchElement(element: PrincipalElement, names: PrincipalNames): PrincipalMatch {
  const principals = element === '*' ? ['*'] : listOf(element.AWS);
  if (names.sessionArn !== undefined && principals.includes(names.sessionArn)) return 'session';
  if (principals.includes('*') || principals.includes(names.principalArn)) return 'principal';
  const account = [names.accountId, `arn:aws:iam::${names.accountId}:root`];
  return principals.some((principal) => account.includes(principal)) ? 'account' : 'none';
}

/** @returns how closely the statement's `Principal` or `NotPrincipal` means this principal */
export function matchPrincipal(statement: Statement, names: PrincipalNames): PrincipalMatch {
  if (statement.Principal !== undefined) return matchElement(statement.Principal, names);
  if (statement.NotPrincipal !== undefined) {
    return matchElement(statement.NotPrincipal, names) === 'none' ? 'principal' : 'none';
  }
  return 'none';
}
