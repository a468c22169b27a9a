import type { ContentKind } from '../../core/s3/previews/contentKind';
import type { Parser } from './parsing/parser';
import type { ReadText } from './parsing/protocol';

/** The text of an object's beginning, as far as a worker has read it. */
export class RemoteText {
  #pieces: string[] = [];
  #length = 0;
  #read: ReadText | undefined;

  constructor(
    private readonly parser: Parser,
    private readonly kind: ContentKind,
    private readonly locale: string,
  ) {}

  /** Whole lines, while there may be more. */
  get text(): string {
    const text = this.#pieces.join('');
    this.#pieces = [text];
    return text;
  }

  /** Characters of the text. */
  get length(): number {
    return this.#length;
  }

  /** Whether {@link load} would add to the text. */
  get hasMore(): boolean {
    return this.#read?.hasMore === true;
  }

  /** Whether all of the object is in the text, and undamaged. */
  get isWhole(): boolean {
    return this.#read?.isWhole === true;
  }

  /** How much is shown, in words. */
  get progress(): string {
    return this.#read?.progress ?? '';
  }

  /** Reads on. Throws AppErrors; the text so far stays. */
  async load(): Promise<void> {
    const read = await this.parser.ask('text', { kind: this.kind, locale: this.locale });
    this.#pieces.push(read.added);
    this.#length += read.added.length;
    this.#read = { ...read, added: '' };
    // What is complete needs its worker no more.
    if (!read.hasMore) this.parser.dispose();
  }
}
