import type { Outcome } from './outcome';

/** A part of the test run with a heading of its own. It prints its failures; what it throws is one more failure. */
export interface Step {
  readonly name: string;
  run(): Promise<Outcome>;
}
