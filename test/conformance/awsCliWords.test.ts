import fc from 'fast-check';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import { splitWindowsWords, splitWords } from '../../src/core/configFiles/words';

type Words = readonly (readonly string[] | null)[];

/**
 * The words of command lines as the AWS CLI splits them, by platform.
 * @throws Error saying what to install where its library is not there
 */
async function asTheCli(texts: readonly string[]): Promise<Readonly<Record<'linux' | 'win32', Words>>> {
  const python = spawn('python3', [join(__dirname, 'awsCliWords.py')], { env: { ...process.env, PYTHONUTF8: '1' } });
  python.stdin.end(JSON.stringify(texts));
  const [out, error] = await Promise.all([read(python.stdout), read(python.stderr)]);
  if (out === '') throw new Error(`There is no botocore for python3. Install it: apt-get install awscli\n${error}`);
  return JSON.parse(out) as Readonly<Record<'linux' | 'win32', Words>>;
}

describe('words of a command line, beside the AWS CLI', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab \t"\'\\$&|;*~#(é\n\r'.split('')), maxLength: 24 });
  const texts = fc.sample(text, { seed: 20_261, numRuns: 5_000 });
  let cli: Awaited<ReturnType<typeof asTheCli>>;

  before(async () => {
    cli = await asTheCli(texts);
  });

  for (const [platform, split] of [
    ['linux', splitWords],
    ['win32', splitWindowsWords],
  ] as const) {
    it(`are the same on ${platform} for ${texts.length} texts`, () => {
      texts.forEach((given, index) => {
        const words = split(given) ?? null;
        assert.deepEqual(words, cli[platform][index], JSON.stringify(given));
      });
    });
  }
});
