import { isAppError, type SecretRef } from '../support/errors';
import { SingleFlight } from '../support/singleFlight';
import { forwardingStore, type ObjectStore } from './objectStore';

/**
 * Makes stores for what a person does: where a request needs the profile's encryption key (SSE-C) and there is none, the
 * person is asked for it, once for all requests that wait, and the request is sent then. What VS Code reads by itself
 * goes to the stores as they are: nobody would know what is asked for.
 * @param storeSecret asks for the key and keeps it; rejects with kind `cancelled` when the person gives up, as the
 *   request does then
 */
export function askingStores(storeSecret: (ref: SecretRef) => Promise<void>): (store: ObjectStore) => ObjectStore {
  const questions = new SingleFlight<void>();
  const asking = new WeakMap<ObjectStore, ObjectStore>();
  const make = (store: ObjectStore): ObjectStore =>
    forwardingStore(async (call) => {
      try {
        return await call(store);
      } catch (error) {
        const secret = isAppError(error, 'secretMissing') ? error.detail.secret : undefined;
        if (secret?.type !== 'customerKey') throw error;
        await questions.run(secret.name, new AbortController().signal, () => storeSecret(secret));
        return await call(store);
      }
    });
  return (store) => {
    const known = asking.get(store) ?? make(store);
    asking.set(store, known);
    return known;
  };
}
