import type { ProfileObjectAddress } from '../../core/s3/address';
import { visibleName } from '../../core/texts/visible';
import type { ObjectNode } from '../../core/s3/nodes';
import type { ObjectProperties } from '../../core/s3/objectProperties';
import { contentKind, type ContentKind } from '../../core/s3/previews/contentKind';
import { ObjectBytes } from '../../core/s3/previews/objectBytes';
import type { ObjectFacts } from '../../core/s3/previews/objectView';
import type { S3ActionDeps } from '../s3/actions';

/** An object, or a version of it, as it was when it was asked for. */
export interface OpenedObject {
  readonly address: ProfileObjectAddress;
  readonly facts: ObjectFacts & Pick<ObjectProperties, 'etag' | 'modified'>;
  readonly kind: ContentKind;
  /** Its last name, as a person should see it. */
  readonly name: string;
}

/** Asks for an object's facts; editors that open it then need not ask again. Throws AppErrors. */
export async function openedObject(
  address: ProfileObjectAddress,
  { storeOf, heads }: Pick<S3ActionDeps, 'storeOf' | 'heads'>,
  signal: AbortSignal,
): Promise<OpenedObject> {
  const properties = await storeOf(address.profile).head(address, signal);
  heads.learn(address, properties);
  const { settings, size, etag, modified, storageClass, archiveStatus, restore } = properties;
  const { contentType, contentEncoding } = settings;
  const facts = {
    key: address.key,
    size,
    etag,
    modified,
    storageClass,
    archiveStatus,
    restore,
    contentType,
    contentEncoding,
  };
  return {
    address,
    facts,
    kind: contentKind(facts),
    name: visibleName(address.key.slice(address.key.lastIndexOf('/') + 1)),
  };
}

/** Its content in ranges. */
export function bytesOf({ address, facts }: OpenedObject, { storeOf }: Pick<S3ActionDeps, 'storeOf'>): ObjectBytes {
  return new ObjectBytes(storeOf(address.profile), address, facts);
}

/** The row that would stand for it in the S3 explorer, for commands that take one. */
export function nodeOf({ address, facts, name }: OpenedObject): ObjectNode {
  const { profile, bucket } = address;
  const { key, size, etag, modified, storageClass } = facts;
  const object = { key, size, etag, modified, storageClass };
  return { type: 'object', id: '', parent: undefined, profile, label: name, bucket, object };
}
