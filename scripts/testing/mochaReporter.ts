import Mocha from 'mocha';
import { writeFileSync } from 'node:fs';

/**
 * Prints one dot per test and every failure, names the tests that are pending, and writes `{ passed, failed }` to the
 * file given as the reporter option `output`.
 */
export default class CountingReporter extends Mocha.reporters.Dot {
  constructor(
    runner: Mocha.Runner,
    private readonly settings: Mocha.MochaOptions,
  ) {
    super(runner, settings);
    runner.on('pending', (test) => console.log(`\n  pending: ${test.fullTitle()}`));
  }

  override done(failures: number, finish: (failures: number) => void): void {
    const { output } = this.settings.reporterOptions as { output: string };
    writeFileSync(output, JSON.stringify({ passed: this.stats.passes, failed: this.stats.failures }));
    finish(failures);
  }
}
