import { appendFile } from 'node:fs/promises';
import { FileWindowLock } from '../../../../src/vscode/support/windowLock';

/**
 * A process that works under the lock, for the tests: `lockHolder.ts DIRECTORY LOG ROUNDS`. Each round appends a line at
 * its beginning and end. With 0 rounds it takes the lock, says so and keeps it until it is killed.
 */
const [directory = '', log = '', rounds = '0'] = process.argv.slice(2);
const lock = new FileWindowLock(directory, { touchEvery: 200, staleAfter: 60_000 });
const { signal } = new AbortController();
const untilKilled = (): Promise<never> => new Promise(() => setInterval(() => undefined, 60_000));
const note = (text: string): Promise<void> => appendFile(log, `${text} ${process.pid}\n`);

if (rounds === '0') {
  await lock.run('key', signal, async () => {
    process.stdout.write('held\n');
    await untilKilled();
  });
}
for (let round = 0; round < Number(rounds); round += 1) {
  await lock.run('key', signal, async () => {
    await note('begin');
    await note('end');
  });
}
