import type { Clock } from '../../src/core/support/clock';
import type { World } from '../localaws/world';

/** Rules of AWS that not every implementation has. */
export type Rule =
  | 'external ID'
  | 'MFA'
  | 'chaining hour'
  | 'caller permission'
  | 'caller identity'
  | 'unknown role is denied'
  | 'error codes of STS'
  | 'error codes of session tokens'
  | 'conditions of deletions';

/** An implementation of STS and S3 that holds the world of the cases. */
export interface ConformanceTarget {
  readonly name: string;
  /** Base URL of STS and of S3, path style. */
  readonly endpoint: string;
  readonly world: World;
  /** The time the implementation lives by. */
  readonly clock: Clock;
  /** The shortest session it gives, seconds. */
  readonly minSessionSeconds: number;
  /** The rules it does not have, and what it does instead. Cases that need one of them are not run. */
  readonly lacks: Lacks;
  /** Lets time pass, by waiting or by moving {@link clock}; timers that are due have fired. */
  elapse(milliseconds: number): Promise<void>;
  /** Stops it; nothing is left behind. */
  close(): Promise<void>;
}

/** Rules that are missing, with the reason. */
export type Lacks = Readonly<Partial<Record<Rule, string>>>;
