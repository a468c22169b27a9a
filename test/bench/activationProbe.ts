import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds between two looks. */
const POLL = 50;
/** How long a window takes to start with some margin, milliseconds; VS Code tells of its end by no event. */
const SETTLED_AFTER = 5000;
/** How long VS Code may take, milliseconds. */
const LIMIT = 30_000;

/**
 * Runs inside the extension host: waits until the extension named in `ASSUME_ROLE_BENCH_EXTENSION` has activated by
 * itself, or activates it when the window has started (`ASSUME_ROLE_BENCH_ON_DEMAND`), and prints its row of VS Code's
 * own activation table.
 */
export async function run(): Promise<void> {
  const id = process.env['ASSUME_ROLE_BENCH_EXTENSION'] ?? '';
  if (process.env['ASSUME_ROLE_BENCH_ON_DEMAND'] !== undefined) {
    await delay(SETTLED_AFTER);
    await vscode.extensions.getExtension(id)?.activate();
  }
  await until('The activation', () => vscode.extensions.getExtension(id)?.isActive);
  await vscode.commands.executeCommand('perfview.show');
  const row = await until('The activation table', () => {
    const lines = vscode.window.activeTextEditor?.document.getText().split('\n') ?? [];
    return lines.find((line) => line.split('|')[1]?.trim() === id);
  });
  console.log(`ACTIVATION ${row.replaceAll(/\s+/g, ' ')}`);
}

/** Looks again and again, because VS Code tells of neither by an event. @returns what was found */
async function until<T>(what: string, find: () => T | undefined): Promise<T> {
  for (let waited = 0; waited < LIMIT; waited += POLL) {
    const found = find();
    if (found) return found;
    await delay(POLL);
  }
  throw new Error(`${what} did not come.`);
}
