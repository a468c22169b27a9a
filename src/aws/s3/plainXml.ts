/** What stands in an element: the texts of those with text alone, and those that hold others. */
export interface Elements {
  readonly values: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, readonly Elements[]>;
}

/** An element with text alone; nothing else of XML, such as attributes or comments. */
const VALUE = /<([A-Za-z]+)>([^<]*)<\/\1>/y;
const BLANKS = /[\t\r\n ]*/y;

/**
 * Reads the plain XML that S3 writes, in one go from left to right: elements with text, and named groups of them.
 * Entities stay as they are.
 * @param groups names of the elements that hold others
 * @returns undefined for everything else, which a reader of XML must judge
 */
export function readElements(
  xml: string,
  from: number,
  to: number,
  groups: readonly string[] = ['Owner', 'RestoreStatus'],
): Elements | undefined {
  const values = new Map<string, string>();
  const found = new Map<string, Elements[]>();
  for (let at = afterBlanks(xml, from); at < to; at = afterBlanks(xml, at)) {
    VALUE.lastIndex = at;
    const [element, name = '', text = ''] = VALUE.exec(xml) ?? [];
    if (element !== undefined) {
      // Of what is there twice, readers take one or the other.
      if (values.has(name) || found.has(name)) return undefined;
      values.set(name, text);
      at += element.length;
      continue;
    }
    const group = groups.find((each) => xml.startsWith(`<${each}>`, at));
    if (group === undefined || values.has(group)) return undefined;
    const close = `</${group}>`;
    const end = xml.indexOf(close, at);
    if (end < 0 || end > to) return undefined;
    const inside = readElements(xml, at + group.length + 2, end, groups.includes('Contents') ? undefined : []);
    if (!inside) return undefined;
    const known = found.get(group);
    if (known) known.push(inside);
    else found.set(group, [inside]);
    at = end + close.length;
  }
  return { values, groups: found };
}

function afterBlanks(xml: string, at: number): number {
  BLANKS.lastIndex = at;
  return at + (BLANKS.exec(xml)?.[0].length ?? 0);
}
