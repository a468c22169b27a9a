import { t } from '@vscode/l10n';
import { decompress as unzstd } from 'fzstd';
import type { Compressors } from 'hyparquet';
import { decompressPage } from 'hyparquet/src/datapage.js';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { AppError } from '../../../core/support/errors';

/** The largest page that is decompressed, in bytes; writers make pages of about a megabyte. */
export const MAX_PAGE = 64 * 1024 ** 2;

/** Codecs of column chunks besides Snappy, which hyparquet has (Parquet format, "Compression"). */
const CODECS: Compressors = {
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
  LZ4: (input, length) => decompressLz4(input, length),
  LZ4_RAW: (input, length) => decompressLz4Raw(input, length),
};

/** How many bytes one byte becomes at most, where the format has such a limit: a claim beyond it is none to allocate for. */
const MOST_OF_A_BYTE: Readonly<Record<string, number>> = {
  // Three bytes copy 64 (Snappy format description, 2.2.2).
  SNAPPY: 22,
  LZ4: 256,
  LZ4_RAW: 256,
  GZIP: 1033,
};

/** Whether columns of that codec can be read. */
export function isReadable(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || codec in CODECS;
}

/**
 * The bytes of a page.
 * @param size what its header says they are
 * @throws AppError tooLarge before memory is taken for them
 */
export function unpackedPage(bytes: Uint8Array, size: number, codec: string): Uint8Array {
  if (size > MAX_PAGE) {
    throw new AppError('tooLarge', t('A page of the Parquet file is too large to be shown.'), {
      cure: t('Download it to see it.'),
    });
  }
  if (!(size >= 0) || size > (bytes.length + 16) * (MOST_OF_A_BYTE[codec] ?? Infinity)) {
    throw new Error('a page has another length than its header says');
  }
  // An empty page of some codecs has no bytes at all.
  return decompressPage(bytes, size, codec as Parameters<typeof decompressPage>[2], CODECS);
}
