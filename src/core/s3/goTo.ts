import { isAppError } from '../support/errors';
import { objectNode, versionNode } from './listedNodes';
import type { S3Location } from './location';
import type { ObjectNode, PlaceNode, S3Node, VersionNode, VersionsNode } from './nodes';
import type { ObjectBrowser } from './objectBrowser';
import type { ObjectStore } from './objectStore';

/** Where going to a place ended. */
export interface Arrival {
  /** Shown below the session; its first page is read. */
  readonly place: PlaceNode;
  /** The row below the place that was meant, when it is there. */
  readonly row?: ObjectNode | VersionsNode | undefined;
  /** What to open: the object or version that was meant, also where it cannot be listed. */
  readonly open?: ObjectNode | VersionNode | undefined;
}

/**
 * Shows a place below a session. A key that is an object's leads to its folder, filtered to the key; one that is a
 * folder's without the last `/` to that folder; any other to the keys that begin with it. What the session may not
 * list but read is opened all the same.
 * @returns undefined when the profile is not shown
 * @throws AppError when a version, or an object that cannot be listed, cannot be read
 */
export async function goTo(
  browser: ObjectBrowser,
  store: Pick<ObjectStore, 'head'>,
  profile: string,
  { bucket, key, versionId }: S3Location,
  signal: AbortSignal,
): Promise<Arrival | undefined> {
  const folderEnd = key.lastIndexOf('/') + 1;
  const name = key.slice(folderEnd);
  const place = browser.visit(profile, { bucket, prefix: key.slice(0, folderEnd) }, name === '' ? undefined : name);
  if (!place) return undefined;
  const rows = await browser.children(place, signal);
  if (name === '') return { place };

  const row = rows.find((candidate) => isOf(candidate, key));
  if (versionId !== undefined) {
    const { size, modified, etag, storageClass } = await store.head({ bucket, key, versionId }, signal);
    const isLatest = row?.type === 'versions' && row.latest.versionId === versionId;
    const version = { key, versionId, size, modified, etag, storageClass, isLatest, isDeleteMarker: false };
    return { place, row, open: versionNode(place, version) };
  }
  if (row) return { place, row, open: row.type === 'object' ? row : undefined };

  if (rows.some((candidate) => candidate.type === 'folder' && candidate.prefix === `${key}/`)) {
    browser.leave(place);
    const folder = browser.visit(profile, { bucket, prefix: `${key}/` });
    if (!folder) return undefined;
    await browser.children(folder, signal);
    return { place: folder };
  }
  const isRefused = rows.some((candidate) => candidate.type === 'message' && candidate.severity === 'error');
  return isRefused ? { place, open: await readable(store, place, key, signal) } : { place };
}

function isOf(row: S3Node, key: string): row is ObjectNode | VersionsNode {
  return (row.type === 'object' && row.object.key === key) || (row.type === 'versions' && row.key === key);
}

/** The object, if the session may read it; why it may not list stands in the place's row. */
async function readable(
  store: Pick<ObjectStore, 'head'>,
  place: PlaceNode,
  key: string,
  signal: AbortSignal,
): Promise<ObjectNode | undefined> {
  try {
    const { size, modified, etag, storageClass } = await store.head({ bucket: place.bucket, key }, signal);
    return objectNode(place, { key, size, modified, etag, storageClass });
  } catch (error) {
    if (isAppError(error, 'cancelled')) throw error;
    return undefined;
  }
}
