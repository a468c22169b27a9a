import { plainLine } from '../../core/texts/plain';

/** A text with an icon of VS Code in front. Only here is an icon drawn: `$(name)` in the text stays text. */
export interface IconText {
  /** Name of the icon, such as `key` or `sync~spin`. */
  readonly icon?: string | undefined;
  readonly text: string;
}

/** As VS Code takes it for a label that can draw icons. */
export function iconText({ icon, text }: IconText): string {
  const plain = plainLine(text);
  return icon === undefined ? plain : `$(${icon}) ${plain}`.trimEnd();
}
