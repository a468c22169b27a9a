import sax from 'sax';
import type { Steps } from './steps';
import type { XmlElement } from './xml';

/** What an answer may hold. */
export interface XmlLimits {
  /** Elements, comments and processing instructions in all. */
  readonly elements: number;
  /** UTF-16 code units of one text. */
  readonly text: number;
}

/** Why XML was not read: it holds more than it may, or it is none, or not whole. */
export type Unread = 'tooMuch' | 'broken';

/** No answer of AWS has more than six levels. */
const MAX_DEPTH = 16;
/** Code units that are read between two looks at the time, in about half a millisecond. */
const PIECE = 8192;
const BLANK = /^\s*$/;
/** Without those, the parser knows the entities of HTML too. Its types do not tell of this one. */
const OPTIONS: sax.SAXOptions & { readonly strictEntities: boolean } = { strictEntities: true };

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

interface Open extends XmlElement {
  text: string;
  readonly children: XmlElement[];
}

/** Makes elements of what the parser tells. Its methods throw {@link Refused}. */
class Tree {
  readonly #parser = sax.parser(true, OPTIONS);
  readonly #open: Open[] = [];
  #root: XmlElement | undefined;
  #elements = 0;
  #endedWithReturn = false;

  constructor(private readonly limits: XmlLimits) {
    const refuse = (): never => {
      throw new Refused('broken');
    };
    const parser = this.#parser;
    parser.onerror = refuse;
    parser.ondoctype = refuse;
    parser.oncomment = () => this.#count();
    parser.onprocessinginstruction = () => this.#count();
    parser.onopentag = ({ name }) => this.#begin(name);
    parser.onclosetag = () => this.#close();
    parser.ontext = (text) => this.#text(text);
    parser.oncdata = (text) => this.#text(text);
  }

  write(piece: string): void {
    this.#parser.write(this.#withPlainLines(piece));
  }

  end(): XmlElement {
    this.#parser.close();
    if (!this.#root) throw new Refused('broken');
    return this.#root;
  }

  /** Ends of lines are alike in XML (XML 1.0, section 2.11), which the parser leaves to others. */
  #withPlainLines(piece: string): string {
    const rest = this.#endedWithReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    this.#endedWithReturn = piece.endsWith('\r');
    return rest.includes('\r') ? rest.replace(/\r\n?/g, '\n') : rest;
  }

  #begin(name: string): void {
    this.#count();
    if (this.#open.length >= MAX_DEPTH) throw new Refused('tooMuch');
    if (this.#root) throw new Refused('broken');
    this.#open.push({ name, text: '', children: [] });
  }

  #text(text: string): void {
    const top = this.#open.at(-1);
    if (!top) return;
    top.text += text;
    if (top.text.length > this.limits.text) throw new Refused('tooMuch');
  }

  #close(): void {
    const element = this.#open.pop();
    if (!element) return;
    const isBlank = BLANK.test(element.text);
    // Around elements blanks are for the eye, and anything else is not of AWS.
    if (element.children.length > 0 && !isBlank) throw new Refused('broken');
    // So are lines of blanks.
    if (isBlank && (element.children.length > 0 || element.text.includes('\n'))) element.text = '';
    const parent = this.#open.at(-1);
    if (parent) parent.children.push(element);
    else this.#root = element;
  }

  #count(): void {
    if (++this.#elements > this.limits.elements) throw new Refused('tooMuch');
  }
}
