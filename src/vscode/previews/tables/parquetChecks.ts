import { t } from '@vscode/l10n';
import type { DataPageHeader, FileMetaData, PageHeader, SchemaElement, SchemaTree } from 'hyparquet';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { readVarInt } from 'hyparquet/src/thrift.js';
import { AppError } from '../../../core/support/errors';
import { MAX_PAGE } from './parquetCodecs';

type DataPageHeaderV2 = NonNullable<PageHeader['data_page_header_v2']>;

/** Values of one page; those that are objects each take a hundred bytes, those in lists more. */
const MAX_VALUES = 4 * 1024 ** 2;
const MAX_OBJECTS = 1024 ** 2;
/** Elements of a schema, and groups in each other. */
const MAX_ELEMENTS = 50_000;
const MAX_LEVELS = 64;
/** Characters of all names together. */
const MAX_NAMES = 4 * 1024 ** 2;
/** Values that a run may have beyond those of the page: writers fill up to multiples of 8, some to blocks. */
const FILLING = 512;

/** A page's column, as far as it matters for what a page takes. */
export interface PageColumn {
  readonly type: string;
  readonly element: SchemaElement;
  readonly schemaPath: SchemaTree[];
}

/** Refuses schemas that are no tree, or one that is too large. Throws Errors and AppErrors. */
export function checkSchema({ schema }: Pick<FileMetaData, 'schema'>): void {
  const names = schema.reduce((sum, { name }) => sum + name.length, 0);
  if (schema.length > MAX_ELEMENTS || names > MAX_NAMES)
    throw tooMany(t('The schema of the Parquet file has too many fields to be shown.'));
  const missing: number[] = [];
  schema.forEach(({ num_children: children = 0 }, index) => {
    if (!Number.isSafeInteger(children) || children < 0) throw new Error('a group has no number of fields');
    if (index > 0) {
      while (missing.at(-1) === 0) missing.pop();
      const left = missing.pop();
      if (left === undefined) throw new Error('the schema has more fields than its groups');
      missing.push(left - 1);
    }
    missing.push(children);
    if (missing.length > MAX_LEVELS)
      throw tooMany(t('The schema of the Parquet file is nested too deeply to be shown.'));
  });
  if (missing.some((left) => left > 0)) throw new Error('the schema has fewer fields than its groups');
}

/** Refuses a number of values that is none, or that takes too much memory. Throws Errors and AppErrors. */
export function checkCount(count: number, { type, schemaPath }: PageColumn, encoding: string): void {
  if (!Number.isSafeInteger(count) || count < 0) throw new Error('a page has no number of values');
  const areObjects = /BYTE_ARRAY|INT96/.test(type) && !encoding.endsWith('_DICTIONARY');
  const limit = Math.min(areObjects ? MAX_OBJECTS : MAX_VALUES, (2 * MAX_VALUES) / schemaPath.length);
  if (count > limit) throw tooMany(t('A page of the Parquet file has too many values to be shown.'));
}

/** Refuses values of a page of the first version that would take more than the page has. Throws Errors and AppErrors. */
export function checkPage(page: Uint8Array, header: DataPageHeader, column: PageColumn): void {
  const { num_values: count } = header;
  const view = viewOf(page);
  let at = 0;
  let present = count;
  const definition = getMaxDefinitionLevel(column.schemaPath);
  const repetition = column.schemaPath.length > 1 ? getMaxRepetitionLevel(column.schemaPath) : 0;
  for (const level of [repetition, definition]) {
    if (level === 0) continue;
    const length = view.getUint32(at, true);
    checkRuns(view, at + 4, bitsOf(level), count);
    if (level === definition) present = presentValues(view, at, level, count);
    at += 4 + length;
  }
  checkValues(view, at, header, column, present);
}

/** The same for a page of the second version, levels and values one after the other. */
export function checkPageV2(page: Uint8Array, header: DataPageHeaderV2, column: PageColumn): void {
  if (!(header.num_nulls >= 0 && header.num_nulls <= header.num_values)) {
    throw new Error('a page has no number of nulls');
  }
  const view = viewOf(page);
  const { num_values: count, repetition_levels_byte_length: repetitions } = header;
  const { definition_levels_byte_length: definitions } = header;
  const [repetition, definition] = [getMaxRepetitionLevel(column.schemaPath), getMaxDefinitionLevel(column.schemaPath)];
  if (repetition > 0) checkRuns(view, 0, bitsOf(repetition), count);
  if (definition > 0) checkRuns(view, repetitions, bitsOf(definition), count);
  // As many as are read, whatever the levels tell.
  checkValues(view, repetitions + definitions, header, column, count - header.num_nulls);
}

function checkValues(
  view: DataView,
  at: number,
  { encoding, num_values: count }: { readonly encoding: string; readonly num_values: number },
  { type, element }: PageColumn,
  present: number,
): void {
  if (at > view.byteLength) throw new Error('the levels of a page do not end');
  if (at === view.byteLength) return;
  // Whose runs would be read from elsewhere than they are checked.
  if (encoding === 'RLE' ? type !== 'BOOLEAN' : type === 'BOOLEAN' && encoding.endsWith('DICTIONARY')) {
    throw new Error('a page has an encoding that is not for its type');
  }
  if (encoding === 'RLE') {
    // Booleans: both versions have the length before them.
    if (view.byteLength - at >= 4) checkRuns(view, at + 4, 1, count);
  } else if (encoding.endsWith('DICTIONARY')) {
    const bits = view.getUint8(at);
    if (bits > 32) throw new Error('a page has no width of its values');
    checkRuns(view, at + 1, bits, count);
  } else if (encoding === 'DELTA_BYTE_ARRAY') {
    checkPrefixes(view, at, present);
  } else if (encoding === 'BYTE_STREAM_SPLIT' && type === 'FIXED_LEN_BYTE_ARRAY') {
    const width = element.type_length ?? 0;
    if (width > view.byteLength) throw new Error('a value is longer than its page');
    if (present * width > MAX_PAGE) throw tooMany(t('A page of the Parquet file is too large to be shown.'));
  }
}

/** Walks over runs of equal or packed values until there are `count` of them (Parquet format, "RLE / bit-packing hybrid"). */
function checkRuns(view: DataView, start: number, bits: number, count: number): void {
  const reader = { view, offset: start };
  for (let seen = 0; seen < count && reader.offset < view.byteLength;) {
    const head = readVarInt(reader);
    const isPacked = (head & 1) === 1;
    const length = isPacked ? (head >>> 1) * 8 : head >>> 1;
    if (length > count - seen + FILLING) throw new Error('a run has more values than its page');
    reader.offset += isPacked ? (head >>> 1) * bits : (bits + 7) >> 3;
    seen += length;
  }
}

/** Values that repeat the beginning of the one before them may be long though their page is short. */
function checkPrefixes(view: DataView, start: number, values: number): void {
  if (values === 0) return;
  const reader = { view, offset: start };
  let length = 0;
  for (let part = 0; part < 2; part++) {
    const lengths = new Int32Array(values);
    deltaBinaryUnpack(reader, values, lengths);
    for (const each of lengths) {
      if (each < 0) throw new Error('a value has no length');
      length += each;
    }
  }
  if (length > MAX_PAGE) throw tooMany(t('A page of the Parquet file is too large to be shown.'));
}

/** How many values are no nulls, by levels that were checked. */
function presentValues(view: DataView, offset: number, level: number, count: number): number {
  const levels = new Uint8Array(count);
  readRleBitPackedHybrid({ view, offset }, bitsOf(level), levels);
  return levels.reduce((sum, each) => sum + (each === level ? 1 : 0), 0);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function bitsOf(level: number): number {
  return 32 - Math.clz32(level);
}

function tooMany(message: string): AppError {
  return new AppError('tooLarge', message, { cure: t('Download it to see it.') });
}
