import { spawn, type ChildProcess } from 'node:child_process';
import { t } from '@vscode/l10n';
import { AppError, cancelled } from '../../core/support/errors';

/** Milliseconds a command may take. */
const TIME_LIMIT = 60_000;

/** Characters kept of what a command prints, and of its complaints in an error. */
const OUTPUT_LIMIT = 1024 * 1024;
const COMPLAINT_LIMIT = 600;

/**
 * Runs a command in the system's shell, as the AWS SDKs run `credential_process`, and returns what it prints. The
 * output is a secret: it reaches no error and no log, and neither does the command.
 * @param timeLimit milliseconds
 * @throws AppError identityUnavailable with the exit code and what was written to standard error; cancelled at `signal`
 */
export async function runCommand(command: string, signal: AbortSignal, timeLimit = TIME_LIMIT): Promise<string> {
  if (signal.aborted) throw cancelled();
  // Node's own error would repeat the command.
  if (command.includes('\0')) throw failed(t('It holds a null character.'));
  // A group of its own, so that what the shell has started can be ended with it.
  const child = spawn(command, {
    shell: true,
    windowsHide: true,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise<string>((resolve, reject) => {
    const output = collect(child.stdout);
    const complaints = collect(child.stderr);
    const end = (error: AppError): void => {
      kill(child);
      reject(error);
    };
    const giveUp = (): void => end(cancelled());
    const timer = setTimeout(() => end(failed(t('It did not end within {0} seconds.', timeLimit / 1000))), timeLimit);
    signal.addEventListener('abort', giveUp, { once: true });
    const settle = (settled: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      settled();
    };
    child.on('error', (error) => settle(() => reject(failed(error.message))));
    child.on('close', (code, killed) => {
      settle(() => {
        if (code === 0) resolve(output());
        else reject(failed(t('It ended with {0}. {1}', code ?? killed ?? '', complaints().slice(0, COMPLAINT_LIMIT))));
      });
    });
  });
}

function failed(reason: string): AppError {
  return new AppError('identityUnavailable', t('The command failed. {0}', reason).trim());
}

/** @returns a function that tells the text so far */
function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= OUTPUT_LIMIT) chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8').trim();
}

function kill({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    const taskkill = spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true, stdio: 'ignore' });
    taskkill.on('error', () => undefined);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}
