import type { Steps } from './steps';

/** An element of XML, without its attributes. */
export interface XmlElement {
  readonly name: string;
  /** Of an element that holds no others. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** What an answer may hold. */
export interface XmlLimits {
  /** Elements in all. */
  readonly elements: number;
  /** UTF-16 code units of one text, with its entities as they are written. */
  readonly text: number;
}

/** Why XML was not read: it holds more than it may, or it is none, or not whole. */
export type Unread = 'tooMuch' | 'broken';

/** No answer of AWS has more than six levels, or attributes beside the names of its namespaces. */
const MAX_DEPTH = 16;
const MAX_TAG = 1024;
/** Elements between two looks at the time. */
const LOOK = 16;

/** An element with text alone, as nearly all are: reading it at once takes half the time. */
const LEAF = /<([A-Za-z]+)>([^<]*)<\/\1>/y;
const NONE: readonly XmlElement[] = [];
const NAME = /[^\s/<>]+/y;
const ATTRIBUTES = /^(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*\/?$/;
const BLANK = /^\s*$/;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z]+));/gi;

/** Reads XML in steps, as the SDK reads it: without entities of its own, without namespaces. A type declaration is refused. */
export async function readXml(xml: string, limits: XmlLimits, steps: Steps): Promise<XmlElement | Unread> {
  const reader = new Reader(xml, limits);
  for (;;) {
    const result = reader.advance(LOOK);
    if (result !== undefined) return result;
    if (steps.isOver) await steps.next();
  }
}

/** The elements of that name in another one. */
export function childrenOf({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter((child) => child.name === name);
}

/** The first element of that name in another one. @throws Unreadable where there is none */
export function firstOf({ children }: XmlElement, name: string): XmlElement {
  const found = children.find((child) => child.name === name);
  if (!found) throw new Unreadable(name);
  return found;
}

/** Thrown by who makes something of an answer, for what is no such answer. */
export class Unreadable extends Error {}

/** The texts in an element by their names: undefined for none; throws {@link Unreadable} where one of two is asked for. */
export type Texts = (name: string) => string | undefined;

/** The texts in an element. */
export function textsOf({ children }: XmlElement): Texts {
  const texts = new Map<string, string | typeof TWO>();
  for (const { name, text } of children) texts.set(name, texts.has(name) ? TWO : text);
  return (name) => {
    const text = texts.get(name);
    if (text === TWO) throw new Unreadable(name);
    return text;
  };
}

const TWO = Symbol('more than one text');

interface Open extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

class Reader {
  #result: XmlElement | Unread | undefined;
  readonly #open: Open[] = [];
  #at = 0;
  #elements = 0;

  constructor(
    private readonly xml: string,
    private readonly limits: XmlLimits,
  ) {
    // A mark of the order of bytes is no text.
    if (xml.startsWith('\uFEFF')) this.#at = 1;
  }

  /** Goes on by so many texts and tags. @returns undefined as long as there is more */
  advance(tags: number): XmlElement | Unread | undefined {
    for (let left = tags; left > 0 && this.#result === undefined; left--) this.#tag();
    return this.#result;
  }

  /** A text and a tag. */
  #tag(): void {
    const { xml } = this;
    const tag = xml.indexOf('<', this.#at);
    if (tag < 0) {
      this.#end('broken');
      return;
    }
    if (tag > this.#at && !this.#text(tag)) return;
    this.#at = tag;
    const next = xml[tag + 1];
    if (next === '/') this.#close();
    else if (next === '?') this.#skip('?>', 2);
    else if (next === '!') this.#special();
    else if (!this.#leaf()) this.#begin();
  }

  #end(result: XmlElement | Unread): void {
    this.#result = result;
  }

  /** Takes the text up to `to`. @returns whether it goes on */
  #text(to: number): boolean {
    const top = this.#open.at(-1);
    const isTooMuch = to - this.#at > this.limits.text;
    const text = isTooMuch ? '' : this.xml.slice(this.#at, to);
    if (!isTooMuch && top) return this.#add(top, decoded(text));
    if (!isTooMuch && BLANK.test(text)) return true;
    this.#end(isTooMuch ? 'tooMuch' : 'broken');
    return false;
  }

  #add(top: Open, text: string): boolean {
    // Around elements blanks are for the eye, and anything else is not of AWS.
    if (top.children.length > 0) {
      if (!BLANK.test(text)) this.#end('broken');
    } else {
      top.text += text;
      if (top.text.length > this.limits.text) this.#end('tooMuch');
    }
    return this.#result === undefined;
  }

  /** @returns whether there was one */
  #leaf(): boolean {
    const parent = this.#open.at(-1);
    LEAF.lastIndex = this.#at;
    const found = parent && LEAF.exec(this.xml);
    if (!found) return false;
    const [whole, name = '', written = ''] = found;
    this.#elements++;
    if (this.#elements > this.limits.elements || written.length > this.limits.text) this.#end('tooMuch');
    else {
      parent.children.push({ name, text: shown(decoded(written)), children: NONE });
      this.#at += whole.length;
    }
    return true;
  }

  #begin(): void {
    const { xml } = this;
    const end = tagEnd(xml, this.#at);
    NAME.lastIndex = this.#at + 1;
    const name = NAME.exec(xml)?.[0] ?? '';
    if (end < 0 || name === '' || !ATTRIBUTES.test(xml.slice(NAME.lastIndex, end))) {
      this.#end('broken');
      return;
    }
    this.#elements++;
    if (this.#elements > this.limits.elements || this.#open.length >= MAX_DEPTH) {
      this.#end('tooMuch');
      return;
    }
    this.#open.push({ name, text: '', children: [] });
    this.#at = end + 1;
    if (xml[end - 1] === '/') this.#closed();
  }

  #close(): void {
    const { xml } = this;
    const name = this.#open.at(-1)?.name;
    if (name === undefined || !xml.startsWith(name, this.#at + 2)) {
      this.#end('broken');
      return;
    }
    const end = xml.indexOf('>', this.#at + 2 + name.length);
    const isName = end >= 0 && end - this.#at < MAX_TAG && BLANK.test(xml.slice(this.#at + 2 + name.length, end));
    if (!isName) {
      this.#end('broken');
      return;
    }
    this.#at = end + 1;
    this.#closed();
  }

  #closed(): void {
    const element = this.#open.pop();
    if (!element) return;
    if (element.children.length === 0) element.text = shown(element.text);
    else if (BLANK.test(element.text)) element.text = '';
    else {
      this.#end('broken');
      return;
    }
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#end(element);
  }

  /** Comments and plain text; no declarations. */
  #special(): void {
    const { xml } = this;
    const top = this.#open.at(-1);
    if (xml.startsWith('<!--', this.#at)) {
      this.#skip('-->', 4);
      return;
    }
    if (!top || !xml.startsWith('<![CDATA[', this.#at)) {
      this.#end('broken');
      return;
    }
    const from = this.#at + 9;
    this.#skip(']]>', 9);
    if (this.#result === undefined) this.#add(top, xml.slice(from, this.#at - 3));
  }

  #skip(end: string, opening: number): void {
    const at = this.xml.indexOf(end, this.#at + opening);
    if (at < 0) {
      this.#end('broken');
      return;
    }
    // Counts as an element, or there could be any number of them.
    if (++this.#elements > this.limits.elements) {
      this.#end('tooMuch');
      return;
    }
    this.#at = at + end.length;
  }
}

/** Where a tag ends that begins at `from`; values of attributes may hold its sign too. -1 where it does not end. */
function tagEnd(xml: string, from: number): number {
  const first = xml.indexOf('>', from);
  const last = from + MAX_TAG;
  if (first < 0 || first > last) return -1;
  let quote = 0;
  for (let at = from; at < last && at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (quote > 0) quote = code === quote ? 0 : quote;
    else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return at;
  }
  return -1;
}

/** Lines of blanks are for the eye. */
function shown(text: string): string {
  return text.includes('\n') && BLANK.test(text) ? '' : text;
}

function decoded(text: string): string {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!plain.includes('&')) return plain;
  return plain.replace(ENTITY, (_, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return (Object.hasOwn(NAMED, name) ? NAMED[name] : undefined) ?? '';
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}
