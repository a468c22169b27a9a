import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { DeleteFailure, ObjectToDelete, VersionAddress, WriteCondition } from '../../core/s3/objectStore';
import { type AppError, isAppError } from '../../core/support/errors';
import { inParallel } from '../inParallel';
import { inSteps } from '../support/stepwiseAnswer';
import { childrenOf, textsOf } from '../support/xml';
import type { S3Connection } from './connection';
import { given, LONG_ANSWERS } from './listAnswers';
import { objectAction } from './requests';
import { conditionInput, untilNoConflict } from './writing';

/** What S3 says where a condition is about an object that is not there; without one, deleting that succeeds. */
const GONE = 'NoSuchKey';

/** Single deletes under way at a time. */
const PARALLEL_DELETES = 8;

/**
 * Keys that XML cannot hold (XML 1.0, "Characters") or would change (line ends), and those that the SDK drops when the
 * answer repeats them (nothing but blanks).
 */
const NOT_FOR_XML = /[\p{Cc}\u2028\ufffe\uffff]|^\s*$/u;

/** `DeleteObject`, where asked for only while the object has an ETag (S3 API, DeleteObject, If-Match). */
export async function deleteObject(
  connection: S3Connection,
  address: VersionAddress,
  signal: AbortSignal,
  condition: Pick<WriteCondition, 'ifMatch'> = {},
): Promise<void> {
  const { bucket, key, versionId } = address;
  const input = { Bucket: bucket, Key: key, VersionId: versionId, ...conditionInput(condition), ...connection.payer };
  const request = { action: objectAction('s3:DeleteObject', versionId), ...address, condition };
  try {
    await untilNoConflict(signal, () =>
      connection.inBucket(request, signal, (client, options) => client.send(new DeleteObjectCommand(input), options)),
    );
  } catch (error) {
    if (condition.ifMatch === undefined || !isUnknownCondition(connection, error)) throw error;
    await deleteObject(connection, address, signal);
  }
}

/** Whether a store other than AWS's refuses conditions of a deletion, which are younger than those of a write. */
function isUnknownCondition({ target }: S3Connection, error: unknown): boolean {
  if (target.endpoint === undefined || !isAppError(error)) return false;
  return error.detail.code === 'NotImplemented' || error.kind === 'invalidRequest';
}

/**
 * `DeleteObjects`, and `DeleteObject` for the keys that its XML cannot hold.
 * @returns those that stayed or may have stayed, and why
 * @throws AppError when nothing was deleted for another reason than a missing permission
 */
export async function deleteObjects(
  connection: S3Connection,
  bucket: string,
  objects: readonly ObjectToDelete[],
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  const single = objects.filter(({ key }) => NOT_FOR_XML.test(key));
  const together = objects.filter(({ key }) => !NOT_FOR_XML.test(key));
  const failures = together.length === 0 ? [] : await deleteTogether(connection, bucket, together, signal);
  const { refused, reason } = await deleteAlone(connection, bucket, single, signal);
  if (reason && failures.length + refused.length === objects.length) throw reason;
  return [...failures, ...refused];
}

async function deleteTogether(
  connection: S3Connection,
  bucket: string,
  objects: readonly ObjectToDelete[],
  signal: AbortSignal,
): Promise<DeleteFailure[]> {
  const command = new DeleteObjectsCommand({
    Bucket: bucket,
    Delete: {
      Objects: objects.map(({ key, versionId, ifMatch }) => ({ Key: key, VersionId: versionId, ETag: ifMatch })),
      Quiet: true,
    },
    ...connection.payer,
  });
  const told = inSteps(command, LONG_ANSWERS.deletions, (root, steps) =>
    steps.map(childrenOf(root, 'Error'), (entry) => {
      const texts = textsOf(entry);
      return {
        key: texts('Key'),
        versionId: given(texts('VersionId')),
        code: texts('Code') ?? '',
        message: texts('Message') ?? '',
      };
    }),
  );
  const request = { action: 's3:DeleteObject', bucket, key: '*' } as const;
  await connection.inBucket(request, signal, (client, options) => client.send(command, options));
  return failuresOf(told(), objects);
}

type ToldFailure = Omit<DeleteFailure, 'key'> & { readonly key: string | undefined };

/**
 * The failures of the objects they are about. Some S3-compatible stores leave out the version, and Ceph RGW tells an empty
 * one where none was asked for: what may have stayed is not to be called deleted. Nor is any other, where nothing tells
 * which one it is.
 */
function failuresOf(told: readonly ToldFailure[], objects: readonly ObjectToDelete[]): DeleteFailure[] {
  const byKey = new Map<string | undefined, ObjectToDelete[]>();
  for (const object of objects) {
    const others = byKey.get(object.key);
    if (others) others.push(object);
    else byKey.set(object.key, [object]);
  }
  const failures = new Map<ObjectToDelete, DeleteFailure>();
  const fail = (object: ObjectToDelete, { code, message }: ToldFailure): void => {
    const { key, versionId, ifMatch } = object;
    if (ifMatch === undefined || code !== GONE) failures.set(object, { key, versionId, code, message });
  };
  const vague = new Map<readonly ObjectToDelete[], ToldFailure>();
  for (const failure of told) {
    const ofKey = byKey.get(failure.key);
    const exact = ofKey?.filter(({ versionId }) => versionId === failure.versionId) ?? [];
    for (const object of exact) fail(object, failure);
    if (exact.length === 0) vague.set(ofKey ?? objects, failure);
  }
  for (const [candidates, failure] of vague) {
    for (const object of candidates) if (!failures.has(object)) fail(object, failure);
  }
  return [...failures.values()];
}

/**
 * Deletes one by one. What is no matter of permission ends it, because it would befall the others as well.
 * @returns those that stayed, and what ended it
 * @throws AppError of kind `cancelled`
 */
async function deleteAlone(
  connection: S3Connection,
  bucket: string,
  objects: readonly ObjectToDelete[],
  signal: AbortSignal,
): Promise<{ readonly refused: DeleteFailure[]; readonly reason: AppError | undefined }> {
  let reason: AppError | undefined;
  const refused = await inParallel(objects, PARALLEL_DELETES, async (object) => {
    const { key, versionId, ifMatch } = object;
    const error = reason ?? (await refusalOf(connection, { bucket, key, versionId }, { ifMatch }, signal));
    if (!error) return [];
    if (error.kind !== 'accessDenied' && error.kind !== 'changed') reason ??= error;
    return [{ key, versionId, code: error.detail.code ?? 'AccessDenied', message: error.message }];
  });
  return { refused: refused.flat(), reason };
}

/** Why an object cannot be deleted; undefined when it was. */
async function refusalOf(
  connection: S3Connection,
  address: VersionAddress,
  condition: Pick<WriteCondition, 'ifMatch'>,
  signal: AbortSignal,
): Promise<AppError | undefined> {
  try {
    await deleteObject(connection, address, signal, condition);
    return undefined;
  } catch (error) {
    if (!isAppError(error) || error.kind === 'cancelled') throw error;
    return error.detail.code === GONE ? undefined : error;
  }
}
