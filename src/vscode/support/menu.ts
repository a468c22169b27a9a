import type * as vscode from 'vscode';
import { createQuickPick, type PickItem } from '../texts/inputs';
import type { Choice, Choices } from './multiStep';
import { ask, type Place } from './quickInput';

/** A list to choose from, with buttons on its rows. */
export interface Menu<V> {
  readonly placeholder: string;
  readonly choices: Choices<V>;
  /** Which row is highlighted first; the first one when not given. */
  readonly active?: ((value: V) => boolean) | undefined;
}

/** What the person did in a {@link Menu}. */
export type MenuAnswer<V> =
  | { readonly type: 'chosen'; readonly value: V }
  /** `button` is one of the row's own. */
  | { readonly type: 'button'; readonly value: V; readonly button: vscode.QuickInputButton }
  | { readonly type: 'back' };

/**
 * Shows a menu once.
 * @throws AppError of kind `cancelled` when the person presses Escape or `signal` aborts
 */
export async function askMenu<V>(
  { placeholder, choices, active }: Menu<V>,
  place: Place,
  signal?: AbortSignal,
): Promise<MenuAnswer<V>> {
  const pick = createQuickPick<Choice<V> | PickItem>();
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  const isChoice = (item: Choice<V> | PickItem | undefined): item is Choice<V> => item !== undefined && 'value' in item;
  const first = active && choices.find((item) => isChoice(item) && active(item.value));
  if (first) pick.activeItems = [first];
  return ask<MenuAnswer<V>>(pick, place, signal, (settle) => {
    pick.onDidAccept(() => {
      const [item] = pick.activeItems;
      if (isChoice(item)) settle({ type: 'chosen', value: item.value });
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      if (isChoice(item)) settle({ type: 'button', value: item.value, button });
    });
    pick.onDidTriggerButton(() => settle({ type: 'back' }));
  });
}

/** A list to choose several of. */
export interface ManyMenu<V> {
  readonly placeholder: string;
  readonly choices: Choices<V>;
  readonly selected: (value: V) => boolean;
}

/**
 * Lets the person tick several rows.
 * @returns the values of the ticked rows, or `back`
 * @throws AppError of kind `cancelled` when the person presses Escape or `signal` aborts
 */
export async function askMany<V>(
  { placeholder, choices, selected }: ManyMenu<V>,
  place: Place,
  signal?: AbortSignal,
): Promise<readonly V[] | 'back'> {
  const pick = createQuickPick<Choice<V> | PickItem>();
  pick.canSelectMany = true;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = choices;
  const values = (items: readonly (Choice<V> | PickItem)[]): V[] =>
    items.flatMap((item) => ('value' in item ? [item.value] : []));
  pick.selectedItems = choices.filter((item) => 'value' in item && selected(item.value));
  return ask<readonly V[] | 'back'>(pick, place, signal, (settle) => {
    pick.onDidChangeSelection((items) => {
      // Rows without a value are there to be read.
      const usable = items.filter((item) => 'value' in item);
      if (usable.length < items.length) pick.selectedItems = usable;
    });
    pick.onDidAccept(() => {
      const chosen = values(pick.selectedItems);
      if (chosen.length > 0) settle(chosen);
    });
    pick.onDidTriggerButton(() => settle('back'));
  });
}
