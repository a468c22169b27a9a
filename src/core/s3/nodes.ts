import type { AccountColor } from '../roles/accounts/accountBook';
import type { ProfileObjectAddress } from './address';
import type { BucketInfo, ObjectInfo, ObjectVersion } from './objectStore';

interface NodeBase {
  /** Unique in the tree and the same after a refresh, so that views keep expansion and selection. */
  readonly id: string;
  /** Undefined for what stands at the root. */
  readonly parent: ContainerNode | undefined;
  /** The profile whose session the node is seen through. */
  readonly profile: string;
  /** The name as shown: never empty, with nothing invisible in it. */
  readonly label: string;
}

/** A profile's session: a root of the tree. */
export interface SessionNode extends NodeBase {
  readonly type: 'session';
  /** Whether it stays when another session becomes the active one. */
  readonly pinned: boolean;
  /** Whether it is the window's active session. */
  readonly active: boolean;
  /** Whether its role is assumed; if not, its only child says so. */
  readonly live: boolean;
  /** Whether it has ended, by the clock or because AWS says so, and was not renewed yet. */
  readonly expired: boolean;
  /** Its name and 12 digits; undefined where it is not known, as before the role is assumed. */
  readonly account: string | undefined;
  /** That of the account. */
  readonly color: AccountColor | undefined;
  /** Whether the profile is marked as production. */
  readonly production: boolean;
}

/** A place of its own below a session, reached without listing what is above it. */
export interface PlaceNode extends NodeBase {
  readonly type: 'place';
  /** `home` and `bookmark` stay; `visited` was gone to and goes with the window. */
  readonly kind: 'home' | 'bookmark' | 'visited';
  readonly bucket: string;
  /** Empty for the whole bucket; else where its keys begin, not always at a `/`. */
  readonly prefix: string;
  /** Whether it stands in the profile, where alone it can be removed. */
  readonly inProfile: boolean;
}

/** All versions of one key; its children are them, the newest first. */
export interface VersionsNode extends NodeBase {
  readonly type: 'versions';
  readonly bucket: string;
  readonly key: string;
  /** The newest; a delete marker when the object is deleted. */
  readonly latest: ObjectVersion;
  /** Those read so far, the newest first; undefined where they were not listed. */
  readonly versions?: readonly ObjectVersion[] | undefined;
}

/** One version of an object, or a delete marker. */
export interface VersionNode extends NodeBase {
  readonly type: 'version';
  readonly bucket: string;
  readonly version: ObjectVersion;
}

/** A bucket, the root of its folders. */
export interface BucketNode extends NodeBase {
  readonly type: 'bucket';
  readonly bucket: BucketInfo;
}

/** A common prefix of keys. */
export interface FolderNode extends NodeBase {
  readonly type: 'folder';
  readonly bucket: string;
  /** Ends with `/`. */
  readonly prefix: string;
}

/** One object. */
export interface ObjectNode extends NodeBase {
  readonly type: 'object';
  readonly bucket: string;
  readonly object: ObjectInfo;
}

/** What stands after the pages read so far when the store has more, or would not give it. */
export interface LoadMoreNode extends NodeBase {
  readonly type: 'loadMore';
}

/** A text in place of children: emptiness, an error, or that the person stopped the listing. */
export interface MessageNode extends NodeBase {
  readonly type: 'message';
  readonly severity: 'info' | 'error' | 'stopped';
  /** What the person can do about an error. */
  readonly detail?: string | undefined;
  /** Beside the label, short; the detail without one. */
  readonly hint?: string | undefined;
  /** What a click does: asks for a place to go to, assumes the profile's role, renews its session, reads on. */
  readonly action?: 'goTo' | 'assume' | 'renew' | 'load' | undefined;
}

/** A node that has children. */
export type ContainerNode = SessionNode | PlaceNode | BucketNode | FolderNode | VersionsNode;

/** A container of keys: what can be listed, filtered and searched. */
export type PrefixNode = PlaceNode | BucketNode | FolderNode;

/** A node of the S3 explorer. */
export type S3Node = ContainerNode | ObjectNode | VersionNode | LoadMoreNode | MessageNode;

/**
 * What in S3 a node stands for: an object (or one version of it), or a bucket or prefix, whose key is then empty or a
 * prefix. Undefined for sessions, messages and Load More.
 */
export function addressOf(node: S3Node): ProfileObjectAddress | undefined {
  const { profile } = node;
  switch (node.type) {
    case 'bucket':
      return { profile, bucket: node.bucket.name, key: '' };
    case 'place':
    case 'folder':
      return { profile, bucket: node.bucket, key: node.prefix };
    case 'object':
      return { profile, bucket: node.bucket, key: node.object.key };
    case 'versions':
      return { profile, bucket: node.bucket, key: node.key };
    case 'version':
      return { profile, bucket: node.bucket, key: node.version.key, versionId: node.version.versionId };
    default:
      return undefined;
  }
}

/** Whether `node` is a container of keys. */
export function isPrefix(node: S3Node): node is PrefixNode {
  return node.type === 'bucket' || node.type === 'folder' || node.type === 'place';
}

/** The bucket and key prefix whose listing are a node's children. */
export function locationOf(node: PrefixNode): { readonly bucket: string; readonly prefix: string } {
  return node.type === 'bucket' ? { bucket: node.bucket.name, prefix: '' } : node;
}

/** Whether `node` has children. */
export function isContainer(node: S3Node): node is ContainerNode {
  return isPrefix(node) || node.type === 'session' || node.type === 'versions';
}

/** Whether `node` is `container` or anywhere below it. */
export function isWithin(node: S3Node, container: ContainerNode): boolean {
  return node.id === container.id || (node.parent !== undefined && isWithin(node.parent, container));
}
