import { encodingOf } from '../../../core/s3/previews/headText';
import { cellLimit, cutText, MAX_COLUMNS, MAX_INPUT, MAX_ROWS_TEXT } from '../../../core/s3/previews/limits';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import type { Cell, TableRows } from '../../../core/s3/previews/table';
import type { RowParser } from './rowParsers';
import type { TableSource } from './tableSource';

/** Decompressed bytes after which rows are shown even when they are fewer than asked for. */
const ENOUGH = 32 * 1024 ** 2;

/** A table that is text, read from its beginning as far as rows are asked for. */
export class TextTable<Row> implements TableSource {
  readonly schema = undefined;
  readonly facts: readonly string[] = [];
  /** Rows that were read and not given yet. */
  #rows: Row[] = [];
  #decoder: InstanceType<typeof TextDecoder> | undefined;
  #state: 'reading' | 'ended' | { readonly failed: unknown } = 'reading';

  /** @param pieces the object decompressed, from its beginning */
  constructor(
    private readonly object: ObjectBytes,
    private readonly pieces: AsyncGenerator<Uint8Array, void, undefined>,
    private readonly parser: RowParser<Row>,
  ) {}

  get shown(): TableSource['shown'] {
    return { bytesRead: this.object.bytesRead, size: this.object.state.size };
  }

  get allColumns(): number | undefined {
    return this.parser.isCut ? MAX_COLUMNS + 1 : undefined;
  }

  costOfNext(): number {
    return 0;
  }

  async next(count: number): Promise<TableRows> {
    await this.#readUntil(count);
    if (this.#rows.length === 0 && typeof this.#state === 'object') throw this.#state.failed;
    const rows: (readonly Cell[])[] = [];
    for (let text = 0; rows.length < Math.min(count, this.#rows.length) && text < MAX_ROWS_TEXT;) {
      const row = this.#rows[rows.length];
      if (row === undefined) break;
      const cells = this.parser.cells(row);
      const limit = cellLimit(cells.length);
      const kept = cells.map((cell) => (cell === null ? null : cutText(cell, limit)));
      text += kept.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
      rows.push(kept);
    }
    this.#rows = this.#rows.slice(rows.length);
    const done = this.#rows.length === 0 && this.#state === 'ended';
    return { columns: this.parser.columns(rows), rows, done };
  }

  async #readUntil(count: number): Promise<void> {
    let read = 0;
    const { bytesRead } = this.object;
    // One row more than asked for, to know whether there are more.
    while (
      this.#state === 'reading' &&
      this.#rows.length <= count &&
      read < ENOUGH &&
      this.object.bytesRead - bytesRead < MAX_INPUT
    ) {
      try {
        const piece = await this.pieces.next();
        const last = piece.done === true;
        const bytes = last ? new Uint8Array() : piece.value;
        read += bytes.length;
        this.#decoder ??= new TextDecoder(encodingOf(bytes) ?? 'utf-8');
        const text = this.#decoder.decode(bytes, { stream: !last });
        for (const row of this.parser.push(text, last)) this.#rows.push(row);
        if (last) this.#state = 'ended';
      } catch (failed) {
        // The rows before it are shown first.
        this.#state = { failed };
      }
    }
  }
}
