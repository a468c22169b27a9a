import { isAppError } from '../support/errors';
import type { Profile } from '../roles/profile';
import { asUsed } from '../roles/sameProfile';
import { forwardingStore, type ObjectReader, type ObjectStore, type ObjectWriter } from './objectStore';
import { assertWritable } from './writable';

/** What a call would change in S3. */
export interface StoreWrite {
  readonly operation: WritingOperation;
  readonly bucket: string;
  /** Of the object, or of the first of several; empty for the bucket itself. */
  readonly key: string;
  /** How many objects it is about. */
  readonly objects: number;
}

/** Every operation that changes S3, or lets others change it. */
export type WritingOperation = keyof ObjectWriter | 'presign' | 'assertPresignable';

type Change = Pick<StoreWrite, 'bucket' | 'key'> & { readonly objects?: number };

/** What a call of that operation would change; undefined for a call that changes nothing. */
type Effect<M extends keyof ObjectStore> = (...args: Parameters<ObjectStore[M]>) => Change | undefined;

/** Every operation says what it changes. What stands in {@link ObjectWriter} cannot say that it only reads. */
type Effects = Readonly<Record<Exclude<keyof ObjectReader, WritingOperation>, 'reads'>> & {
  readonly [M in WritingOperation]: Effect<M>;
};

const EFFECTS: Effects = {
  listBuckets: 'reads',
  list: 'reads',
  listVersions: 'reads',
  listUploads: 'reads',
  head: 'reads',
  read: 'reads',
  tags: 'reads',
  versioning: 'reads',
  bucketRegion: 'reads',
  assertPresignable: uploadBy,
  presign: uploadBy,
  write: (address) => address,
  copy: (_source, target) => target,
  delete: (address) => address,
  deleteMany: (bucket, objects) => ({ bucket, key: objects[0]?.key ?? '', objects: objects.length }),
  setTags: (address) => address,
  restore: (address) => address,
  abortUpload: (address) => address,
  createBucket: (bucket) => ({ bucket, key: '' }),
  deleteBucket: (bucket) => ({ bucket, key: '' }),
};

/** Every operation that changes S3, for whoever has to name them all. */
export const WRITING_OPERATIONS = Object.entries(EFFECTS)
  .filter(([, effect]) => effect !== 'reads')
  .map(([operation]) => operation as WritingOperation);

/** Lets a write pass, or throws an AppError that says why not. It may ask the person, until `signal` aborts. */
export type AdmitWrite = (write: StoreWrite, signal: AbortSignal) => Promise<void>;

/** `store` behind a guard that every call has to pass that changes S3, whoever makes it. */
export function guardedStore(store: ObjectStore, admit: AdmitWrite): ObjectStore {
  const guarded = WRITING_OPERATIONS.map((operation) => {
    const effect = EFFECTS[operation] as (...args: unknown[]) => Change | undefined;
    const run = async (...args: unknown[]): Promise<unknown> => {
      const change = effect(...args);
      if (change) {
        const { bucket, key, objects = 1 } = change;
        await admit({ operation, bucket, key, objects }, signalIn(args));
      }
      return await (store[operation] as (...given: unknown[]) => Promise<unknown>)(...args);
    };
    return [operation, run] as const;
  });
  return { ...forwardingStore((call) => call(store)), ...Object.fromEntries(guarded) };
}

/** Returns once the person agrees to change production; throws an AppError when they do not. */
export type RequireConsent = (profile: Profile, write: StoreWrite, signal: AbortSignal) => Promise<void>;

/**
 * The guard of a profile's store, by the profile's guard rails as they are now, not as they were when its role was
 * assumed: `readOnly` refuses, `production` needs the person's consent.
 * @param assumed the profile of the session, whose guard rails stay where it is in no settings any more, or its name
 * means another one there
 */
export function writeGuard(
  assumed: Profile,
  getProfile: (name: string) => Profile,
  requireConsent: RequireConsent,
): AdmitWrite {
  return async (write, signal) => {
    const profile = current(assumed, getProfile);
    assertWritable(profile);
    // It only asks whether a URL could be made; the person is asked when one is.
    if (profile.production && write.operation !== 'assertPresignable') await requireConsent(profile, write, signal);
  };
}

function current(assumed: Profile, getProfile: (name: string) => Profile): Profile {
  try {
    return asUsed(assumed, getProfile(assumed.name));
  } catch (error) {
    if (!isAppError(error)) throw error;
    return assumed;
  }
}

/** A URL by which others may upload is a write that they do. */
function uploadBy(method: 'GET' | 'PUT', { bucket, key }: Change): Change | undefined {
  return method === 'PUT' ? { bucket, key } : undefined;
}

function signalIn(args: readonly unknown[]): AbortSignal {
  return args.find((arg) => arg instanceof AbortSignal) ?? new AbortController().signal;
}
