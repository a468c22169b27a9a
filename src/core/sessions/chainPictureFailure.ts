import { roleLabel } from '../roles/arn';
import { sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import type { AppError } from '../support/errors';

/**
 * What happened, where the place it happened at is shown already: an explained error begins with its place.
 * @param hop -1 for the base identity
 */
export function causeAt({ chain, source, accounts }: Profile, hop: number, { message }: AppError): string {
  const role = chain[hop];
  const place = `${role ? roleLabel(role.roleArn, accounts) : sourceLabel(source, accounts)}: `;
  const start = message.indexOf(place);
  const cause = start < 0 ? message : message.slice(start + place.length);
  return cause.charAt(0).toUpperCase() + cause.slice(1);
}
