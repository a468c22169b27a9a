/** Encodings that are told apart. */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Bytes looked at to tell text from other content. */
const SNIFFED = 8192;

/** The encoding of a text by its byte order mark, or where its zero bytes stand; undefined for what is no text. */
export function encodingOf(bytes: Uint8Array): TextEncoding | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const head = bytes.subarray(0, SNIFFED);
  let [even, odd] = [0, 0];
  head.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even++;
    else odd++;
  });
  if (even === 0 && odd === 0) return 'utf-8';
  // UTF-16 of a Western text: nearly every other byte is zero, and none of those between.
  const most = head.length / 4;
  if (even === 0 && odd > most) return 'utf-16le';
  if (odd === 0 && even > most) return 'utf-16be';
  return undefined;
}

/** A text whose bytes come piece by piece; what is shown ends at a line's end while more may come. */
export class HeadText {
  readonly #decoder: InstanceType<typeof TextDecoder>;
  #shown: string;
  #rest: string;

  constructor(encoding: TextEncoding) {
    this.#decoder = new TextDecoder(encoding);
    this.#shown = '';
    this.#rest = '';
  }

  /** The whole lines so far, or what there is of one that is longer than all that was read. */
  get text(): string {
    return this.#shown;
  }

  /** @param last whether nothing comes after these bytes */
  append(bytes: Uint8Array, last: boolean): void {
    const text = this.#rest + this.#decoder.decode(bytes, { stream: !last });
    const end = last ? text.length : endOfLines(text);
    this.#shown += text.slice(0, end);
    this.#rest = text.slice(end);
  }
}

/** The whole lines at the end of a text, from bytes that begin anywhere in it. */
export function tailText(bytes: Uint8Array, encoding: TextEncoding): string {
  const text = new TextDecoder(encoding).decode(bytes);
  const line = text.indexOf('\n') + 1;
  return line > 0 && line < text.length ? text.slice(line) : text;
}

const PER_LINE = 16;

/**
 * Bytes as hexadecimal numbers and as characters, 16 a line, as `hexdump -C` shows them.
 * @param offset of the first byte
 */
export function hexDump(bytes: Uint8Array, offset = 0): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const line = [...bytes.subarray(at, at + PER_LINE)];
    const numbers = line.map((byte) => byte.toString(16).padStart(2, '0'));
    const halves = [numbers.slice(0, PER_LINE / 2), numbers.slice(PER_LINE / 2)].map((half) => half.join(' '));
    const characters = line.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    const address = (offset + at).toString(16).padStart(8, '0');
    lines.push(`${address}  ${halves.join('  ').padEnd(3 * PER_LINE)}  |${characters}|`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Where the last whole line ends; the end of the text when no line ends in it (but not between two halves of a character). */
function endOfLines(text: string): number {
  const line = text.lastIndexOf('\n') + 1;
  return line > 0 ? line : text.length;
}
