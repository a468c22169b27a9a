import * as vscode from 'vscode';
import { plainLine, plainText } from '../../core/texts/plain';
import { iconText, type IconText } from './icons';

/** Shows an error in a notification. @returns the button that was chosen */
export function showError<B extends string>(text: string, ...buttons: readonly B[]): Promise<B | undefined> {
  return choice(buttons, (labels) => vscode.window.showErrorMessage(plainText(text), ...labels));
}

/** Shows a warning in a notification. @returns the button that was chosen */
export function showWarning<B extends string>(text: string, ...buttons: readonly B[]): Promise<B | undefined> {
  return choice(buttons, (labels) => vscode.window.showWarningMessage(plainText(text), ...labels));
}

/** Shows news in a notification. @returns the button that was chosen */
export function showInformation<B extends string>(text: string, ...buttons: readonly B[]): Promise<B | undefined> {
  return choice(buttons, (labels) => vscode.window.showInformationMessage(plainText(text), ...labels));
}

/** More of a dialog than its question. */
export interface ModalOptions {
  /** One fact a line. */
  readonly detail?: string | undefined;
  /** The icon of the dialog; that of a warning when not given. */
  readonly severity?: 'warning' | 'information';
}

/** Asks in a dialog that has a Cancel button besides. @returns the button that was chosen */
export function askModal<B extends string>(
  question: string,
  { detail, severity = 'warning' }: ModalOptions,
  ...buttons: readonly B[]
): Promise<B | undefined> {
  const options = { modal: true, ...(detail === undefined ? {} : { detail: plainText(detail) }) };
  const show = severity === 'warning' ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  return choice(buttons, (labels) => show(plainLine(question), options, ...labels));
}

/** Shows a text in the status bar for some milliseconds. */
export function showStatusMessage(text: IconText, milliseconds: number): vscode.Disposable {
  return vscode.window.setStatusBarMessage(iconText(text), milliseconds);
}

async function choice<B extends string>(
  buttons: readonly B[],
  show: (labels: readonly string[]) => Thenable<string | undefined>,
): Promise<B | undefined> {
  const labels = buttons.map(plainLine);
  const chosen = await show(labels);
  return chosen === undefined ? undefined : buttons[labels.indexOf(chosen)];
}
