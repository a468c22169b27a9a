import { t } from '@vscode/l10n';
import { isParquet, type ContentKind, type TableFormat } from '../../../core/s3/previews/contentKind';
import { encodingOf } from '../../../core/s3/previews/headText';
import { looksLikeJsonLines } from '../../../core/s3/previews/jsonLines';
import type { ObjectBytes } from '../../../core/s3/previews/objectBytes';
import { AppError } from '../../../core/support/errors';
import { prepend, unpack } from '../decompress';
import { ParquetTable } from './parquetTable';
import { DelimitedParser, JsonLinesParser } from './rowParsers';
import type { TableSource } from './tableSource';
import { TextTable } from './textTable';

/** Bytes of the object in a request for rows. */
const PIECE = 256 * 1024;
/** Bytes that tell what an object is whose name and headers do not. */
const SNIFFED = 4096;

/** The format of an object's table by its first bytes; undefined when it is none. */
export async function tableFormatOf(
  object: ObjectBytes,
  kind: ContentKind,
  signal: AbortSignal,
): Promise<TableFormat | undefined> {
  if (kind.table) return kind.table;
  const { pieces } = await unpack(once(await object.range(0, SNIFFED, signal)));
  const first = await pieces.next();
  if (first.done === true) return undefined;
  if (isParquet(first.value)) return 'parquet';
  const encoding = encodingOf(first.value);
  return encoding && looksLikeJsonLines(new TextDecoder(encoding).decode(first.value)) ? 'jsonLines' : undefined;
}

/** The rows of an object. Throws AppErrors, of kind `strangeAnswer` when it does not hold what it should. */
export async function openTable(object: ObjectBytes, format: TableFormat, signal: AbortSignal): Promise<TableSource> {
  if (format === 'parquet') return await ParquetTable.open(object, signal);
  const { pieces } = await unpack(object.pieces(PIECE, signal));
  const first = await pieces.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  if (!encodingOf(head)) throw new AppError('strangeAnswer', t('The object is no text, so no rows can be made of it.'));
  const all = prepend(head, pieces);
  if (format === 'jsonLines') return new TextTable(object, all, new JsonLinesParser());
  return new TextTable(object, all, new DelimitedParser(format === 'tsv' ? '\t' : undefined));
}

// eslint-disable-next-line @typescript-eslint/require-await -- gives what is there as something that may have to wait
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
