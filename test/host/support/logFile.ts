import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { filesBelow } from '../../vscode/filesBelow';
import { eventually } from './extension';

/** Where this VS Code keeps its settings, state and logs. */
export function dataDirectory(): string {
  const directory = process.env['ASSUME_ROLE_TEST_DATA'];
  if (directory === undefined) throw new Error('ASSUME_ROLE_TEST_DATA must name the data directory of VS Code.');
  return directory;
}

/** What the extension's log channel has written in this window so far. */
export async function logText(): Promise<string> {
  const logs = (await filesBelow(dataDirectory())).filter((file) => path.basename(file) === 'Assume Role.log');
  const dated = await Promise.all(logs.map(async (file) => ({ file, time: (await stat(file)).mtimeMs })));
  const newest = dated.sort((a, b) => b.time - a.time)[0];
  return newest ? readFile(newest.file, 'utf8') : '';
}

/** What the log channel writes while `body` runs and shortly after, as soon as it matches. */
export async function loggedDuring(body: () => Promise<unknown>, expected: RegExp): Promise<string> {
  const before = (await logText()).length;
  await body();
  return eventually(
    async () => (await logText()).slice(before),
    (text) => expected.test(text),
  );
}
