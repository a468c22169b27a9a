import { inAccount, type AccountBook } from './accounts/accountBook';
import { ROLE_ARN } from './limits';

/** Parts of a role's ARN. */
export interface RoleArnParts {
  readonly partition: string;
  readonly accountId: string;
  /** Without slashes at the ends; empty for the root path. */
  readonly path: string;
  readonly name: string;
}

/** Parts of `arn`, or undefined when it is not a role ARN (STS API, AssumeRole, RoleArn). */
export function parseRoleArn(arn: string): RoleArnParts | undefined {
  const match = arn.length <= ROLE_ARN.maxLength ? ROLE_ARN.pattern.exec(arn) : null;
  if (!match) return undefined;
  const [, partition = '', accountId = '', path = '', name = ''] = match;
  return { partition, accountId, path: path.replace(/\/$/, ''), name };
}

/** `Lake in Data lake (222222222222)`, or the text itself when it is not a role ARN. */
export function roleLabel(arn: string, book: AccountBook): string {
  const parts = parseRoleArn(arn);
  return parts ? inAccount(parts.name, parts.accountId, book) : arn;
}

/**
 * The role ARNs of a pasted text: one ARN, or a comma-separated chain as Amazon Redshift's `IAM_ROLE` takes it, with
 * or without that keyword, spaces, quotes and brackets.
 * @returns the ARNs in order, or undefined when any of them is not a role ARN
 */
export function parseRoleChain(text: string): string[] | undefined {
  const arns = text
    .trim()
    .replace(/^iam_role\s+/i, '')
    // A comma may be part of a role's name, so it separates only where another ARN follows.
    .split(/[\s,]+(?=['"]?arn:)/)
    .map((part) => part.replace(/^[\s'"[]+|[\s'",\]]+$/g, ''))
    .filter((part) => part !== '');
  return arns.length > 0 && arns.every((arn) => parseRoleArn(arn)) ? arns : undefined;
}
