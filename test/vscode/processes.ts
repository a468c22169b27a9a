import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** How long a process may take to end after SIGTERM, in milliseconds. */
const GRACE = 5_000;

/** A process with all its descendants, which end together. */
export interface ProcessGroup {
  readonly process: ChildProcess;
  /** Ends the group: SIGTERM, then SIGKILL for what is left. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a program as the leader of its own process group. The group also ends when this process exits, so nothing
 * is left behind after a crash; call {@link exitOnSignals} so that Ctrl-C counts as an exit.
 */
export function spawnGroup(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
  const child = spawn(command, args, { ...options, detached: true });
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const killNow = () => kill('SIGKILL');
  process.once('exit', killNow);
  return {
    process: child,
    async stop() {
      const running = child.pid !== undefined && child.exitCode === null && child.signalCode === null;
      if (running) {
        const ended = once(child, 'exit');
        kill('SIGTERM');
        const timer = setTimeout(killNow, GRACE);
        await ended;
        clearTimeout(timer);
      }
      killNow();
      process.off('exit', killNow);
    },
  };
}

/** Turns SIGINT, SIGTERM and SIGHUP into an exit, so that handlers of `process.on('exit')` run. */
export function exitOnSignals(): void {
  const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  for (const signal of Object.keys(codes) as (keyof typeof codes)[]) {
    process.once(signal, () => process.exit(codes[signal]));
  }
}

/** What a finished program left. */
export interface Finished {
  readonly code: number;
  /** Its standard output and standard error, in the order written. */
  readonly output: string;
}

/**
 * Runs a program to its end without standard input and collects what it prints.
 * @throws when it cannot be started.
 */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const group = spawnGroup(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  group.process.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  group.process.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const [code] = (await once(group.process, 'close')) as [number | null];
  await group.stop();
  return { code: code ?? 1, output: Buffer.concat(chunks).toString() };
}

/** Whether a program of this name is on the PATH. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' }).status === 0;
}
