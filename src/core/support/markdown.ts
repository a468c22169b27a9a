/** `text` as Markdown that shows exactly it, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** `text` as inline code. */
export function markdownCode(text: string): string {
  return `\`${text.replace(/`/g, '')}\``;
}

/** `text` on one line where VS Code draws `$(name)` as an icon; here it stays text. */
export function plainIcons(text: string): string {
  return text.replace(/\$\(/g, '$\u200B(').replace(/\s+/g, ' ');
}
