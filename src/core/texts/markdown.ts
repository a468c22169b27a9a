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

/** An icon of VS Code in Markdown. */
export function markdownIcon(name: string): Markdown {
  return markdown(`$(${name})`);
}

/** A link of ours that runs a command. @param args of the command, also texts of others */
export function commandLink(title: string, command: string, ...args: readonly string[]): Markdown {
  // What stays as it is in a URL may end a link of Markdown, or begin something else.
  const query = encodeURIComponent(JSON.stringify(args)).replace(
    /[!'()*~_]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
  return markdown(`[${escapeMarkdown(title)}](command:${command}${args.length === 0 ? '' : `?${query}`})`);
}

/** A text of ours that may hold Markdown, whose values are Markdown as well. */
export function markdown(text: string): Markdown {
  return text as Markdown;
}

function plain(text: string): string {
  return markHidden(text.replace(/\s+/g, ' '));
}
