import type { ProfileObjectAddress } from '../address';
import type { S3Node } from '../nodes';

/** An object, or one version of it, as the explorer's rows tell of it. */
export interface SelectedObject {
  readonly address: ProfileObjectAddress;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly etag?: string | undefined;
  readonly storageClass?: string | undefined;
}

/** What rows stand for: objects, single versions, and the newest version of a key; delete markers and all else are none. */
export function selectedObjects(nodes: readonly S3Node[]): SelectedObject[] {
  return nodes.flatMap((node): SelectedObject[] => {
    const { profile } = node;
    if (node.type === 'object') {
      const { bucket, object } = node;
      return [{ ...object, address: { profile, bucket, key: object.key } }];
    }
    if (node.type === 'versions') {
      const { bucket, key, latest } = node;
      return latest.isDeleteMarker ? [] : [{ ...latest, address: { profile, bucket, key } }];
    }
    if (node.type !== 'version' || node.version.isDeleteMarker) return [];
    const { bucket, version } = node;
    return [{ ...version, address: { profile, bucket, key: version.key, versionId: version.versionId } }];
  });
}
