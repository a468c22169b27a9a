import { appendFileSync } from 'node:fs';

/** How many checks or tests passed and failed. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

export const NOTHING: Outcome = { passed: 0, failed: 0 };

/** One check that either holds or not. */
export function single(holds: boolean): Outcome {
  return holds ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return outcomes.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), NOTHING);
}

/**
 * Ends a script: prints its result as the last line, "N passed, N failed", and sets the exit code. Where `.ci/run`
 * asks for it with `ASSUME_ROLE_TALLY`, the numbers go to that file and the line is left to `.ci/run`.
 */
export function conclude(outcome: Outcome): void {
  const { passed, failed } = outcome;
  const tally = process.env['ASSUME_ROLE_TALLY'];
  if (tally === undefined) console.log(`\n${passed} passed, ${failed} failed`);
  else appendFileSync(tally, `${passed} ${failed}\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}
