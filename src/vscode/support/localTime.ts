import * as vscode from 'vscode';
import { formatTime } from '../../core/texts/formats';

/** `14:05`, with the date when it is not today, in the person's language. */
export function localTime(time: number): string {
  const today = new Date(time).toDateString() === new Date().toDateString();
  return formatTime(
    time,
    vscode.env.language,
    today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  );
}
