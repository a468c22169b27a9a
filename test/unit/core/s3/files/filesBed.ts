import { Directories } from '../../../../../src/core/s3/files/directories';
import { Lookup } from '../../../../../src/core/s3/files/lookup';
import { FileOperations } from '../../../../../src/core/s3/files/operations';
import { Saving } from '../../../../../src/core/s3/files/saving';
import { HeadCache } from '../../../../../src/core/s3/headCache';
import { ObjectChanges } from '../../../../../src/core/s3/objectChanges';
import type { ObjectStore } from '../../../../../src/core/s3/objectStore';
import { ManualClock } from '../../../support/manualClock';
import { digest } from './storeBed';

/**
 * The files of one profile, as a window has them: what it changes is forgotten, and its workspace folder is the bucket,
 * so that what stands in it is found in listings.
 * @param losesTags what the person answers about tags that may not be read
 */
export function filesOf(
  inner: ObjectStore,
  place: { readonly profile: string; readonly bucket: string },
  losesTags = false,
) {
  const clock = new ManualClock();
  const changes = new ObjectChanges();
  const watched = changes.watch(inner, place.profile);
  const storeOf = (): ObjectStore => watched;
  const heads = new HeadCache(storeOf, clock);
  const directories = new Directories(storeOf, clock);
  changes.onDidChange((made) => {
    for (const { address } of made) {
      heads.forget(address);
      directories.forget(address);
    }
  });
  const workspaceFolders = () => [{ ...place, prefix: '' }];
  const lookup = new Lookup({ storeOf, heads, directories, workspaceFolders });
  const mayLoseTags = () => Promise.resolve(losesTags);
  return {
    lookup,
    operations: new FileOperations({ storeOf, clock, partitionOf: () => 'aws', mayLoseTags, lookup }),
    saving: new Saving({ storeOf, digest, typeOf: () => undefined, mayLoseTags }),
  };
}
