import { t } from '@vscode/l10n';
import { decompress as unzstd } from 'fzstd';
import type { Compressors } from 'hyparquet';
import { decompressLz4, decompressLz4Raw } from 'hyparquet-compressors/src/lz4.js';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { AppError } from '../../../core/support/errors';

/** The largest page that is decompressed, in bytes; writers make pages of about a megabyte. */
const MAX_PAGE = 256 * 1024 ** 2;

/** Codecs of column chunks besides Snappy, which hyparquet has (Parquet format, "Compression"). */
export const PARQUET_CODECS: Compressors = bounded({
  GZIP: (input, length) => gunzipSync(input, { maxOutputLength: Math.max(1, length) }),
  BROTLI: (input, length) => brotliDecompressSync(input, { maxOutputLength: Math.max(1, length) }),
  ZSTD: (input, length) => unzstd(input, new Uint8Array(length)),
  LZ4: (input, length) => decompressLz4(input, length),
  LZ4_RAW: (input, length) => decompressLz4Raw(input, length),
});

/** Whether columns of that codec can be read. */
export function isReadable(codec: string): boolean {
  return codec === 'UNCOMPRESSED' || codec === 'SNAPPY' || codec in PARQUET_CODECS;
}

function bounded(codecs: Compressors): Compressors {
  return Object.fromEntries(
    Object.entries(codecs).map(([name, codec]) => [
      name,
      (input: Uint8Array, length: number) => {
        if (length > MAX_PAGE)
          throw new AppError('tooLarge', t('A page of the Parquet file is too large to be shown.'));
        return codec(input, length);
      },
    ]),
  );
}
