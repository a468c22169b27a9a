import { t } from '@vscode/l10n';
import {
  parquetMetadata,
  parquetSchema,
  type AsyncBuffer,
  type FileMetaData,
  type ParquetParsers,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { cellLimit, cutText, MAX_COLUMNS, MAX_FIELDS, MAX_NAME, MAX_ROWS_TEXT } from '../../../core/s3/previews/limits';
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
import type { Cell, Column, SchemaField, TableRows } from '../../../core/s3/previews/table';
import { checkThrift } from '../../../core/s3/previews/thriftCheck';
import { AppError, isAppError } from '../../../core/support/errors';
import { MAX_VALUE } from './keptValues';
import { checkSchema } from './parquetChecks';
import { isReadable } from './parquetCodecs';
import { readParquetRows } from './parquetRows';
import type { TableSource } from './tableSource';

/** Above this, in bytes, the person is asked before rows are fetched. */
const COSTLY = 32 * 1024 ** 2;
/** What is asked for first of the end of a file, in bytes: the footer with the schema fits nearly always. */
const FOOTER = 64 * 1024;
/** Bytes kept, so that the next rows of a column chunk cost no second request. */
const KEPT = 64 * 1024 ** 2;
/** The longest footer that is read, in bytes. */
const MAX_FOOTER = 32 * 1024 ** 2;
/** The longest text of who wrote a file, in characters. */
const MAX_WRITER = 200;

/** A Parquet object: schema and rows by ranges, of which only those that are needed are read. */
export class ParquetTable implements TableSource {
  readonly schema: readonly SchemaField[];
  readonly facts: readonly string[];
  readonly allColumns: number | undefined;
  readonly #metadata: FileMetaData;
  readonly #shapes;
  readonly #columns: readonly Column[];
  readonly #rowCount: number;
  #nextRow = 0;

  private constructor(
    private readonly object: ObjectBytes,
    private readonly file: AsyncBuffer,
    metadata: FileMetaData,
  ) {
    // Its types are those of the format, spelled out.
    const root = parquetSchema(metadata) as ParquetNode;
    const shown = root.children.slice(0, MAX_COLUMNS);
    const schema: SchemaField[] = [];
    for (const { path, type, nullable } of schemaFields(root)) {
      if (schema.length === MAX_FIELDS) break;
      schema.push({ path: cutText(path, MAX_NAME), type: cutText(type, MAX_NAME), nullable });
    }
    this.schema = schema;
    this.#shapes = shown.map(shapeOf);
    this.#columns = shown.map(({ element }, index) => {
      const shape = this.#shapes[index];
      return {
        name: element.name,
        type: shape ? typeText(shape) : '',
        numeric: shape !== undefined && isNumeric(shape),
      };
    });
    this.allColumns = root.children.length > MAX_COLUMNS ? root.children.length : undefined;
    this.#metadata = withColumns(metadata, new Set(this.#columns.map(({ name }) => name)));
    this.#rowCount = metadata.row_groups.reduce((sum, { num_rows: rows }) => sum + Number(rows), 0);
    this.facts = [
      ...factsOf(metadata),
      ...(schema.length === MAX_FIELDS ? [t('The first {0} fields', MAX_FIELDS)] : []),
    ];
  }

  /** Reads the footer. Throws kind `strangeAnswer` for what is no Parquet. */
  static async open(object: ObjectBytes, signal: AbortSignal): Promise<ParquetTable> {
    const file = rangesOf(object, signal);
    try {
      const footer = await footerOf(file);
      checkThrift(footer);
      const metadata = parquetMetadata(footer, { geoparquet: false, parsers: AS_STORED });
      checkSchema(metadata);
      if (metadata.row_groups.some(({ num_rows: rows }) => !isCount(Number(rows)))) {
        throw new Error('a row group has no number of rows');
      }
      return new ParquetTable(object, file, metadata);
    } catch (error) {
      return unreadable(error);
    }
  }

  get shown(): TableSource['shown'] {
    const { bytesRead, state } = this.object;
    return { totalRows: this.#rowCount, bytesRead, size: state.size };
  }

  costOfNext(count: number): number {
    const [start, end] = [this.#nextRow, this.#nextRow + count];
    let first = 0;
    let cost = 0;
    for (const group of this.#metadata.row_groups) {
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
    const limit = cellLimit(this.#columns.length);
    const rows: Cell[][] = [];
    for (let text = 0; rows.length < values.length && text < MAX_ROWS_TEXT;) {
      const row = values[rows.length] ?? [];
      const cells = this.#shapes.map((shape, index) => valueText(row[index], shape, limit));
      text += cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
      rows.push(cells);
    }
    this.#nextRow += rows.length;
    return { columns: this.#columns, rows, done: this.#nextRow >= this.#rowCount };
  }

  async #read(rowStart: number, rowEnd: number): Promise<readonly (readonly unknown[])[]> {
    const schema = this.#metadata.schema.map(asStored);
    const file = { file: this.file, metadata: { ...this.#metadata, schema }, parsers: AS_STORED };
    return await readParquetRows(file, rowStart, rowEnd).catch(unreadable);
  }

  #requireCodecs(): void {
    const codecs = new Set(
      this.#metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data: meta }) => meta?.codec ?? '')),
    );
    const unknown = [...codecs].filter((codec) => codec !== '' && !isReadable(codec));
    if (unknown.length === 0) return;
    throw new AppError(
      'strangeAnswer',
      t('The rows cannot be shown: they are compressed with {0}.', unknown.join(', ')),
    );
  }
}

/** The footer with what ends it. Throws Errors and AppErrors. */
async function footerOf(file: AsyncBuffer): Promise<Uint8Array> {
  const start = Math.max(0, file.byteLength - FOOTER);
  const tail = new Uint8Array(await file.slice(start, file.byteLength));
  if (String.fromCharCode(...tail.subarray(-4)) === 'PARE') {
    throw new AppError('strangeAnswer', t('The Parquet file is encrypted; a preview needs an unencrypted footer.'));
  }
  if (tail.length < 12 || String.fromCharCode(...tail.subarray(-4)) !== 'PAR1') throw new Error('its end is missing');
  const length = new DataView(tail.buffer).getUint32(tail.length - 8, true) + 8;
  if (length > file.byteLength) throw new Error('its footer is longer than the file');
  if (length > MAX_FOOTER) {
    throw new AppError('tooLarge', t('The footer of the Parquet file is too large to be read.'), {
      cure: t('Download it to see it.'),
    });
  }
  if (length <= tail.length) return tail.subarray(-length);
  const rest = new Uint8Array(await file.slice(file.byteLength - length, start));
  const footer = new Uint8Array(length);
  footer.set(rest);
  footer.set(tail, rest.length);
  return footer;
}

/** The metadata of the columns of those names alone, which come first. */
function withColumns(metadata: FileMetaData, names: ReadonlySet<string>): FileMetaData {
  const [root, ...elements] = metadata.schema;
  if (!root || names.size >= (root.num_children ?? 0)) return metadata;
  let kept = 0;
  for (let left = names.size; left > 0; kept++) left += (elements[kept]?.num_children ?? 0) - 1;
  const schema = [{ ...root, num_children: names.size }, ...elements.slice(0, kept)];
  const groups = metadata.row_groups.map(({ columns, ...group }) => ({
    ...group,
    columns: columns.filter(({ meta_data: meta }) => names.has(meta?.path_in_schema[0] ?? '')),
  }));
  return { ...metadata, schema, row_groups: groups };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Bytes of a UUID (Parquet format, "UUID"). */
const UUID_LENGTH = 16;

/** As much of a text as can be shown. */
function shownText(bytes: Uint8Array | undefined): string | undefined {
  return bytes && new TextDecoder().decode(bytes.subarray(0, MAX_VALUE));
}

/** Values as they are stored, because what they are made into here loses digits. */
const AS_STORED: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (count) => count,
  timestampFromMicroseconds: (count) => count,
  timestampFromNanoseconds: (count) => count,
  dateFromDays: (days) => days,
  stringFromBytes: shownText,
  jsonFromBytes: shownText,
  uuidFromBytes: (bytes: Uint8Array | undefined) =>
    bytes?.length === UUID_LENGTH ? (DEFAULT_PARSERS.uuidFromBytes(bytes) as unknown) : bytes,
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
      if (!isCount(start) || !isCount(end) || start > end || end > object.state.size) {
        throw new Error('a part of it lies outside');
      }
      const id = `${start}-${end}`;
      const known = kept.get(id);
      if (known) return known;
      const reading = object.range(start, end, signal).then((bytes) => new Uint8Array(bytes).buffer);
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
    const bytes = Math.max(0, Number(meta?.total_compressed_size ?? 0));
    return sum + (index > 0 ? bytes * share + index : bytes);
  }, 0);
}

function factsOf({ created_by: writer, row_groups: groups }: FileMetaData): string[] {
  const codecs = new Set(groups.flatMap(({ columns }) => columns.map(({ meta_data: meta }) => meta?.codec ?? '')));
  const facts = [t('Row groups: {0}', groups.length), t('Compression: {0}', [...codecs].filter(Boolean).join(', '))];
  return writer === undefined ? facts : [...facts, t('Written by: {0}', cutText(writer, MAX_WRITER))];
}

function unreadable(error: unknown): never {
  if (isAppError(error)) throw error;
  // What JavaScript says of its own limits means nothing to a person.
  const isOwn = error instanceof RangeError || error instanceof TypeError || !(error instanceof Error);
  const reason = isOwn ? t('it is damaged') : error.message;
  throw new AppError('strangeAnswer', t('The object cannot be read as Parquet: {0}.', reason), {}, error);
}
