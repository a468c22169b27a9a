import { t } from '@vscode/l10n';
import { parseRoleArn } from './arn';
import { ACCOUNT_ID } from './limits';

/** A console link to switch roles (IAM User Guide, "Switch from a user to an IAM role (console)"). */
export interface SwitchRoleLink {
  /** Its display name, else the role's. */
  readonly name: string;
  readonly roleArn?: string;
  /** Why there is no role ARN, a sentence. */
  readonly problem?: string;
}

/** The console's domains by partition. */
const CONSOLES: readonly (readonly [domain: string, partition: string])[] = [
  ['aws.amazon.com', 'aws'],
  ['amazonaws.cn', 'aws-cn'],
  ['amazonaws-us-gov.com', 'aws-us-gov'],
  ['amazonaws-eusc.eu', 'aws-eusc'],
];

/** Reads `https://signin.aws.amazon.com/switchrole?roleName=…&account=…` and its kin; undefined for other texts. */
export function readSwitchRoleLink(text: string): SwitchRoleLink | undefined {
  const url = parseUrl(text.trim().replace(/^[<"']|[>"']$/g, ''));
  if (!url || !/\/switchrole\/?$/i.test(url.pathname)) return undefined;
  const partition = CONSOLES.find(([domain]) => url.hostname.endsWith(`.${domain}`))?.[1];
  if (partition === undefined) return undefined;
  const parameter = (name: string): string => url.searchParams.get(name)?.trim() ?? '';
  const role = parameter('roleName').replace(/^\/+/, '');
  const account = parameter('account').replace(/-/g, '');
  const name = parameter('displayName') || (role.split('/').at(-1) ?? '') || t('role');
  if (!ACCOUNT_ID.test(account)) {
    return {
      name,
      problem: t('The link names the account "{0}"; its ID of 12 digits is needed.', parameter('account')),
    };
  }
  const roleArn = `arn:${partition}:iam::${account}:role/${role}`;
  return parseRoleArn(roleArn) ? { name, roleArn } : { name, problem: t('The link names no role.') };
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
