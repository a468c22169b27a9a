import type { Profile } from '../roles/profile';
import type { ErrorKind } from '../support/errors';
import type { ChainStep } from './session';

/** Failures of the call that makes the MFA session; any other is the base identity's own. */
const OF_MFA_SESSION: readonly ErrorKind[] = ['mfaRejected', 'mfaDeviceRejected', 'accessDenied'];

/**
 * The steps of the base identity and of the MFA session made from it, which the session service takes for one place.
 * @param step that one place's
 */
export function splitMfaSession(
  { mfaSession }: Profile,
  step: ChainStep = { hop: -1, state: 'unknown' },
): { readonly base: ChainStep; readonly mfa?: ChainStep | undefined } {
  if (mfaSession === undefined) return { base: step };
  const { identity, expiration, error, state } = step;
  // The expiry is the session's: the base identity's keys have none.
  const base: ChainStep = { hop: -1, state, identity };
  if (state === 'failed') {
    return error && OF_MFA_SESSION.includes(error.kind)
      ? { base: { ...base, state: 'ok' }, mfa: { hop: -1, state, error } }
      : { base: { ...base, error }, mfa: { hop: -1, state: 'skipped' } };
  }
  // Without an expiry only the keys have been there, for another profile that has them in common.
  const isThere = state === 'ok' && expiration !== undefined;
  return { base, mfa: { hop: -1, state: isThere ? 'ok' : 'unknown', expiration } };
}
