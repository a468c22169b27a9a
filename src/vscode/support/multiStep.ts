import * as vscode from 'vscode';
import { cancelled } from '../../core/support/errors';

/** Input by typing. `T` is the draft all steps fill in. */
export interface TextStep<T> {
  readonly kind: 'text';
  /** Whether the step is asked, given the answers so far. */
  readonly applies?: (draft: T) => boolean;
  readonly prompt: string;
  readonly placeholder?: string;
  /** Hides what is typed. */
  readonly password?: boolean;
  /** What stands in the box when the step is shown: the earlier answer or a suggestion. */
  readonly value: (draft: T) => string;
  /** Keeps what was typed, without blanks around it; also on Back, so nothing typed is lost. */
  readonly keep: (draft: T, text: string) => void;
  /** Why the text cannot be accepted, or undefined when it can; called as the person types. */
  readonly validate: (text: string, draft: T) => string | undefined | Promise<string | undefined>;
}

/** An item of a {@link PickStep}. */
export interface Choice<V> extends vscode.QuickPickItem {
  readonly value: V;
}

/** Input by choosing one of several. */
export interface PickStep<T, V> {
  readonly kind: 'pick';
  /** Whether the step is asked, given the answers so far. */
  readonly applies?: (draft: T) => boolean;
  readonly placeholder: string;
  /** The items; separators have no value. */
  readonly choices: (draft: T) => readonly (Choice<V> | vscode.QuickPickItem)[];
  /** An item for text that no item holds; undefined where the text cannot be an answer. */
  readonly typed?: (text: string) => Choice<V> | undefined;
  /** Whether the item is the earlier answer, to be highlighted first. */
  readonly chosen: (value: V, draft: T) => boolean;
  readonly keep: (draft: T, value: V) => void;
}

/** A step whose kind of answer is its own business. */
export type Step<T> = TextStep<T> | PickStep<T, unknown>;

/** Types a pick step by its values and widens it to a {@link Step}. */
export function pickStep<T, V>(step: PickStep<T, V>): Step<T> {
  // A list of steps mixes value types; each step only ever gets back the values of its own choices.
  return step as unknown as Step<T>;
}

type Outcome = 'next' | 'back';

/**
 * Asks the steps that apply, one after another, with a Back button and "2/5" in the title. The answers go into `draft`.
 * @throws AppError of kind `cancelled` when the person presses Escape or `signal` aborts
 */
export async function runSteps<T>(
  title: string,
  steps: readonly Step<T>[],
  draft: T,
  signal?: AbortSignal,
): Promise<void> {
  const asked = (): Step<T>[] => steps.filter((step) => step.applies?.(draft) ?? true);
  let current = asked()[0];
  while (current) {
    // The answers decide which steps follow, so the position is looked up anew each time.
    const place = { title, step: asked().indexOf(current) + 1, totalSteps: asked().length };
    const outcome =
      current.kind === 'text'
        ? await askText(current, draft, place, signal)
        : await askPick(current, draft, place, signal);
    const position = asked().indexOf(current);
    current = asked()[outcome === 'next' ? position + 1 : Math.max(position - 1, 0)];
  }
}

interface Place {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

async function askText<T>(step: TextStep<T>, draft: T, place: Place, signal?: AbortSignal): Promise<Outcome> {
  const input = vscode.window.createInputBox();
  input.prompt = step.prompt;
  input.placeholder = step.placeholder;
  input.password = step.password ?? false;
  input.value = step.value(draft);
  const text = (): string => input.value.trim();
  // An empty box is not scolded before anything is typed.
  const check = async (whenEmpty: boolean): Promise<boolean> => {
    const checked = text();
    const message = checked === '' && !whenEmpty ? undefined : await step.validate(checked, draft);
    if (checked === text()) input.validationMessage = message;
    return message === undefined;
  };
  input.onDidChangeValue(() => void check(false));
  return ask(input, place, signal, (settle) => {
    void check(false);
    input.onDidAccept(async () => {
      const accepted = text();
      if ((await check(true)) && accepted === text()) {
        step.keep(draft, accepted);
        settle('next');
      }
    });
    input.onDidTriggerButton(() => {
      step.keep(draft, text());
      settle('back');
    });
  });
}

async function askPick<T>(step: PickStep<T, unknown>, draft: T, place: Place, signal?: AbortSignal): Promise<Outcome> {
  const pick = vscode.window.createQuickPick();
  pick.placeholder = step.placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const choices = step.choices(draft);
  pick.items = choices;
  pick.activeItems = choices.filter((item) => isChoice(item) && step.chosen(item.value, draft)).slice(0, 1);
  pick.onDidChangeValue((value) => {
    const typed = step.typed?.(value.trim());
    const known = typed && choices.some((item) => item.label === typed.label);
    pick.items = typed && !known ? [...choices, typed] : choices;
  });
  return ask(pick, place, signal, (settle) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (!item || !isChoice(item)) return;
      step.keep(draft, item.value);
      settle('next');
    });
    pick.onDidTriggerButton(() => settle('back'));
  });
}

/** Shows `input` until `listen` settles it; hiding it in any other way is giving up. */
async function ask(
  input: vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>,
  place: Place,
  signal: AbortSignal | undefined,
  listen: (settle: (outcome: Outcome) => void) => void,
): Promise<Outcome> {
  input.title = place.title;
  // One step alone is no sequence worth counting.
  if (place.totalSteps > 1) {
    input.step = place.step;
    input.totalSteps = place.totalSteps;
  }
  // People fetch ARNs and keys from other windows; that must not end the input.
  input.ignoreFocusOut = true;
  input.buttons = place.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  const giveUp = (): void => input.hide();
  try {
    return await new Promise<Outcome>((settle, reject) => {
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

function isChoice(item: vscode.QuickPickItem): item is Choice<unknown> {
  return 'value' in item;
}
