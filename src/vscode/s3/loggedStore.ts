import type { ObjectStore } from '../../core/s3/objectStore';
import { isAppError } from '../../core/support/errors';
import type { Log } from '../support/log';

/** `store` with its failures in the log, for those that show them nowhere else. What is missing or cancelled is no failure. */
export function logged(store: ObjectStore, log: Log): ObjectStore {
  const watched = async <T>(request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (error) {
      if (!isAppError(error, 'cancelled') && !isAppError(error, 'notFound')) log.error(error);
      throw error;
    }
  };
  return {
    listBuckets: (...args) => watched(store.listBuckets(...args)),
    list: (...args) => watched(store.list(...args)),
    head: (...args) => watched(store.head(...args)),
    read: (...args) => watched(store.read(...args)),
  };
}
