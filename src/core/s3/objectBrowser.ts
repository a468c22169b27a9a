import type { BucketInfo, ObjectInfo } from './objectStore';

interface NodeBase {
  /** Unique in the tree and the same after a refresh, so that views keep expansion and selection. */
  readonly id: string;
  /** The profile whose session the node is seen through. */
  readonly profile: string;
  /** The name as shown: never empty, with nothing invisible in it. */
  readonly label: string;
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

/** What stands after the pages read so far when the store has more. */
export interface LoadMoreNode extends NodeBase {
  readonly type: 'loadMore';
  /** Undefined for the list of buckets. */
  readonly parent: ContainerNode | undefined;
}

/** A text in place of children: emptiness or an error. */
export interface MessageNode extends NodeBase {
  readonly type: 'message';
  readonly severity: 'info' | 'error';
  /** More about an error: what AWS answered and what can be done. */
  readonly detail?: string | undefined;
}

/** A node that has children. */
export type ContainerNode = BucketNode | FolderNode;

/** A node of the S3 explorer. */
export type S3Node = ContainerNode | ObjectNode | LoadMoreNode | MessageNode;
