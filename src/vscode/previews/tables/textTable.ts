import { encodingOf } from '../../../core/s3/previews/headText';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import type { Cell, TableRows } from '../../../core/s3/previews/table';
import type { RowParser } from './rowParsers';
import type { TableSource } from './tableSource';

/** Decompressed bytes after which rows are shown even when they are fewer than asked for. */
const ENOUGH = 32 * 1024 ** 2;

/** A table that is text, read from its beginning as far as rows are asked for. */
export class TextTable implements TableSource {
  readonly schema = undefined;
  readonly facts: readonly string[] = [];
  readonly #rows: (readonly Cell[])[] = [];
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  #state: 'reading' | 'ended' | { readonly failed: unknown } = 'reading';

  /** @param pieces the object decompressed, from its beginning */
  constructor(
    private readonly object: ObjectBytes,
    private readonly pieces: AsyncGenerator<Uint8Array, void, undefined>,
    private readonly parser: RowParser,
  ) {}

  get shown(): TableSource['shown'] {
    return { bytesRead: this.object.bytesRead, size: this.object.state.size };
  }

  costOfNext(): number {
    return 0;
  }

  async next(count: number): Promise<TableRows> {
    await this.#readUntil(count);
    if (this.#rows.length === 0 && typeof this.#state === 'object') throw this.#state.failed;
    const rows = this.#rows.splice(0, count);
    const done = this.#rows.length === 0 && this.#state === 'ended';
    return { columns: this.parser.columns(rows), rows, done };
  }

  async #readUntil(count: number): Promise<void> {
    let read = 0;
    // One row more than asked for, to know whether there are more.
    while (this.#state === 'reading' && this.#rows.length <= count && read < ENOUGH) {
      try {
        const piece = await this.pieces.next();
        const last = piece.done === true;
        const bytes = last ? new Uint8Array() : piece.value;
        read += bytes.length;
        this.#decoder ??= new TextDecoder(encodingOf(bytes) ?? 'utf-8');
        const text = this.#decoder.decode(bytes, { stream: !last });
        this.#rows.push(...this.parser.push(text, last));
        if (last) this.#state = 'ended';
      } catch (failed) {
        // The rows before it are shown first.
        this.#state = { failed };
      }
    }
  }
}
