import { cut } from './foreign';
import { markEveryHidden } from './visible';

/** Of one text of others; with more, it would hide the rest of the log. */
const MAX_LENGTH = 2000;

/** An entry of the log on one line: whatever would begin another, or run in a terminal, is shown as a character. */
export function logLine(text: string): string {
  return markEveryHidden(cut(text, MAX_LENGTH));
}

/** An entry of several lines: those after the first are indented, so that none looks like an entry of its own. */
export function logLines(lines: readonly string[]): string {
  return lines.map(logLine).join('\n  ');
}
