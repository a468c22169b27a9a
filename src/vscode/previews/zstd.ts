import { t } from '@vscode/l10n';
import { Decompress } from 'fzstd';
import { AppError } from '../../core/support/errors';

/** The largest window, in bytes, that decompressors take unasked: that of the `zstd` command (its `--long=27`). */
const MAX_WINDOW = 2 ** 27;
/** Bytes that the windows of all frames may take, one after the other: taking them costs time though nothing is in them. */
const MAX_WINDOWS = 2 ** 34;
/** The largest block (RFC 8878, 3.1.1.2.4). */
const MAX_BLOCK = 128 * 1024;
/** Bytes put in at once: a block of three bytes can become 128 KiB (RFC 8878, 3.1.1.2). */
const STEP = 256;
/** fzstd's `ZstdErrorCode.UnexpectedEOF`. */
const UNEXPECTED_END = 5;

/** Lengths of the fields of a frame's header, by two bits of its first byte (RFC 8878, 3.1.1.1.1). */
const DICTIONARY_ID = [0, 1, 2, 4] as const;
const CONTENT_SIZE = [0, 2, 4, 8] as const;

/**
 * Decompresses Zstandard (RFC 8878), frame by frame, so that what each asks for is known before memory is taken for it.
 * Data that is cut short just ends.
 * @throws AppError tooLarge where a frame takes too much memory; Error where it is damaged
 */
export async function* unzstd(
  source: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = new ByteReader(source);
  const budget = { windows: MAX_WINDOWS };
  for (;;) {
    const magic = numberOf(await bytes.take(4), 4);
    if (magic === undefined) return;
    if (magic >= 0x184d2a50 && magic <= 0x184d2a5f) {
      await bytes.skip(numberOf(await bytes.take(4), 4) ?? 0);
    } else if (magic === 0xfd2fb528) yield* frame(bytes, budget);
    else throw new Error('no frame');
  }
}

async function* frame(bytes: ByteReader, budget: { windows: number }): AsyncGenerator<Uint8Array, void, undefined> {
  const outputs: Uint8Array[] = [];
  const decompressor = new Decompress((output) => {
    if (output.length > 0) outputs.push(output);
  });
  const [descriptor = 0] = await bytes.take(1);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const [dictionary, content] = [DICTIONARY_ID[descriptor & 3] ?? 0, CONTENT_SIZE[descriptor >> 6] ?? 0];
  // Where all is one segment, the size is there, and with it the window.
  const sizeLength = isSingleSegment ? Math.max(1, content) : content;
  const header = await bytes.take((isSingleSegment ? 0 : 1) + dictionary + sizeLength);
  const window = isSingleSegment ? contentSize(header.subarray(dictionary)) : windowSize(header[0] ?? 0);
  budget.windows -= window;
  if (window > MAX_WINDOW || budget.windows < 0) {
    throw new AppError(
      'tooLarge',
      t('Reading this Zstandard data takes more than {0} MB of memory.', MAX_WINDOW / 1024 ** 2),
      { cure: t('Download it to see it.') },
    );
  }
  decompressor.push(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, descriptor, ...header));
  for (let isLast = false; !isLast;) {
    const blockHeader = await bytes.take(3);
    const block = numberOf(blockHeader, 3);
    if (block === undefined) break;
    isLast = (block & 1) === 1;
    const size = block >> 3;
    const isRepeated = ((block >> 1) & 3) === 1;
    // Larger ones would be taken into memory as a whole.
    if (size > MAX_BLOCK) throw new Error('a block is too large');
    decompressor.push(blockHeader);
    for await (const part of bytes.parts(isRepeated ? 1 : size, STEP)) decompressor.push(part);
    yield* outputs.splice(0);
  }
  if ((descriptor & 4) !== 0) decompressor.push(await bytes.take(4));
  finish(decompressor);
  yield* outputs.splice(0);
}

/** Ends the frame; that more should have come is no fault of what came. */
function finish(decompressor: Decompress): void {
  try {
    decompressor.push(new Uint8Array(), true);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === UNEXPECTED_END)) throw error;
  }
}

/** RFC 8878, 3.1.1.1.2. */
function windowSize(byte: number): number {
  const base = 2 ** (10 + (byte >> 3));
  return base + (base / 8) * (byte & 7);
}

/** RFC 8878, 3.1.1.1.4: two bytes count from 256. */
function contentSize(field: Uint8Array): number {
  const size = field.reduceRight((sum, byte) => sum * 256 + byte, 0);
  return field.length === 2 ? size + 256 : size;
}

/** The bytes as a little-endian number; undefined where some are missing. */
function numberOf(bytes: Uint8Array, length: number): number | undefined {
  return bytes.length < length ? undefined : bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

/** Bytes that come in pieces, by the lengths they are wanted in. */
class ByteReader {
  #piece: Uint8Array = new Uint8Array();

  constructor(private readonly source: AsyncGenerator<Uint8Array, void, undefined>) {}

  /** The next bytes; fewer only where there are no more. */
  async take(length: number): Promise<Uint8Array> {
    const taken: number[] = [];
    for await (const part of this.parts(length, Infinity)) taken.push(...part);
    return Uint8Array.from(taken);
  }

  /** Passes over the next bytes. */
  async skip(length: number): Promise<void> {
    const parts = this.parts(length, Infinity);
    while ((await parts.next()).done !== true);
  }

  /** The next `length` bytes in parts of at most `step`. */
  async *parts(length: number, step: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let left = length; left > 0;) {
      if (this.#piece.length === 0) {
        const next = await this.source.next();
        if (next.done === true) return;
        this.#piece = next.value;
      }
      const part = this.#piece.subarray(0, Math.min(left, step));
      this.#piece = this.#piece.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }
}
