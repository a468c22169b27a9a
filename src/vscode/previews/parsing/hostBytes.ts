import { MAX_RANGE } from '../../../core/s3/previews/limits';
import type { ObjectReader } from '../../../core/s3/objectStore';
import { AppError } from '../../../core/support/errors';
import type { FromWorker, ToWorker } from './protocol';

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: AppError) => void;
}

/** The object of a worker, whose bytes come from the thread that may read S3, in pieces that keep it busy only shortly. */
export class HostBytes implements Pick<ObjectReader, 'read'> {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(private readonly tell: (message: FromWorker) => void) {}

  readonly read: ObjectReader['read'] = async (_address, _maxBytes, _signal, options) => {
    const range = options?.range;
    if (!range || !('start' in range)) throw new AppError('unexpected', 'Only ranges are read here.');
    const { start, end } = range;
    const first = await this.#piece(start, Math.min(end, start + MAX_RANGE));
    if (end - start <= MAX_RANGE) return { bytes: first, size: first.length };
    const bytes = new Uint8Array(end - start);
    bytes.set(first);
    let length = first.length;
    for (let at = start + MAX_RANGE; at < end; at += MAX_RANGE) {
      const piece = await this.#piece(at, Math.min(end, at + MAX_RANGE));
      bytes.set(piece, at - start);
      length += piece.length;
    }
    return { bytes: bytes.subarray(0, length), size: length };
  };

  /** Takes what was asked for. */
  receive(message: Extract<ToWorker, { type: 'bytes' | 'noBytes' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.type === 'bytes') waiting?.resolve(message.bytes);
    else waiting?.reject(new AppError(message.error.kind, message.error.message, message.error.detail));
  }

  #piece(start: number, end: number): Promise<Uint8Array> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.tell({ type: 'read', id, start, end });
    });
  }
}
