/**
 * Runs the tests: all of them, or the one named.
 *
 *   tsx scripts/test.ts [unit|host|ui|conformance|rgw|electron]
 */
import { PlainError } from '../test/vscode/plainError';
import { exitOnSignals } from '../test/vscode/processes';
import { conclude, single, sum, type Outcome } from './testing/outcome';
import type { Step } from './testing/step';
import { EVERYTHING, NAMED } from './testing/steps';

/** Runs a step; one that throws has failed once. */
async function outcomeOf(step: Step): Promise<Outcome> {
  try {
    return await step.run();
  } catch (error) {
    console.log(error instanceof PlainError ? `  ${error.message}` : error);
    return single(false);
  }
}

exitOnSignals();
const name = process.argv[2];
const chosen = name === undefined ? EVERYTHING : NAMED[name];
if (chosen === undefined) {
  console.error(`There is no "${name ?? ''}". Choose one of ${Object.keys(NAMED).join(', ')}, or none for everything.`);
  process.exit(2);
}
const outcomes: Outcome[] = [];
for (const step of chosen) {
  console.log(`\n== ${step.name}`);
  const start = Date.now();
  const outcome = await outcomeOf(step);
  outcomes.push(outcome);
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(
    `   ${outcome.failed === 0 ? 'ok' : 'FAILED'}: ${outcome.passed} good, ${outcome.failed} bad, ${seconds} s`,
  );
}
if (name === undefined) {
  console.log('\nBeside this run: "npm run test:electron" (the host tests in a desktop VS Code, which it downloads)');
  console.log('and "npm run test:rgw" (the conformance cases against Ceph RGW).');
}
conclude(sum(outcomes));
