/** Just enough XML for S3: elements and text, with every character a key may hold. */

/** An element to write: text, children in order, or nothing (left out). */
export type XmlValue = string | number | boolean | readonly XmlNode[] | undefined;
export type XmlNode = readonly [name: string, value: XmlValue];

/** An element that was read. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** Its own text, without its children's. */
  readonly text: string;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** @returns a document in S3's namespace */
export function xmlDocument(root: string, content: readonly XmlNode[] | string): string {
  return `${DECLARATION}<${root} xmlns="${NAMESPACE}">${writeValue(content)}</${root}>`;
}

/** @returns a document without a namespace, as S3 sends errors */
export function plainXmlDocument(root: string, nodes: readonly XmlNode[]): string {
  return `${DECLARATION}<${root}>${write(nodes)}</${root}>`;
}

function write(nodes: readonly XmlNode[]): string {
  return nodes.map(([name, value]) => (value === undefined ? '' : `<${name}>${writeValue(value)}</${name}>`)).join('');
}

function writeValue(value: Exclude<XmlValue, undefined>): string {
  return typeof value === 'object' ? write(value) : escape(String(value));
}

/** Control characters become references as S3 sends them, although XML 1.0 does not allow those either. */
function escape(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[&<>"\x00-\x1f\x7f]/g, (character) => {
    switch (character) {
      case '&':
        return '&amp;';
      case '<':
        return '&lt;';
      case '>':
        return '&gt;';
      case '"':
        return '&quot;';
      default:
        return `&#x${character.charCodeAt(0).toString(16)};`;
    }
  });
}

const TOKEN = /<\?[^]*?\?>|<!--[^]*?-->|<(\/?)([^\s<>/]+)([^<>]*?)(\/?)>|([^<]+)/y;

/**
 * @param source an XML document
 * @returns its root element
 * @throws SyntaxError when it is not well formed
 */
export function parseXml(source: string): XmlElement {
  const root: OpenElement = { name: '', children: [], text: '' };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const token = TOKEN.exec(source);
    if (!token) throw new SyntaxError('not well formed');
    const [, closing, name, , empty, text] = token;
    const current = open.at(-1) ?? root;
    if (text !== undefined) current.text += unescape(text);
    else if (closing) {
      if (open.pop()?.name !== name || open.length === 0) throw new SyntaxError('not well formed');
    } else if (name !== undefined) {
      const element: OpenElement = { name, children: [], text: '' };
      current.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [document, ...more] = root.children;
  if (open.length > 1 || !document || more.length > 0) throw new SyntaxError('not well formed');
  return document;
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(parseInt(decimal, 10));
    return ENTITIES[name ?? ''] ?? whole;
  });
}

/** @returns the text of the first child of that name */
export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text;
}

/** @returns the children of that name */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
