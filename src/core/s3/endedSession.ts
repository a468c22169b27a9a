import { isAppError, type ErrorKind } from '../support/errors';

/** Kinds that would end every further request of the session alike. */
const ENDS_SESSION: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'expired',
  'interactionRequired',
  'credentialsRejected',
  'secretMissing',
  'identityUnavailable',
  'network',
  'clockSkew',
]);

/** Whether every further request of the session would fail as this one did, so that none makes sense. */
export function endsSession(error: unknown): boolean {
  return isAppError(error) && ENDS_SESSION.has(error.kind);
}
