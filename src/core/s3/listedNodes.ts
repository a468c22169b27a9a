import { t } from '@vscode/l10n';
import { compareKeys } from './keyOrder';
import { visibleName } from '../texts/visible';
import type {
  BucketNode,
  FolderNode,
  ObjectNode,
  PlaceNode,
  PrefixNode,
  SessionNode,
  VersionNode,
  VersionsNode,
} from './nodes';
import { locationOf } from './nodes';
import type { BucketInfo, ListPage, ObjectInfo, ObjectVersion, VersionPage } from './objectStore';

// A hundred thousand of these are held at once: what can be computed is not stored.

/** A node that comes of a listing of keys. */
export type KeyNode = FolderNode | ObjectNode | VersionsNode;

class ListedBucket implements BucketNode {
  constructor(
    readonly parent: SessionNode | undefined,
    readonly profile: string,
    readonly bucket: BucketInfo,
  ) {}

  get type() {
    return 'bucket' as const;
  }

  get id(): string {
    return `bucket ${JSON.stringify([this.profile, this.bucket.name])}`;
  }

  get label(): string {
    return visibleName(this.bucket.name);
  }
}

/** What stands below a bucket or a place. */
abstract class Listed<P extends PrefixNode | VersionsNode> {
  constructor(readonly parent: P) {}

  get profile(): string {
    return this.parent.profile;
  }

  get bucket(): string {
    const { parent } = this;
    return parent.type === 'bucket' ? parent.bucket.name : parent.bucket;
  }
}

class ListedFolder extends Listed<PrefixNode> implements FolderNode {
  constructor(
    parent: PrefixNode,
    readonly prefix: string,
  ) {
    super(parent);
  }

  get type() {
    return 'folder' as const;
  }

  get id(): string {
    return `folder ${scopeOf(this.parent)} ${this.prefix}`;
  }

  get label(): string {
    return visibleName(this.prefix.slice(folderOf(this.parent).length, -1));
  }
}

class ListedObject extends Listed<PrefixNode> implements ObjectNode {
  constructor(
    parent: PrefixNode,
    readonly object: ObjectInfo,
  ) {
    super(parent);
  }

  get type() {
    return 'object' as const;
  }

  get id(): string {
    return `object ${scopeOf(this.parent)} ${this.object.key}`;
  }

  get label(): string {
    return keyLabel(this.object.key, this.parent);
  }
}

class ListedVersions extends Listed<PrefixNode> implements VersionsNode {
  constructor(
    parent: PrefixNode,
    readonly versions: ObjectVersion[],
    readonly latest: ObjectVersion,
  ) {
    super(parent);
  }

  get type() {
    return 'versions' as const;
  }

  get key(): string {
    return this.latest.key;
  }

  get id(): string {
    return `versions ${scopeOf(this.parent)} ${this.key}`;
  }

  get label(): string {
    return keyLabel(this.key, this.parent);
  }
}

class ListedVersion extends Listed<PrefixNode | VersionsNode> implements VersionNode {
  constructor(
    parent: PrefixNode | VersionsNode,
    readonly version: ObjectVersion,
  ) {
    super(parent);
  }

  get type() {
    return 'version' as const;
  }

  get id(): string {
    return `version ${JSON.stringify(this.version.versionId)} ${scopeOf(this.parent)} ${this.version.key}`;
  }

  get label(): string {
    const { parent } = this;
    return keyLabel(this.version.key, parent.type === 'versions' ? (parent.parent as PrefixNode) : parent);
  }
}

/** A node for a bucket, below its session where there is one. */
export function bucketNode(parent: SessionNode | undefined, profile: string, bucket: BucketInfo): BucketNode {
  return new ListedBucket(parent, profile, bucket);
}

/** A node for an object that was not met in a listing of `parent`. */
export function objectNode(parent: PrefixNode, object: ObjectInfo): ObjectNode {
  return new ListedObject(parent, object);
}

/** A node for one version of an object. */
export function versionNode(parent: PrefixNode | VersionsNode, version: ObjectVersion): VersionNode {
  return new ListedVersion(parent, version);
}

/** The nodes of one page of `parent`, in the order of their keys' bytes. */
export function pageNodes(parent: PrefixNode, page: ListPage): KeyNode[] {
  const folders = page.prefixes.map((prefix) => new ListedFolder(parent, prefix));
  const objects = page.objects.map((object) => new ListedObject(parent, object));
  return inKeyOrder([...folders, ...objects]);
}

/** The nodes of one page of versions of `parent`, in the order of their keys' bytes. */
export function versionPageNodes(parent: PrefixNode, page: VersionPage): KeyNode[] {
  const keys: ListedVersions[] = [];
  for (const version of page.versions) {
    const last = keys.at(-1);
    if (last?.key === version.key) last.versions.push(version);
    else keys.push(new ListedVersions(parent, [version], version));
  }
  return inKeyOrder([...page.prefixes.map((prefix) => new ListedFolder(parent, prefix)), ...keys]);
}

/**
 * Adds the nodes of the next page to those before: a key whose versions went over the end of a page stays one node,
 * and a folder that a store tells of on both pages, as some S3-compatible ones do, one row.
 */
export function appendKeyNodes(nodes: KeyNode[], page: readonly KeyNode[]): void {
  const last = nodes.at(-1);
  const lastFolder = nodes.findLast((node) => node.type === 'folder');
  for (const node of page) {
    if (node.type === 'versions' && last instanceof ListedVersions && last.key === node.key) {
      last.versions.push(...(node.versions ?? []));
    } else if (!(node.type === 'folder' && node.prefix === lastFolder?.prefix)) nodes.push(node);
  }
}

/** What a node of a listing is sorted by: its key or prefix. */
export function keyOf(node: KeyNode): string {
  return node.type === 'folder' ? node.prefix : node.type === 'object' ? node.object.key : node.key;
}

function inKeyOrder(nodes: KeyNode[]): KeyNode[] {
  return nodes.sort((a, b) => compareKeys(keyOf(a), keyOf(b)));
}

/** The ID of the bucket or place a node is in: keys are unique below it, and the same key may be below several. */
function scopeOf(node: PrefixNode | VersionsNode): string {
  let scope: PrefixNode | VersionsNode = node;
  while (scope.type === 'folder' || scope.type === 'versions') scope = scope.parent as PrefixNode;
  return scope.id;
}

/** The part of a node's prefix that its children's names leave out: a place may begin within a name. */
function folderOf(node: PrefixNode): string {
  const { prefix } = locationOf(node);
  return prefix.slice(0, prefix.lastIndexOf('/') + 1);
}

function keyLabel(key: string, parent: PrefixNode): string {
  const folder = folderOf(parent);
  // A key equal to the prefix is the object some tools write to make an empty folder visible.
  return key === folder ? t('(folder marker)') : visibleName(key.slice(folder.length));
}

/** A place below a session. */
export function placeNode(
  parent: SessionNode,
  place: Pick<PlaceNode, 'kind' | 'bucket' | 'prefix' | 'inProfile'>,
): PlaceNode {
  const { kind, bucket, prefix, inProfile } = place;
  const { profile } = parent;
  const id = `place ${JSON.stringify([profile, kind, bucket, prefix])}`;
  // The last slash says nothing; the others do.
  const label = visibleName(prefix === '' ? bucket : `${bucket}/${prefix.replace(/(?<=[^/])\/$/, '')}`);
  return { type: 'place', id, parent, profile, label, kind, bucket, prefix, inProfile };
}
