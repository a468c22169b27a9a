import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What a piece of work did to the thread it was started from, and to the process. */
export interface Measured {
  /** The longest time, in milliseconds, that the thread was busy without a pause. */
  readonly blocked: number;
  /** Bytes of memory that were added at most. */
  readonly memory: number;
}

/** Milliseconds between two looks. */
const INTERVAL = 5;

/**
 * Runs `work` while it looks at this thread. Where the system tells it, what counts is the thread's own time on a
 * processor, so that other programs of the machine do not count as a block.
 */
export async function measured(work: () => Promise<void>): Promise<Measured> {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let [blocked, memory, last] = [0, 0, threadTime()];
  const look = (): void => {
    const now = threadTime();
    blocked = Math.max(blocked, now - last);
    last = now;
    memory = Math.max(memory, process.memoryUsage.rss() - before);
  };
  const timer = setInterval(look, INTERVAL);
  try {
    await work();
    look();
  } finally {
    clearInterval(timer);
  }
  return { blocked, memory };
}

/** Milliseconds that this thread has run; those of the clock where the system does not tell. */
function threadTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** So that what was made before is not collected while it is measured. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
