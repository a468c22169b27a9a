import * as vscode from 'vscode';

/** `14:05`, with the date when it is not today, in the person's language. */
export function localTime(time: number): string {
  const date = new Date(time);
  const today = date.toDateString() === new Date().toDateString();
  return date.toLocaleString(
    vscode.env.language,
    today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
}
