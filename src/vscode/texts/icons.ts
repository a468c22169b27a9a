import { plainLine } from '../../core/texts/plain';

/** A text with an icon of VS Code in front. Only here is an icon drawn: `$(name)` in the text stays text. */
export interface IconText {
  /** Name of the icon, such as `key` or `sync~spin`. */
  readonly icon?: string | undefined;
  /** Name of a second icon, such as that of production. */
  readonly mark?: string | undefined;
  readonly text: string;
}

/** As VS Code takes it for a label that can draw icons. */
export function iconText({ icon, mark, text }: IconText): string {
  const icons = [icon, mark].filter((name) => name !== undefined).map((name) => `$(${name})`);
  const plain = plainLine(text);
  return icons.length === 0 ? plain : [...icons, plain].join(' ').trimEnd();
}
