import { t } from '@vscode/l10n';
import { encodingOf, HeadText, hexDump, tailText } from '../../core/s3/previews/headText';
import { MAX_INPUT } from '../../core/s3/previews/limits';
import type { ObjectBytes } from '../../core/s3/previews/objectBytes';
import { progressText } from '../../core/s3/previews/progressText';
import type { ContentKind } from '../../core/s3/previews/contentKind';
import { toAppError } from '../../core/support/errors';
import { unpack } from './decompress';

/** Bytes of text that are shown at first and added with each load. */
const LOAD = 1024 ** 2;
/** Bytes of the object in a request, where it is compressed: little is much there. */
const COMPRESSED_PIECE = 256 * 1024;
/** Bytes of an object that is no text, as hexadecimal numbers. */
const DUMPED = 64 * 1024;
/** Longest text that is kept, in characters: an editor gets all of it with each load. */
const MAX_TEXT = 16 * 1024 ** 2;

/** The text of an object's beginning, which grows on demand. */
export class TextPreview {
  readonly #pieces: AsyncGenerator<Uint8Array, void, undefined>;
  #unpacked: AsyncGenerator<Uint8Array, void, undefined> | undefined;
  #content: HeadText | { readonly dump: string } | undefined;
  #state: 'more' | 'done' | { readonly problem: string } = 'more';

  constructor(
    private readonly object: ObjectBytes,
    kind: ContentKind,
    signal: AbortSignal,
  ) {
    this.#pieces = object.pieces(kind.compression ? COMPRESSED_PIECE : LOAD, signal);
  }

  /** Whole lines, while there may be more. */
  get text(): string {
    if (!this.#content) return '';
    return 'dump' in this.#content ? this.#content.dump : this.#content.text;
  }

  /** Whether {@link load} would add to the text. */
  get hasMore(): boolean {
    return this.#state === 'more' && this.text.length < MAX_TEXT;
  }

  /** Whether all of the object is in the text, and undamaged. */
  get isWhole(): boolean {
    return this.#state === 'done' && this.#content !== undefined && !('dump' in this.#content);
  }

  /** How much is shown, in the language of `locale`. */
  progress(locale: string): string {
    if (typeof this.#state === 'object') return this.#state.problem;
    const { bytesRead, state } = this.object;
    if (this.#content && 'dump' in this.#content) {
      const shown = { bytesRead: Math.min(bytesRead, DUMPED), size: state.size, done: state.size <= DUMPED };
      return t('No text, shown as bytes. {0}', progressText(shown, locale));
    }
    return progressText({ bytesRead, size: state.size, done: this.#state === 'done' }, locale);
  }

  /** Reads on. Throws AppErrors, but damage after the beginning only ends the text. */
  async load(): Promise<void> {
    this.#unpacked ??= (await unpack(this.#pieces)).pieces;
    const { bytesRead } = this.object;
    for (let read = 0; read < LOAD && this.#state === 'more';) {
      // Much can be there of which little comes.
      if (this.object.bytesRead - bytesRead >= MAX_INPUT) return;
      read += await this.#loadPiece(this.#unpacked);
    }
  }

  async #loadPiece(pieces: AsyncGenerator<Uint8Array, void, undefined>): Promise<number> {
    try {
      const piece = await pieces.next();
      const last = piece.done === true;
      const bytes = last ? new Uint8Array() : piece.value;
      this.#append(bytes, last);
      if (last && this.#state === 'more') this.#state = 'done';
      return bytes.length;
    } catch (error) {
      const { kind, message } = toAppError(error);
      if (kind !== 'strangeAnswer' || !this.#content) throw error;
      this.#state = { problem: message };
      return 0;
    }
  }

  #append(bytes: Uint8Array, last: boolean): void {
    if (!this.#content) {
      const encoding = encodingOf(bytes);
      if (encoding) this.#content = new HeadText(encoding);
      else {
        this.#content = { dump: hexDump(bytes.subarray(0, DUMPED)) };
        this.#state = 'done';
      }
    }
    if (!('dump' in this.#content)) this.#content.append(bytes, last);
  }
}

/** The text of an object's last bytes, or the bytes themselves where they are no text. */
export async function endText(object: ObjectBytes, signal: AbortSignal): Promise<string> {
  const bytes = await object.tail(LOAD, signal);
  const start = object.state.size - bytes.length;
  const encoding = encodingOf(bytes);
  if (!encoding) return hexDump(bytes.subarray(-DUMPED), object.state.size - Math.min(DUMPED, bytes.length));
  return start === 0 ? new TextDecoder(encoding).decode(bytes) : tailText(bytes, encoding);
}
