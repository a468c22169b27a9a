import type { Disposable } from '../support/disposable';
import { Emitter } from '../support/event';
import type { ProfileObjectAddress } from './address';
import { forwardingStore, type ObjectStore } from './objectStore';

/** What this window did to an object, a prefix' marker or a bucket (with an empty key). */
export interface ObjectChange {
  readonly type: 'written' | 'deleted';
  readonly address: ProfileObjectAddress;
}

/** Tells views and editors of what was changed through this window, whoever changed it. */
export class ObjectChanges implements Disposable {
  readonly #emitter = new Emitter<readonly ObjectChange[]>();

  /** Fires after S3 has answered. */
  readonly onDidChange = this.#emitter.event;

  /** `store` with every successful change reported, as seen through `profile`. */
  watch(store: ObjectStore, profile: string): ObjectStore {
    const report = (type: ObjectChange['type'], addresses: readonly Omit<ProfileObjectAddress, 'profile'>[]): void => {
      const changes = addresses.map((address) => ({ type, address: { ...address, profile } }));
      if (changes.length > 0) this.#emitter.fire(changes);
    };
    return {
      ...forwardingStore((call) => call(store)),
      write: async (address, ...rest) => {
        const written = await store.write(address, ...rest);
        report('written', [address]);
        return written;
      },
      copy: async (source, target, ...rest) => {
        const written = await store.copy(source, target, ...rest);
        report('written', [target]);
        return written;
      },
      setTags: async (address, ...rest) => {
        await store.setTags(address, ...rest);
        report('written', [address]);
      },
      restore: async (address, ...rest) => {
        await store.restore(address, ...rest);
        report('written', [address]);
      },
      delete: async (address, ...rest) => {
        await store.delete(address, ...rest);
        report('deleted', [address]);
      },
      deleteMany: async (bucket, objects, ...rest) => {
        const failures = await store.deleteMany(bucket, objects, ...rest);
        const id = ({ key, versionId }: { key: string; versionId?: string | undefined }): string =>
          JSON.stringify([key, versionId]);
        const failed = new Set(failures.map(id));
        report(
          'deleted',
          objects.flatMap((object) => {
            const { key, versionId } = object;
            return failed.has(id(object)) ? [] : [{ bucket, key, versionId }];
          }),
        );
        return failures;
      },
      createBucket: async (bucket, ...rest) => {
        await store.createBucket(bucket, ...rest);
        report('written', [{ bucket, key: '' }]);
      },
      deleteBucket: async (bucket, ...rest) => {
        await store.deleteBucket(bucket, ...rest);
        report('deleted', [{ bucket, key: '' }]);
      },
    };
  }

  dispose(): void {
    this.#emitter.dispose();
  }
}
