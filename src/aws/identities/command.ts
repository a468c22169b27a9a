import { spawn, type ChildProcess } from 'node:child_process';
import { homedir } from 'node:os';
import { t } from '@vscode/l10n';
import { AppError, cancelled, type ErrorDetail } from '../../core/support/errors';
import { commandEnvironment, looksLikeShell, parseCommandLine } from './commandLine';

/** Milliseconds a command may take. */
const TIME_LIMIT = 60_000;

/** Characters kept of what a command prints, and of its complaints in an error. */
const OUTPUT_LIMIT = 1024 * 1024;
const COMPLAINT_LIMIT = 600;

/**
 * Runs a command without a shell, as the AWS CLI runs `credential_process`, and returns what it prints. The output is a
 * secret: it reaches no error and no log, and neither does the command. It runs in the home directory, because the
 * editor's own may be a folder that somebody else has filled.
 * @param timeLimit milliseconds
 * @throws AppError identityUnavailable with the exit code, and what was written to standard error as its `complaint`;
 * cancelled at `signal`
 */
export async function runCommand(command: string, signal: AbortSignal, timeLimit = TIME_LIMIT): Promise<string> {
  if (signal.aborted) throw cancelled();
  const { program, args } = parseCommandLine(command);
  // A group of its own, so that what the program has started can be ended with it.
  const child = spawn(program, args, {
    cwd: homedir(),
    env: commandEnvironment(process.env),
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
    const hint = looksLikeShell(command)
      ? { cure: t('It runs without a shell, as in the AWS CLI; for pipes and variables call one: sh -c "…".') }
      : {};
    child.on('error', (error) => settle(() => reject(failed(startProblem(error), hint))));
    child.on('close', (code, killed) => {
      settle(() => {
        const complaint = complaints().slice(0, COMPLAINT_LIMIT);
        const ended = t('It ended with {0}.', code ?? killed ?? '');
        if (code === 0) resolve(output());
        else reject(failed(ended, { ...hint, ...(complaint === '' ? {} : { complaint }) }));
      });
    });
  });
}

function failed(reason: string, detail: Pick<ErrorDetail, 'cure' | 'complaint'> = {}): AppError {
  return new AppError('identityUnavailable', t('The command failed. {0}', reason).trim(), detail);
}

/** Why a program did not start; Node's own words would repeat its name and arguments. */
function startProblem({ code }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return t('Its program was not found.');
  if (code === 'EACCES') return t('Its program may not be run.');
  return t('Its program did not start ({0}).', code ?? '');
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
