import type { ProfileObjectAddress } from '../../core/s3/address';
import { toAppError } from '../../core/support/errors';
import type { S3ActionDeps } from './actions';

/** The regions of buckets, each asked for once. */
export class BucketRegionFinder {
  readonly #regions = new Map<string, Promise<string>>();

  constructor(private readonly deps: Pick<S3ActionDeps, 'storeOf' | 'getProfile'>) {}

  /** The region of an address' bucket: that of the profile where S3 does not tell. Throws kinds `expired` and `network`. */
  async regionOf({ profile, bucket }: ProfileObjectAddress): Promise<string> {
    const id = JSON.stringify([profile, bucket]);
    const known = this.#regions.get(id) ?? this.#ask(profile, bucket);
    this.#regions.set(id, known);
    return known;
  }

  async #ask(profile: string, bucket: string): Promise<string> {
    try {
      return await this.deps.storeOf(profile).bucketRegion(bucket, new AbortController().signal);
    } catch (error) {
      const { kind } = toAppError(error);
      if (kind === 'accessDenied' || kind === 'invalidRequest') return this.deps.getProfile(profile).region;
      throw error;
    }
  }
}
