import assert from 'node:assert/strict';

/** Seconds a busy machine may take between an answer and its check. */
const SLACK_SECONDS = 10;

/** Asserts that what is left of a duration just begun is about that duration, both in seconds. */
export function assertAbout(left: number, duration: number): void {
  assert.ok(left <= duration && left > duration - SLACK_SECONDS, `${left} s are left, not about ${duration} s`);
}
