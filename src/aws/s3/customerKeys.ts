import { isAppError } from '../../core/support/errors';
import { customerKeyInput, type CustomerKeyInput } from './encryption';
import type { StoreTarget } from '../../core/s3/stores';

/**
 * Reads objects that may be encrypted with the profile's key (SSE-C). No listing tells which are: S3 answers 400 both to
 * a request without the key for those that are and to one with the key for those that are not.
 */
export class CustomerKeys {
  /** Buckets whose last object read this way was encrypted. */
  readonly #encrypted = new Set<string>();

  constructor(private readonly target: StoreTarget) {}

  /** Sends a request as the last one of the bucket succeeded, and the other way when S3 refuses that. */
  async opening<Output>(bucket: string, send: (key: CustomerKeyInput | undefined) => Promise<Output>): Promise<Output> {
    const withKey = this.#encrypted.has(bucket);
    try {
      return await send(withKey ? await customerKeyInput(this.target) : undefined);
    } catch (error) {
      if (!mayBeOfTheKey(error)) throw error;
      const key = await customerKeyInput(this.target);
      if (key === undefined) throw error;
      const output = await send(withKey ? undefined : key).catch((other: unknown) => {
        throw mayBeOfTheKey(other) ? error : other;
      });
      if (withKey) this.#encrypted.delete(bucket);
      else this.#encrypted.add(bucket);
      return output;
    }
  }
}

/** To a HEAD request S3 answers without a code. */
function mayBeOfTheKey(error: unknown): boolean {
  if (!isAppError(error, 'invalidRequest')) return false;
  const { code, status } = error.detail;
  return status === 400 && (code === undefined || code === 'InvalidRequest');
}
