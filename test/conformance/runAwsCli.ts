import { execFile } from 'node:child_process';

/** How a run of the AWS CLI ended. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the AWS CLI found on PATH, with nothing of this machine's AWS settings.
 * @throws Error saying what to install when there is none
 */
export function runAws(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return new Promise((resolve, reject) => {
    execFile('aws', args, { env: { ...Object.fromEntries(inherited), ...env } }, (error, stdout, stderr) => {
      const exitCode = error ? error.code : 0;
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr });
      else if (exitCode === 'ENOENT')
        reject(new Error('There is no AWS CLI on PATH. Install it: apt-get install awscli'));
      else reject(error ?? new Error('The AWS CLI ended without a code.'));
    });
  });
}
