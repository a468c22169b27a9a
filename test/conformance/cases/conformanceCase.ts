import assert from 'node:assert/strict';
import { type AppError, type ErrorKind, isAppError } from '../../../src/core/support/errors';
import type { ConformanceTarget, Rule } from '../target';

/** Something AWS does that every target must do, unless it says that it lacks the rule. */
export interface ConformanceCase {
  readonly title: string;
  /** The rule the whole case is about. */
  readonly needs?: Rule;
  /** @throws AssertionError where the target does otherwise */
  run(target: ConformanceTarget): Promise<void>;
}

/** How AWS refuses, as the extension sees it. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  readonly kind: ErrorKind;
  /** Zero-based hop that failed, where one did. */
  readonly hop?: number;
}

/**
 * Asserts that a call is refused.
 * @param told the rule by which the target tells this kind apart; a target without it must still refuse with 400 or 403
 */
export async function assertRefused(
  target: ConformanceTarget,
  call: Promise<unknown>,
  refusal: Refusal,
  told?: Rule,
): Promise<AppError> {
  const error: unknown = await call.then(
    () => assert.fail('The call should have been refused.'),
    (reason: unknown) => reason,
  );
  assert.ok(isAppError(error), `not refused by the service: ${String(error)}`);
  const { kind, detail } = error;
  assert.equal(detail.hop, refusal.hop, error.message);
  if (told === undefined || target.lacks[told] === undefined) {
    assert.deepEqual({ kind, status: detail.status }, { kind: refusal.kind, status: refusal.status }, error.message);
  } else {
    assert.ok(detail.status === 400 || detail.status === 403, `${error.message} (status ${detail.status ?? 'none'})`);
  }
  return error;
}
