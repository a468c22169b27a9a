import { inspect } from 'node:util';
import * as vscode from 'vscode';
import type { Commands } from '../../../src/vscode/ids';

/** The extension under test, as installed. */
export function extensionUnderTest(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension('assume-role.assume-role');
  if (!extension) throw new Error('The extension is not installed.');
  return extension;
}

/** Runs one of the extension's commands; it ends normally whether it succeeded or told the person what went wrong. */
export async function run<C extends keyof Commands>(command: C, ...args: Commands[C]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}

/** Waits until the window runs the extension; nothing here makes it start. */
export async function extensionStarted(): Promise<void> {
  const extension = extensionUnderTest();
  await eventually(
    () => extension.isActive,
    (active) => active,
  );
}

/** Milliseconds {@link eventually} waits at most. */
const PATIENCE = 10_000;

/**
 * Asks again until the answer is right, for what VS Code announces with no event.
 * @returns the first right answer
 * @throws with the last answer after 10 seconds
 */
export async function eventually<T>(ask: () => T | PromiseLike<T>, isRight: (answer: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > end) throw new Error(`Still not so after ${PATIENCE} ms: ${inspect(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
