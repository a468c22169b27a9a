import { listOf, type PrincipalElement, type Statement } from './policyDocument';

/** The names by which a policy can mean a user, a role or the root user. */
export interface AccountPrincipal {
  readonly accountId: string;
  readonly partition: string;
  /** ARN of the user, the role or the root user. */
  readonly principalArn: string;
  /** `arn:aws:sts::…:assumed-role/…` of a role session. */
  readonly sessionArn?: string;
}

/** Somebody of no account, whom only a trust policy can mean. */
export type OutsidePrincipal =
  /** An AWS service, such as `ec2.amazonaws.com`. */
  | { readonly service: string }
  /** ARN of the OIDC or SAML provider of a federated user. */
  | { readonly federated: string };

/** The names by which a policy can mean somebody. */
export type PrincipalNames = AccountPrincipal | OutsidePrincipal;

/** How closely a policy names somebody. */
export type PrincipalMatch =
  | 'none'
  /** Its account, which leaves the decision to the account's own policies. */
  | 'account'
  /** The user or role itself, or everybody. */
  | 'principal'
  /** This very session of the role. */
  | 'session';

function matchOutside(element: PrincipalElement, names: OutsidePrincipal): PrincipalMatch {
  if (element === '*') return 'principal';
  const means =
    'service' in names
      ? listOf(element.Service).includes(names.service)
      : listOf(element.Federated).includes(names.federated);
  return means ? 'principal' : 'none';
}

function matchElement(element: PrincipalElement, names: PrincipalNames): PrincipalMatch {
  if (!('accountId' in names)) return matchOutside(element, names);
  const principals = element === '*' ? ['*'] : listOf(element.AWS);
  if (names.sessionArn !== undefined && principals.includes(names.sessionArn)) return 'session';
  if (principals.includes('*') || principals.includes(names.principalArn)) return 'principal';
  const account = [names.accountId, `arn:${names.partition}:iam::${names.accountId}:root`];
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
