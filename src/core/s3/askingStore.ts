import { isAppError, type AppError } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';
import { forwardingStore, type ObjectStore } from './objectStore';

/**
 * Makes stores for what a person does: where a request needs the profile's encryption key (SSE-C) and there is none, or it
 * was not allowed for that host, the person is asked, once for all requests that wait, and the request is sent then. What
 * VS Code reads by itself goes to the stores as they are: nobody would know what is asked for.
 * @param askFor asks for the key and keeps it, or whether it may go there; rejects with kind `cancelled` when the person
 *   gives up, as the request does then
 */
export function askingStores(askFor: (error: AppError) => Promise<void>): (store: ObjectStore) => ObjectStore {
  const questions = new SingleFlight<void>();
  const asking = new WeakMap<ObjectStore, ObjectStore>();
  const make = (store: ObjectStore): ObjectStore =>
    forwardingStore(async (call) => {
      try {
        return await call(store);
      } catch (error) {
        const lacking = isAppError(error, 'secretMissing') || isAppError(error, 'interactionRequired');
        const secret = lacking ? error.detail.secret : undefined;
        if (!lacking || secret?.type !== 'customerKey') throw error;
        await questions.run(secret.name, new AbortController().signal, () => askFor(error));
        return await call(store);
      }
    });
  return (store) => {
    const known = asking.get(store) ?? make(store);
    asking.set(store, known);
    return known;
  };
}
