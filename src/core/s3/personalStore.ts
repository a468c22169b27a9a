import type { SessionRevival } from '../sessions/sessionRevival';
import { forwardingStore, type ObjectStore } from './objectStore';

/**
 * The S3 of a profile's session for what a person does: a request of a session that has ended asks them for what is
 * missing, then goes on. What the window reads by itself goes to the stores as they are.
 * @param storeOf throws kind `expired` without a session, as the result does
 */
export function personalStores(
  storeOf: (profile: string) => ObjectStore,
  revival: SessionRevival,
): (profile: string) => ObjectStore {
  return (profile) => {
    storeOf(profile);
    // A session that was renewed has another store.
    return forwardingStore((call) => revival.run(profile, () => call(storeOf(profile))));
  };
}
