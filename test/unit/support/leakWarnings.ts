import { setImmediate } from 'node:timers/promises';

/** What Node warns of about too many listeners of one signal or emitter while `work` runs. */
export async function leakWarningsDuring(work: () => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  const listener = ({ name, message }: Error): void => {
    if (name === 'MaxListenersExceededWarning') warnings.push(message);
  };
  process.on('warning', listener);
  try {
    await work();
    // Node warns in the turn after.
    await setImmediate();
    return warnings;
  } finally {
    process.off('warning', listener);
  }
}
