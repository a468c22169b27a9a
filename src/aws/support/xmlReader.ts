import { SaxesParser } from 'saxes';
import type { Steps } from './steps';
import type { XmlElement } from './xml';

/** What an answer may hold. */
export interface XmlLimits {
  /** In all. */
  readonly elements: number;
  /** UTF-16 code units of one text, with its entities as they are written. */
  readonly text: number;
}

/** Why XML was not read: it holds more than it may, or it is none, or not whole. */
export type Unread = 'tooMuch' | 'broken';

/** No answer of AWS has more than six levels. */
const MAX_DEPTH = 16;
/** Code units that are read between two looks at the time, in about half a millisecond. */
const PIECE = 8192;
const BLANK = /^\s*$/;
/** XML 1.1 has the characters that XML 1.0 has not: keys may hold them, and AWS writes them as references. */
const OPTIONS = { forceXMLVersion: true, defaultXMLVersion: '1.1', position: false } as const;
/** Ends of lines in XML 1.1 alone; what AWS writes is XML 1.0. */
const NEWER_ENDS = /[\x85\u2028]/g;
const WRITTEN_ENDS = /&#x(?:85|2028);/;

/** Reads XML in steps, as the SDK reads it: without namespaces and attributes. A type declaration is refused. */
export async function readXml(xml: string, limits: XmlLimits, steps: Steps): Promise<XmlElement | Unread> {
  const tree = new Tree(limits);
  try {
    for (let at = 0; at < xml.length; at += PIECE) {
      tree.write(xml.slice(at, at + PIECE));
      if (steps.isOver) await steps.next();
    }
    return tree.end();
  } catch (error) {
    if (error instanceof Refused) return error.why;
    throw error;
  }
}

class Refused extends Error {
  constructor(readonly why: Unread) {
    super(why);
  }
}

function broken(): never {
  throw new Refused('broken');
}

/** With its handler for errors the parser is three times slower: it has more properties then than V8 keeps in their places. */
class StrictParser extends SaxesParser<typeof OPTIONS> {
  override fail(): never {
    return broken();
  }
}

interface Open extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

/** Makes elements of what the parser tells. Its methods throw {@link Refused}. */
class Tree {
  readonly #parser = new StrictParser(OPTIONS);
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  /** Code units since the parser last told of anything: what it gathers could be as long as the answer. */
  #gathered = 0;

  constructor(private readonly limits: XmlLimits) {
    this.#parser.on('doctype', broken);
    this.#parser.on('opentagstart', ({ name }) => this.#begin(name));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => {
      // References are none in here, be they written by the store or by us.
      if (WRITTEN_ENDS.test(text)) broken();
      this.#text(text);
    });
  }

  write(piece: string): void {
    this.#gathered += piece.length;
    this.#parser.write(piece.replace(NEWER_ENDS, (end) => `&#x${end.charCodeAt(0).toString(16)};`));
    if (this.#gathered > this.limits.text + PIECE) throw new Refused('tooMuch');
  }

  end(): XmlElement {
    this.#parser.close();
    return this.#root ?? broken();
  }

  #begin(name: string): void {
    this.#gathered = 0;
    if (++this.#elements > this.limits.elements) throw new Refused('tooMuch');
    if (this.#open.length >= MAX_DEPTH) throw new Refused('tooMuch');
    this.#open.push({ name, text: '', children: [] });
  }

  #text(text: string): void {
    const top = this.#open.at(-1);
    if (!top) return;
    top.text += text;
    if (top.text.length > this.limits.text) throw new Refused('tooMuch');
  }

  #close(): void {
    this.#gathered = 0;
    const element = this.#open.pop();
    if (!element) return;
    const isBlank = BLANK.test(element.text);
    // Around elements blanks are for the eye, and anything else is not of AWS.
    if (element.children.length > 0 && !isBlank) broken();
    // So are lines of blanks.
    if (isBlank && (element.children.length > 0 || element.text.includes('\n'))) element.text = '';
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }
}
