import { breakSyntax } from './plain';
import { markHidden } from './visible';

declare const MARKDOWN: unique symbol;

/** Markdown of ours, in which texts of others are escaped. Only this module makes it. */
export type Markdown = string & { readonly [MARKDOWN]: true };

/** `text` as Markdown that shows exactly it, on one line: no emphasis, link, image, HTML or icon. */
export function escapeMarkdown(text: string): Markdown {
  return markdown(breakSyntax(plain(text)).replace(/[!-/:-@[-`{-~]/g, '\\$&'));
}

/** `text` as inline code, on one line. */
export function markdownCode(text: string): Markdown {
  // A grave accent would end the code.
  return markdown(`\`${breakSyntax(plain(text)).replaceAll('`', '\u02CB')}\``);
}

/** A text of ours that may hold Markdown, whose values are Markdown as well. */
export function markdown(text: string): Markdown {
  return text as Markdown;
}

function plain(text: string): string {
  return markHidden(text.replace(/\s+/g, ' '));
}
