import { t } from '@vscode/l10n';
import {
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import {
  decimalOf,
  isNumeric,
  schemaFields,
  shapeOf,
  typeText,
  type ParquetNode,
} from '../../../core/s3/previews/parquetSchema';
import { valueText } from '../../../core/s3/previews/parquetValues';
import type { Column, SchemaField, TableRows } from '../../../core/s3/previews/table';
import { AppError, isAppError } from '../../../core/support/errors';
import { isReadable, PARQUET_CODECS } from './parquetCodecs';
import type { TableSource } from './tableSource';

/** Above this, in bytes, the person is asked before rows are fetched. */
const COSTLY = 32 * 1024 ** 2;
/** What is asked for first of the end of a file, in bytes: the footer with the schema fits nearly always. */
const FOOTER = 64 * 1024;
/** Bytes kept, so that the next rows of a column chunk cost no second request. */
const KEPT = 64 * 1024 ** 2;

/** A Parquet object: schema and rows by ranges, of which only those that are needed are read. */
export class ParquetTable implements TableSource {
  readonly schema: readonly SchemaField[];
  readonly facts: readonly string[];
  readonly #shapes;
  readonly #columns: readonly Column[];
  readonly #rowCount: number;
  #nextRow = 0;

  private constructor(
    private readonly object: ObjectBytes,
    private readonly file: AsyncBuffer,
    private readonly metadata: FileMetaData,
  ) {
    // Its types are those of the format, spelled out.
    const root = parquetSchema(metadata) as ParquetNode;
    this.schema = schemaFields(root);
    this.#shapes = root.children.map(shapeOf);
    this.#columns = root.children.map(({ element }, index) => {
      const shape = this.#shapes[index];
      return {
        name: element.name,
        type: shape ? typeText(shape) : '',
        numeric: shape !== undefined && isNumeric(shape),
      };
    });
    this.#rowCount = Number(metadata.num_rows);
    this.facts = factsOf(metadata);
  }

  /** Reads the footer. Throws kind `strangeAnswer` for what is no Parquet. */
  static async open(object: ObjectBytes, signal: AbortSignal): Promise<ParquetTable> {
    const file = rangesOf(object, signal);
    const tail = new Uint8Array(await file.slice(Math.max(0, object.state.size - 4)));
    if (String.fromCharCode(...tail) === 'PARE') {
      throw new AppError('strangeAnswer', t('The Parquet file is encrypted; a preview needs an unencrypted footer.'));
    }
    const metadata = await parquetMetadataAsync(file, {
      initialFetchSize: FOOTER,
      geoparquet: false,
      parsers: AS_STORED,
    }).catch(unreadable);
    return new ParquetTable(object, file, metadata);
  }

  get shown(): TableSource['shown'] {
    const { bytesRead, state } = this.object;
    return { totalRows: this.#rowCount, bytesRead, size: state.size };
  }

  costOfNext(count: number): number {
    const [start, end] = [this.#nextRow, this.#nextRow + count];
    let first = 0;
    let cost = 0;
    for (const group of this.metadata.row_groups) {
      const rows = Number(group.num_rows);
      const needed = Math.min(end, first + rows) - Math.max(start, first);
      if (needed > 0) cost += bytesFor(group, needed / rows);
      first += rows;
    }
    return cost > COSTLY ? cost : 0;
  }

  async next(count: number): Promise<TableRows> {
    this.#requireCodecs();
    const end = Math.min(this.#nextRow + count, this.#rowCount);
    const values = this.#nextRow < end ? await this.#read(this.#nextRow, end) : [];
    const rows = values.map((row) => this.#shapes.map((shape, index) => valueText(row[index], shape)));
    this.#nextRow = end;
    return { columns: this.#columns, rows, done: end >= this.#rowCount };
  }

  async #read(rowStart: number, rowEnd: number): Promise<readonly (readonly unknown[])[]> {
    let rows: readonly (readonly unknown[])[] = [];
    await parquetRead({
      file: this.file,
      metadata: { ...this.metadata, schema: this.metadata.schema.map(asStored) },
      rowStart,
      rowEnd,
      // Pages of the rows alone, where the file says where they are.
      useOffsetIndex: true,
      utf8: false,
      geoparquet: false,
      compressors: PARQUET_CODECS,
      parsers: AS_STORED,
      onComplete: (complete: readonly (readonly unknown[])[]) => (rows = complete),
    }).catch(unreadable);
    return rows;
  }

  #requireCodecs(): void {
    const codecs = new Set(
      this.metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data: meta }) => meta?.codec ?? '')),
    );
    const unknown = [...codecs].filter((codec) => codec !== '' && !isReadable(codec));
    if (unknown.length === 0) return;
    throw new AppError(
      'strangeAnswer',
      t('The rows cannot be shown: they are compressed with {0}.', unknown.join(', ')),
    );
  }
}

/** Values as they are stored, because what they are made into here loses digits. */
const AS_STORED: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count) => count,
  timestampFromMicroseconds: (count) => count,
  timestampFromNanoseconds: (count) => count,
  dateFromDays: (days) => days,
  jsonFromBytes: (bytes) => (bytes as Uint8Array | undefined) && new TextDecoder().decode(bytes),
  geometryFromBytes: (bytes) => bytes,
  geographyFromBytes: (bytes) => bytes,
};

/** A field without the annotations that its values would be changed for, or refused. */
function asStored(element: SchemaElement): SchemaElement {
  const isUnread = ['DECIMAL', 'INTERVAL', 'BSON'].includes(element.converted_type ?? '') || decimalOf(element);
  if (!isUnread) return element;
  return Object.fromEntries(
    Object.entries(element).filter(([name]) => name !== 'converted_type' && name !== 'logical_type'),
  ) as unknown as SchemaElement;
}

/** The object for the reader of Parquet; ranges asked for again come from memory. */
function rangesOf(object: ObjectBytes, signal: AbortSignal): AsyncBuffer {
  const kept = new Map<string, Promise<ArrayBuffer>>();
  let keptBytes = 0;
  return {
    byteLength: object.state.size,
    slice: async (start, end = object.state.size) => {
      const id = `${start}-${end}`;
      const known = kept.get(id);
      if (known) return known;
      const reading = object.range(start, end, signal).then((bytes) => Uint8Array.from(bytes).buffer);
      if (keptBytes + end - start > KEPT) {
        kept.clear();
        keptBytes = 0;
      }
      kept.set(id, reading);
      keptBytes += end - start;
      // What failed is read again.
      reading.catch(() => kept.delete(id));
      return reading;
    },
  };
}

/** What is fetched for a share of a row group: pages where an index tells where they are, else whole column chunks. */
function bytesFor({ columns }: RowGroup, share: number): number {
  return columns.reduce((sum, { meta_data: meta, offset_index_length: index = 0 }) => {
    const bytes = Number(meta?.total_compressed_size ?? 0);
    return sum + (index > 0 ? bytes * share : bytes);
  }, 0);
}

function factsOf({ created_by: writer, row_groups: groups }: FileMetaData): string[] {
  const codecs = new Set(groups.flatMap(({ columns }) => columns.map(({ meta_data: meta }) => meta?.codec ?? '')));
  const facts = [t('Row groups: {0}', groups.length), t('Compression: {0}', [...codecs].filter(Boolean).join(', '))];
  return writer === undefined ? facts : [...facts, t('Written by: {0}', writer)];
}

function unreadable(error: unknown): never {
  if (isAppError(error)) throw error;
  const reason = error instanceof Error ? error.message : String(error);
  throw new AppError('strangeAnswer', t('The object cannot be read as Parquet: {0}.', reason), {}, error);
}
