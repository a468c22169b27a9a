import * as vscode from 'vscode';
import { plainLine, plainText } from '../../core/texts/plain';
import { iconText } from './icons';
import { withPlainTexts } from './plainSetters';

/** A row of a list to pick from. `$(name)` in its texts stays text: icons have fields of their own. */
export interface PickItem extends vscode.QuickPickItem {
  /** Name of the icon before the label. */
  readonly icon?: string;
  /** Name of a second icon before the label, such as that of production. */
  readonly mark?: string;
  /** Name of the icon before the detail. */
  readonly detailIcon?: string;
}

/** As VS Code's `window.showInputBox`. */
export function showInputBox(
  options: vscode.InputBoxOptions,
  token?: vscode.CancellationToken,
): Thenable<string | undefined> {
  const { title, prompt, placeHolder } = options;
  const plain: vscode.InputBoxOptions = {
    ...options,
    ...(title === undefined ? {} : { title: plainLine(title) }),
    ...(prompt === undefined ? {} : { prompt: plainText(prompt) }),
    ...(placeHolder === undefined ? {} : { placeHolder: plainLine(placeHolder) }),
    validateInput: async (text) => plainValidation((await options.validateInput?.(text)) ?? undefined),
  };
  return vscode.window.showInputBox(plain, token);
}

/** As VS Code's `window.createInputBox`. */
export function createInputBox(): vscode.InputBox {
  return withPlainTexts(vscode.window.createInputBox(), {
    title: (title) => title && plainLine(title),
    prompt: (prompt) => prompt && plainText(prompt),
    placeholder: (placeholder) => placeholder && plainLine(placeholder),
    validationMessage: plainValidation,
  });
}

/** As VS Code's `window.showQuickPick` for one item. */
export async function showQuickPick<T extends string | PickItem>(
  items: readonly T[],
  options: vscode.QuickPickOptions = {},
): Promise<T | undefined> {
  const { title, placeHolder } = options;
  const shown = items.map((item) => ({
    ...shownItem<PickItem>(typeof item === 'string' ? { label: item } : item),
    item,
  }));
  const chosen = await vscode.window.showQuickPick(shown, {
    ...options,
    ...(title === undefined ? {} : { title: plainLine(title) }),
    ...(placeHolder === undefined ? {} : { placeHolder: plainLine(placeHolder) }),
  });
  return chosen?.item;
}

/** As VS Code's `window.createQuickPick`. */
export function createQuickPick<T extends PickItem>(): vscode.QuickPick<T> {
  const pick = vscode.window.createQuickPick<T>();
  /** What VS Code shows, by the items of the caller, who sees those alone. */
  let shown = new Map<T, T>();
  let items = new Map<T, T>();
  const shownOf = (wanted: readonly T[]): T[] => wanted.flatMap((item) => shown.get(item) ?? []);
  const itemOf = (row: T): T => items.get(row) ?? row;
  const itemsOf = (rows: readonly T[]): T[] => rows.map(itemOf);
  const mapped =
    (event: vscode.Event<readonly T[]>): vscode.Event<readonly T[]> =>
    (listener, self, disposables) =>
      event((rows) => listener.call(self, itemsOf(rows)) as unknown, null, disposables);
  const plain = withPlainTexts(pick, {
    title: (title) => title && plainLine(title),
    placeholder: (placeholder) => placeholder && plainLine(placeholder),
    items: (wanted) => {
      shown = new Map(wanted.map((item) => [item, shownItem(item)]));
      items = new Map([...shown].map(([item, row]) => [row, item]));
      return wanted.flatMap((item) => shown.get(item) ?? []);
    },
    activeItems: shownOf,
    selectedItems: shownOf,
  });
  const onDidTriggerItemButton: vscode.QuickPick<T>['onDidTriggerItemButton'] = (listener, self, disposables) =>
    pick.onDidTriggerItemButton(
      ({ item, button }) => listener.call(self, { item: itemOf(item), button }) as unknown,
      null,
      disposables,
    );
  const read: Partial<Record<PropertyKey, () => unknown>> = {
    items: () => itemsOf(pick.items),
    activeItems: () => itemsOf(pick.activeItems),
    selectedItems: () => itemsOf(pick.selectedItems),
    onDidChangeActive: () => mapped(pick.onDidChangeActive),
    onDidChangeSelection: () => mapped(pick.onDidChangeSelection),
    onDidTriggerItemButton: () => onDidTriggerItemButton,
  };
  return new Proxy(plain, {
    get: (target, name) => {
      const own = read[name];
      return own ? own() : (Reflect.get(target, name) as unknown);
    },
  });
}

function shownItem<T extends PickItem>(item: T): T {
  const { icon, mark, label, description, detail, detailIcon } = item;
  return {
    ...item,
    label: iconText({ icon, mark, text: label }),
    ...(description === undefined ? {} : { description: plainLine(description) }),
    ...(detail === undefined ? {} : { detail: iconText({ icon: detailIcon, text: detail }) }),
  };
}

type Validation = vscode.InputBox['validationMessage'];

function plainValidation(problem: Validation): Validation {
  if (problem === undefined) return problem;
  if (typeof problem === 'string') return plainText(problem);
  return { ...problem, message: plainText(problem.message) };
}
