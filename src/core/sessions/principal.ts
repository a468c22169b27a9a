import type { CallerIdentity } from './session';

/** What stands before the name of a session of a role (IAM User Guide, "IAM ARNs"). */
const ROLE_SESSION = /^(arn:[^:]*:sts::\d{12}:assumed-role\/[^/]+)\/.*$/s;

/** Whether two callers are the same user or role; the sessions of a role have names that may change. */
export function isSamePrincipal(a: CallerIdentity, b: CallerIdentity): boolean {
  return principalOf(a) === principalOf(b);
}

function principalOf({ arn }: CallerIdentity): string {
  return ROLE_SESSION.exec(arn)?.[1] ?? arn;
}
