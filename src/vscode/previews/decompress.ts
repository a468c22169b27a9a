import { t } from '@vscode/l10n';
import { Decompress } from 'fzstd';
import { Readable } from 'node:stream';
import { constants, createGunzip } from 'node:zlib';
import { sniffCompression, type Compression } from '../../core/s3/previews/contentKind';
import { AppError, isAppError } from '../../core/support/errors';

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
      return { compression, pieces: unzstd(whole) };
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

/** The largest window, in bytes, that decompressors take unasked: that of the `zstd` command (its `--long=27`). */
const MAX_WINDOW = 2 ** 27;
/** Bytes put in at once: a block of three bytes can become 128 KiB (RFC 8878, 3.1.1.2). */
const ZSTD_STEP = 256;

/** All frames, one after the other. */
async function* unzstd(
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const outputs: Uint8Array[] = [];
  const decompressor = new Decompress((output) => {
    if (output.length > 0) outputs.push(output);
  });
  let isFirst = true;
  try {
    for await (const piece of source) {
      if (isFirst && windowSize(piece) > MAX_WINDOW) {
        throw new AppError(
          'tooLarge',
          t('Reading this Zstandard data takes more than {0} MB of memory.', MAX_WINDOW / 1024 ** 2),
        );
      }
      isFirst = false;
      for (let at = 0; at < piece.length; at += ZSTD_STEP) {
        decompressor.push(piece.subarray(at, at + ZSTD_STEP));
        yield* outputs.splice(0);
      }
    }
    finish(decompressor);
    yield* outputs.splice(0);
  } catch (error) {
    yield* outputs.splice(0);
    throw isAppError(error) ? error : damaged('Zstandard', error);
  }
}

/** Ends the data; that more should have come is no fault of what came. */
function finish(decompressor: Decompress): void {
  try {
    decompressor.push(new Uint8Array(), true);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNEXPECTED_END)) throw error;
  }
}

/** fzstd's `ZstdErrorCode.UnexpectedEOF`. */
const UNEXPECTED_END = 5;

/** What a frame asks for, in bytes (RFC 8878, 3.1.1.1.2); 0 where it has no window of its own. */
function windowSize(frame: Uint8Array): number {
  const [descriptor = 0, window = 0] = frame.subarray(4, 6);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  if (frame[0] !== 0x28 || isSingleSegment) return 0;
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}

function damaged(format: string, cause: unknown): AppError {
  return new AppError('strangeAnswer', t('The {0} data of the object is damaged.', format), {}, cause);
}
