import { SESSION_NAME } from '../roles/limits';

/**
 * A RoleSessionName from the operating system's user name, so that CloudTrail shows who it was.
 * Characters STS refuses become `-`; the result has 2 to 64 characters (STS API, AssumeRole, RoleSessionName).
 */
export function sessionNameFrom(userName: string): string {
  const name = userName.replace(/[^\w+=,.@-]+/g, '-').slice(0, SESSION_NAME.maxLength);
  return name.length < SESSION_NAME.minLength ? 'assume-role' : name;
}
