import type { DecodedArray, PageHeader } from 'hyparquet';
import { assembleLists } from 'hyparquet/src/assemble.js';
import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary } from 'hyparquet/src/convert.js';
import { readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { isFlatColumn } from 'hyparquet/src/schema.js';
import { checkThrift } from '../../../core/s3/previews/thriftCheck';
import type { KeptValues } from './keptValues';
import { checkCount, checkPage, checkPageV2 } from './parquetChecks';
import { unpackedPage } from './parquetCodecs';

/** What values are decoded with. */
export type ColumnDecoder = Parameters<typeof readDataPage>[2];

/** Rows of a row group, from its first one. */
export interface Selection {
  readonly selectStart: number;
  readonly selectEnd: number;
}

/**
 * The values of the selected rows of one column, page after page, of which nothing is decoded that was not checked and
 * nothing is kept that was not selected.
 * @param parts pages, from the beginning of one; the dictionary first where there is one
 * @param firstRow the row that the first page of data begins with
 * @param keptValues makes what is kept
 * @throws Error where the pages are not as the format has them; AppErrors
 */
export function selectedValues(
  parts: readonly ArrayBuffer[],
  firstRow: number,
  { selectStart, selectEnd }: Selection,
  column: ColumnDecoder,
  keptValues: KeptValues,
): DecodedArray {
  const isFlat = isFlatColumn(column.schemaPath);
  const kept: unknown[] = [];
  let dictionary: DecodedArray | undefined;
  /** The last row of a page, which the next one may go on with. */
  let open: unknown[] = [];
  let row = firstRow;
  const take = (rows: DecodedArray): void => {
    for (let index = Math.max(0, selectStart - row); index < rows.length && row + index < selectEnd; index++) {
      kept.push(keptValues.of(rows[index]));
    }
    row += rows.length;
  };
  for (const part of parts) {
    for (const { header, bytes } of pagesOf(part)) {
      if (row >= selectEnd) break;
      if (header.type === 'DICTIONARY_PAGE') {
        if (dictionary) throw new Error('a column has two dictionaries');
        dictionary = dictionaryOf(header, bytes, column);
        continue;
      }
      const rows = rowsOf(header, isFlat);
      if (rows !== undefined && open.length === 0 && row + rows <= selectStart) {
        row += rows;
        continue;
      }
      const values = decoded(header, bytes, column, dictionary, open);
      if (isFlat && values.length !== rows) throw new Error('a page has fewer values than its header says');
      if (isFlat || values !== open) {
        take(open);
        open = [];
        take(values);
      } else {
        const last = open.pop();
        take(open);
        open = [last];
      }
    }
  }
  take(open);
  if (kept.length !== selectEnd - selectStart) throw new Error('a column has fewer values than there are rows');
  return kept;
}

interface Page {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

function* pagesOf(part: ArrayBuffer): Generator<Page, void, undefined> {
  const reader = { view: new DataView(part), offset: 0 };
  while (reader.offset < part.byteLength - 1) {
    checkThrift(new Uint8Array(part), reader.offset);
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0) || size > part.byteLength - reader.offset) throw new Error('a page does not end');
    yield { header, bytes: new Uint8Array(part, reader.offset, size) };
    reader.offset += size;
  }
}

/** How many rows begin in a page; undefined where only its values tell. */
function rowsOf({ data_page_header: first, data_page_header_v2: second }: PageHeader, isFlat: boolean) {
  return second ? (isFlat ? second.num_values : second.num_rows) : isFlat ? first?.num_values : undefined;
}

function dictionaryOf(header: PageHeader, bytes: Uint8Array, column: ColumnDecoder): DecodedArray {
  const { num_values: count } = header.dictionary_page_header ?? { num_values: Number.NaN };
  checkCount(count, column, 'PLAIN');
  const page = unpackedPage(bytes, header.uncompressed_page_size, column.codec);
  if (count > page.length) throw new Error('a dictionary has fewer values than its header says');
  const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
  return convert(readPlain({ view, offset: 0 }, column.type, count, column.element.type_length), column);
}

/** @param open rows that the page may go on with; where it can, they are what is returned, with the page's rows added */
function decoded(
  header: PageHeader,
  bytes: Uint8Array,
  column: ColumnDecoder,
  dictionary: DecodedArray | undefined,
  open: unknown[],
): DecodedArray {
  const { data_page_header: first, data_page_header_v2: second } = header;
  const { encoding, num_values: count } = (header.type === 'DATA_PAGE_V2' ? second : first) ?? {};
  if (encoding === undefined || count === undefined) throw new Error(`a page has the unknown type ${header.type}`);
  checkCount(count, column, encoding);
  const { definitionLevels, repetitionLevels, dataPage } =
    header.type === 'DATA_PAGE_V2' ? levelsAndValuesV2(header, bytes, column) : levelsAndValues(header, bytes, column);
  const values = convertWithDictionary(dataPage, dictionary, encoding, column);
  const output = isFlatColumn(column.schemaPath) ? [] : open;
  return assembleLists(output, definitionLevels, repetitionLevels, values, column.schemaPath);
}

function levelsAndValues({ data_page_header: header, ...page }: PageHeader, bytes: Uint8Array, column: ColumnDecoder) {
  if (!header) throw new Error('a page has no header');
  const unpacked = unpackedPage(bytes, page.uncompressed_page_size, column.codec);
  checkPage(unpacked, header, column);
  return readDataPage(unpacked, header, column);
}

/** Levels are never compressed, so that the values are unpacked here and both are read as a page that is not. */
function levelsAndValuesV2(header: PageHeader, bytes: Uint8Array, column: ColumnDecoder) {
  const second = header.data_page_header_v2;
  if (!second) throw new Error('a page has no header');
  const levels = second.repetition_levels_byte_length + second.definition_levels_byte_length;
  if (!(levels >= 0) || levels > bytes.length || second.repetition_levels_byte_length < 0) {
    throw new Error('the levels of a page do not end');
  }
  const codec = second.is_compressed === false ? 'UNCOMPRESSED' : column.codec;
  const packed = bytes.subarray(levels);
  const size = codec === 'UNCOMPRESSED' ? packed.length : header.uncompressed_page_size - levels;
  const values = unpackedPage(packed, size, codec);
  const page = new Uint8Array(levels + values.length);
  page.set(bytes.subarray(0, levels));
  page.set(values, levels);
  checkPageV2(page, second, column);
  return readDataPageV2(page, { ...header, data_page_header_v2: { ...second, is_compressed: false } }, column);
}
