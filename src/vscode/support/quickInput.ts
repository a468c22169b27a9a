import * as vscode from 'vscode';
import { cancelled } from '../../core/support/errors';
import { type PickItem } from '../texts/inputs';

/** Title and position of an input in its sequence. */
export interface Place {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly totalSteps: number;
  /** Whether there is a Back button. */
  readonly back: boolean;
}

/**
 * Shows `input` until `listen` settles it; hiding it in any other way is giving up.
 * @throws AppError of kind `cancelled` when the person presses Escape or `signal` aborts
 */
export async function ask<A>(
  input: vscode.InputBox | vscode.QuickPick<PickItem>,
  { title, step, totalSteps, back }: Place,
  signal: AbortSignal | undefined,
  listen: (settle: (answer: A | PromiseLike<A>) => void) => void,
): Promise<A> {
  input.title = title;
  // One step alone is no sequence worth counting.
  if (totalSteps > 1) {
    input.step = step;
    input.totalSteps = totalSteps;
  }
  // People fetch ARNs and keys from other windows; that must not end the input.
  input.ignoreFocusOut = true;
  input.buttons = back ? [vscode.QuickInputButtons.Back] : [];
  const giveUp = (): void => input.hide();
  try {
    return await new Promise<A>((settle, reject) => {
      input.onDidHide(() => reject(cancelled()));
      listen(settle);
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      signal?.addEventListener('abort', giveUp);
      input.show();
    });
  } finally {
    signal?.removeEventListener('abort', giveUp);
    input.dispose();
  }
}

/** A row that divides a list. */
export function separator(label: string): PickItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
