import { t } from '@vscode/l10n';
import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { sniffCompression, type Compression } from '../../core/s3/previews/contentKind';
import { AppError, isAppError } from '../../core/support/errors';
import { unzstd } from './zstd';

/** Content as it is inside its compression. */
export interface Unpacked {
  readonly compression: Compression | undefined;
  /** Pulls from the source as it is pulled from; what follows is decompressed only when asked for. */
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

/**
 * Decompresses what its first bytes say is compressed, whatever its name says.
 * The pieces throw kind `strangeAnswer` where the data is damaged; data that is cut short just ends.
 */
export async function unpack(source: AsyncGenerator<Uint8Array, void, undefined>): Promise<Unpacked> {
  const first = await source.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  const whole = prepend(head, source);
  const compression = sniffCompression(head);
  switch (compression) {
    case 'gzip':
      return { compression, pieces: gunzip(whole) };
    case 'zstd':
      return { compression, pieces: unpackZstd(whole) };
    case undefined:
      return { compression, pieces: whole };
  }
}

/** `first`, then what `rest` has. */
export async function* prepend(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  yield* rest;
}

/** All members, one after the other; zlib stops while its output is not taken, so little becomes no flood. */
async function* gunzip(
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = Readable.from(source, { objectMode: true, highWaterMark: 1 });
  // What was cut short gives what it can.
  const output = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  input.on('error', (error) => output.destroy(error));
  try {
    for await (const piece of input.pipe(output)) yield piece as Uint8Array;
  } catch (error) {
    throw isAppError(error) ? error : damaged('gzip', error);
  } finally {
    input.destroy();
    output.destroy();
  }
}

/** All frames, one after the other. */
async function* unpackZstd(
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* unzstd(source);
  } catch (error) {
    throw isAppError(error) ? error : damaged('Zstandard', error);
  }
}

function damaged(format: string, cause: unknown): AppError {
  return new AppError('strangeAnswer', t('The {0} data of the object is damaged.', format), {}, cause);
}
