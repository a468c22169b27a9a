import { markHidden, markHiddenInLines } from './visible';

/** Stands between two characters, seen by nobody, so that they are no syntax. */
const BREAK = '\u2060';

/**
 * `text` as VS Code shows it letter by letter: no `[label](command:…)` that it makes a link of, no `$(name)` that it draws
 * as an icon, nothing hidden. Line ends stay.
 */
export function plainText(text: string): string {
  return breakSyntax(markHiddenInLines(text));
}

/** Like {@link plainText}, on one line: line ends are shown as `␊`. */
export function plainLine(text: string): string {
  return breakSyntax(markHidden(text));
}

/** Breaks what VS Code reads as a link or an icon, and nothing else. */
export function breakSyntax(text: string): string {
  return text.replace(/(?<=\])(?=\()|(?<=\$)(?=\()/g, BREAK);
}
