import { t } from '@vscode/l10n';
import { parquetSchema, type AsyncBuffer, type DecodedArray, type FileMetaData, type ParquetParsers } from 'hyparquet';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { readOffsetIndex } from 'hyparquet/src/indexes.js';
import { parquetPlan, prefetchAsyncBuffer } from 'hyparquet/src/plan.js';
import { assembleAsync, asyncGroupToRows } from 'hyparquet/src/rowgroup.js';
import { getTreePath } from 'hyparquet/src/schema.js';
import { checkThrift } from '../../../core/s3/previews/thriftCheck';
import { AppError } from '../../../core/support/errors';
import { KeptValues } from './keptValues';
import { selectedValues, type ColumnDecoder } from './parquetColumn';

type GroupPlan = ReturnType<typeof parquetPlan>['groups'][number];
type ChunkPlan = GroupPlan['chunks'][number];

/** Column chunks that one reading takes part of: of many small row groups fewer rows are read at once. */
const MAX_CHUNKS = 20_000;
/** Bytes that one reading fetches at most, and bytes of values that it keeps: a page may have been packed very well. */
const [MAX_FETCHED, MAX_KEPT] = [512 * 1024 ** 2, 256 * 1024 ** 2];

/** What rows are read from. */
export interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly parsers: Partial<ParquetParsers>;
}

/**
 * The rows from `start` to before `end`, or fewer where they lie in very many parts; column by column, so that no more is
 * in memory than the selected rows and one page.
 * @throws Errors of what is no Parquet; AppErrors
 */
export async function readParquetRows(
  { file, metadata, parsers }: ParquetFile,
  start: number,
  end: number,
): Promise<readonly (readonly unknown[])[]> {
  const rowEnd = endWithinParts(metadata, start, end);
  const plan = parquetPlan({ file, metadata, rowStart: start, rowEnd, useOffsetIndex: true });
  const bytes = plan.fetches.reduce((sum, { startByte, endByte }) => sum + Math.max(0, endByte - startByte), 0);
  boundOf(MAX_FETCHED)(bytes);
  const planned = prefetchAsyncBuffer(file, plan);
  const tree = parquetSchema(metadata);
  const rows: unknown[][] = [];
  const takeRoom = boundOf(MAX_KEPT);
  // Pages that an index tells of are not in the plan.
  const bounded: AsyncBuffer = { ...planned, slice: boundedSlice(planned, boundOf(MAX_FETCHED)) };
  for (const group of plan.groups) {
    const asyncColumns = group.chunks.map((chunk) => ({
      pathInSchema: chunk.columnMetadata.path_in_schema,
      data: chunkValues(bounded, group, chunk, decoderOf(chunk, tree, parsers), new KeptValues(takeRoom)),
    }));
    // All are waited for, so that no failure of another one is left unheard.
    await Promise.allSettled(asyncColumns.map(({ data }) => data));
    const { groupStart, groupRows, selectStart, selectEnd } = group;
    const assembled = assembleAsync({ groupStart, groupRows, selectStart, selectEnd, asyncColumns }, tree, parsers);
    await Promise.allSettled(assembled.asyncColumns.map(({ data }) => data));
    for (const row of await asyncGroupToRows(assembled, selectStart, selectEnd, undefined)) rows.push(row as unknown[]);
  }
  return rows;
}

/** Counts bytes. @returns throws once they are more than `limit` together, or where there is no such number */
function boundOf(limit: number): (bytes: number) => void {
  let left = limit;
  return (bytes) => {
    if (bytes < 0 || Number.isNaN(bytes)) throw new Error('a part of the file has no length');
    left -= bytes;
    if (left >= 0) return;
    throw new AppError('tooLarge', t('The rows stand in parts of the Parquet file that are too large to be shown.'), {
      cure: t('Download it to see it.'),
    });
  };
}

function boundedSlice(file: AsyncBuffer, takeRoom: (bytes: number) => void): AsyncBuffer['slice'] {
  return async (start, end = file.byteLength) => {
    takeRoom(end - start);
    return await file.slice(start, end);
  };
}

/** Where the last row group ends whose column chunks are not too many. */
function endWithinParts({ row_groups: groups }: FileMetaData, start: number, end: number): number {
  let first = 0;
  let chunks = 0;
  for (const { num_rows: rows, columns } of groups) {
    const after = first + Number(rows);
    if (after > start && first < end) chunks += columns.length;
    if (chunks > MAX_CHUNKS && first > start) return Math.min(first, end);
    first = after;
  }
  return end;
}

function decoderOf(
  { columnMetadata }: ChunkPlan,
  tree: ReturnType<typeof parquetSchema>,
  parsers: Partial<ParquetParsers>,
): ColumnDecoder {
  const schemaPath = getTreePath(tree, columnMetadata.path_in_schema);
  const element = schemaPath.at(-1)?.element;
  if (!element) throw new Error('a column is not in the schema');
  return {
    pathInSchema: columnMetadata.path_in_schema,
    type: columnMetadata.type,
    codec: columnMetadata.codec,
    ...{ element, schemaPath, utf8: false, parsers: { ...DEFAULT_PARSERS, ...parsers } },
  };
}

/** The selected values of a column chunk: of its pages alone that have some, where an index tells where they are. */
async function chunkValues(
  file: AsyncBuffer,
  group: GroupPlan,
  chunk: ChunkPlan,
  decoder: ColumnDecoder,
  kept: KeptValues,
): Promise<{ data: DecodedArray[]; skipped: number }> {
  const { selectStart, selectEnd, groupRows } = group;
  const result = (parts: readonly ArrayBuffer[], firstRow: number) => ({
    data: [selectedValues(parts, firstRow, group, decoder, kept)],
    skipped: selectStart,
  });
  if (!('offsetIndex' in chunk)) return result([await file.slice(chunk.range.startByte, chunk.range.endByte)], 0);

  const index = await file.slice(chunk.offsetIndex.startByte, chunk.offsetIndex.endByte);
  checkThrift(new Uint8Array(index));
  const pages = readOffsetIndex({ view: new DataView(index), offset: 0 }).page_locations.map((page) => ({
    row: Number(page.first_row_index),
    start: Number(page.offset),
    end: Number(page.offset) + page.compressed_page_size,
  }));
  const { startByte, endByte } = chunk.range;
  if (pages.some(({ start, end }) => !(start >= startByte && start <= end && end <= endByte))) {
    throw new Error('an index of pages has some outside of their column');
  }
  const [first] = pages;
  const from = pages.findIndex((_, number) => (pages[number + 1]?.row ?? groupRows) > selectStart);
  const selected = pages.slice(Math.max(0, from)).filter(({ row }) => row < selectEnd);
  const [begin, last] = [selected[0], selected.at(-1)];
  if (!first || !begin || !last) throw new Error('an index of pages has none for these rows');
  const dictionaryStart = chunk.range.startByte;
  // Some writers do not say that there is a dictionary before the first page.
  if (dictionaryStart >= first.start) return result([await file.slice(begin.start, last.end)], begin.row);
  if (begin === first) return result([await file.slice(dictionaryStart, last.end)], begin.row);
  const slice = async (start: number, end: number): Promise<ArrayBuffer> => file.slice(start, end);
  const parts = [slice(dictionaryStart, first.start), slice(begin.start, last.end)];
  return result(await Promise.all(parts), begin.row);
}
