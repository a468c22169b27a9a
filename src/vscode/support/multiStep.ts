import { createInputBox, createQuickPick, type PickItem } from '../texts/inputs';
import { ask, type Place } from './quickInput';

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
export interface Choice<V> extends PickItem {
  readonly value: V;
}

/** What a {@link PickStep} offers; separators have no value. */
export type Choices<V> = readonly (Choice<V> | PickItem)[];

/** Input by choosing one of several. */
export interface PickStep<T, V> {
  readonly kind: 'pick';
  /** Whether the step is asked, given the answers so far. */
  readonly applies?: (draft: T) => boolean;
  readonly placeholder: string | ((draft: T) => string);
  /** The items. What takes time to list shows its progress itself; the box opens when the list is there. */
  readonly choices: (draft: T, signal: AbortSignal | undefined) => Choices<V> | Promise<Choices<V>>;
  /** An item for text that no item holds; undefined where the text cannot be an answer. */
  readonly typed?: (text: string, draft: T) => Choice<V> | undefined;
  /** Whether the item is the earlier answer, to be highlighted first. */
  readonly chosen: (value: V, draft: T) => boolean;
  /** Keeps the answer. @returns another way to go on than to the next step */
  readonly keep: (draft: T, value: V) => Outcome | undefined | Promise<Outcome | undefined>;
}

/** A step with inputs of its own. */
export interface CustomStep<T> {
  readonly kind: 'custom';
  /** Whether the step is asked, given the answers so far. */
  readonly applies?: (draft: T) => boolean;
  readonly run: (draft: T, place: Place, signal: AbortSignal | undefined) => Promise<Outcome>;
}

/** A step whose kind of answer is its own business. */
export type Step<T> = TextStep<T> | PickStep<T, unknown> | CustomStep<T>;

/** Which way to go on: to the next step, to the one before, to the same once more, or to the end at once. */
export type Outcome = 'next' | 'back' | 'again' | 'end';

/** Types a pick step by its values and widens it to a {@link Step}. */
export function pickStep<T, V>(step: PickStep<T, V>): Step<T> {
  // A list of steps mixes value types; each step only ever gets back the values of its own choices.
  return step as unknown as Step<T>;
}

/** How a sequence of steps is run. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Whether the first step has a Back button too, which ends the sequence. */
  readonly nested?: boolean;
}

/**
 * Asks the steps that apply, one after another, with a Back button and "2/5" in the title. The answers go into `draft`.
 * @returns `back` when a nested sequence was left by its first step's Back button
 * @throws AppError of kind `cancelled` when the person presses Escape or the signal aborts
 */
export async function runSteps<T>(
  title: string,
  steps: readonly Step<T>[],
  draft: T,
  { signal, nested = false }: RunOptions = {},
): Promise<'next' | 'back'> {
  const asked = (): Step<T>[] => steps.filter((step) => step.applies?.(draft) ?? true);
  let current = asked()[0];
  while (current) {
    // The answers decide which steps follow, so the position is looked up anew each time.
    const before = asked().indexOf(current);
    const place = { title, step: before + 1, totalSteps: asked().length, back: nested || before > 0 };
    const outcome = await askStep(current, draft, place, signal);
    if (outcome === 'end') break;
    if (outcome === 'back' && before <= 0) return 'back';
    const position = asked().indexOf(current);
    current = asked()[position + STEPS_ON[outcome]];
  }
  return 'next';
}

const STEPS_ON: Readonly<Record<Exclude<Outcome, 'end'>, number>> = { next: 1, again: 0, back: -1 };

async function askStep<T>(step: Step<T>, draft: T, place: Place, signal?: AbortSignal): Promise<Outcome> {
  switch (step.kind) {
    case 'text':
      return askText(step, draft, place, signal);
    case 'pick':
      return askPick(step, draft, place, signal);
    case 'custom':
      return step.run(draft, place, signal);
  }
}

async function askText<T>(step: TextStep<T>, draft: T, place: Place, signal?: AbortSignal): Promise<Outcome> {
  const input = createInputBox();
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
  return ask<Outcome>(input, place, signal, (settle) => {
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
  const choices = await step.choices(draft, signal);
  const pick = createQuickPick();
  pick.placeholder = typeof step.placeholder === 'string' ? step.placeholder : step.placeholder(draft);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  pick.activeItems = choices.filter((item) => isChoice(item) && step.chosen(item.value, draft)).slice(0, 1);
  pick.onDidChangeValue((value) => {
    const typed = step.typed?.(value.trim(), draft);
    const known = typed && choices.some((item) => item.label === typed.label);
    pick.items = typed && !known ? [...choices, typed] : choices;
  });
  return ask<Outcome>(pick, place, signal, (settle) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (!item || !isChoice(item)) return;
      const { value } = item;
      settle((async () => (await step.keep(draft, value)) ?? 'next')());
    });
    pick.onDidTriggerButton(() => settle('back'));
  });
}

function isChoice(item: PickItem): item is Choice<unknown> {
  return 'value' in item;
}
