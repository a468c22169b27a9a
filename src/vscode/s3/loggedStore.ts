import { forwardingStore, type ObjectStore } from '../../core/s3/objectStore';
import { isAppError } from '../../core/support/errors';
import type { Log } from '../support/log';

/** `store` with its failures in the log, for those that show them nowhere else. What is missing or cancelled is no failure. */
export function logged(store: ObjectStore, log: Log): ObjectStore {
  return forwardingStore(async (call) => {
    try {
      return await call(store);
    } catch (error) {
      if (!isAppError(error, 'cancelled') && !isAppError(error, 'notFound')) log.error(error);
      throw error;
    }
  });
}
