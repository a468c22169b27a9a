import { addressOf, type S3Node } from './nodes';
import type { ObjectToDelete } from './objectStore';

/** One object to delete, or one version of it. */
export interface DoomedObject extends ObjectToDelete {
  /** Bytes, where known. */
  readonly size?: number | undefined;
  /** Whether it is a delete marker that hides an object, which comes back without it. */
  readonly isHiding?: boolean | undefined;
}

/** What is to be deleted in one bucket, through one profile's session. */
export interface DeletionPart {
  readonly profile: string;
  readonly bucket: string;
  /** None of them twice, none without a version below one of the prefixes. */
  readonly objects: readonly DoomedObject[];
  /** Beginnings of keys; every current object with one of them goes. None begins with another. */
  readonly prefixes: readonly string[];
  /** Whether below the prefixes all versions and delete markers go too, for good. */
  readonly everyVersion: boolean;
}

/** What is to be deleted, with one part for each bucket and session. */
export type Deletion = readonly DeletionPart[];

/**
 * What deleting the selected rows means. A row within a selected folder counts with the folder; versions go for good
 * besides. Rows that stand for nothing that can be deleted this way (sessions, buckets, messages) are left out.
 */
export function deletionOf(nodes: readonly S3Node[]): Deletion {
  const parts = new Map<string, DeletionPart>();
  for (const node of nodes) {
    const address = addressOf(node);
    if (!address || node.type === 'bucket' || node.type === 'place') continue;
    const { profile, bucket, key, versionId } = address;
    const id = JSON.stringify([profile, bucket]);
    const part = parts.get(id) ?? { profile, bucket, objects: [], prefixes: [], everyVersion: false };
    parts.set(
      id,
      node.type === 'folder'
        ? { ...part, prefixes: [...part.prefixes, key] }
        : { ...part, objects: [...part.objects, { key, versionId, size: sizeOf(node), isHiding: isHiding(node) }] },
    );
  }
  return [...parts.values()].map(disjoint);
}

/** Everything in a bucket: all versions and delete markers of all keys. */
export function everythingIn(profile: string, bucket: string): Deletion {
  return [{ profile, bucket, objects: [], prefixes: [''], everyVersion: true }];
}

/** Whether there is nothing to delete. */
export function isEmptyDeletion(deletion: Deletion): boolean {
  return deletion.every(({ objects, prefixes }) => objects.length === 0 && prefixes.length === 0);
}

/** The same part with everything in it once. */
export function disjoint(part: DeletionPart): DeletionPart {
  const prefixes = outermost(part.prefixes);
  const isCovered = ({ key, versionId }: DoomedObject): boolean =>
    (versionId === undefined || part.everyVersion) && prefixes.some((prefix) => key.startsWith(prefix));
  const objects = new Map(
    part.objects
      .filter((object) => !isCovered(object))
      .map((object) => [JSON.stringify([object.key, object.versionId]), object]),
  );
  return { ...part, prefixes, objects: [...objects.values()] };
}

/** The prefixes that do not begin with another one. */
function outermost(prefixes: readonly string[]): string[] {
  const kept: string[] = [];
  // A prefix stands right before all that begin with it.
  for (const prefix of [...new Set(prefixes)].sort()) {
    const last = kept.at(-1);
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
  }
  return kept;
}

function sizeOf(node: S3Node): number | undefined {
  if (node.type === 'object') return node.object.size;
  if (node.type === 'version') return node.version.size;
  return node.type === 'versions' ? node.latest.size : undefined;
}

function isHiding(node: S3Node): boolean {
  return node.type === 'version' && node.version.isLatest && node.version.isDeleteMarker;
}
