import { AwsError, type AwsResponse } from '../kernel/types';
import { readXml } from './payload';
import type { S3Call } from './s3Call';
import { invalidArgument, malformedXml } from './s3Errors';
import type { StoredObject } from './storedObject';
import { referencedObject, requireObject } from './versionLookup';
import { childText, childrenNamed, type XmlElement } from './xml';

/** How long a restore takes here, in milliseconds; on AWS it takes minutes to days. */
const RESTORE_MILLISECONDS: Readonly<Record<string, number>> = { Expedited: 1000, Standard: 3000, Bulk: 5000 };
const DAY = 24 * 60 * 60 * 1000;

/** `RestoreObject`: makes a copy of an archived object readable for some days. */
export async function restoreObject(call: S3Call): Promise<AwsResponse> {
  const object = requireObject(call, referencedObject(call), {
    current: 's3:RestoreObject',
    version: 's3:RestoreObject',
  });
  const request = await readXml(call);
  const { archiveStatus } = object;
  const days = daysOf(request, archiveStatus);
  const [parameters] = childrenNamed(request, 'GlacierJobParameters');
  const tier = (parameters && childText(parameters, 'Tier')) ?? childText(request, 'Tier') ?? 'Standard';
  const duration = RESTORE_MILLISECONDS[tier];
  if (duration === undefined) throw malformedXml();
  if (!object.isInArchive || (archiveStatus !== undefined && !object.isArchived(call.now))) {
    throw new AwsError(403, 'InvalidObjectState', "Restore is not allowed for the object's current storage class", {
      elements: { StorageClass: object.attributes.storageClass },
    });
  }
  const isDeep = object.attributes.storageClass === 'DEEP_ARCHIVE' || archiveStatus === 'DEEP_ARCHIVE_ACCESS';
  if (isDeep && tier === 'Expedited') {
    throw new AwsError(400, 'InvalidArgument', 'Retrieval option is not supported by this storage class', {
      elements: { ArgumentName: 'Tier', ArgumentValue: tier },
    });
  }
  const { restoration } = object;
  if (restoration && restoration.ready > call.now) {
    throw new AwsError(409, 'RestoreAlreadyInProgress', 'Object restore is already in progress');
  }
  const isRestored = !object.isArchived(call.now);
  const ready = isRestored ? call.now : call.now + duration;
  object.restoration = { ready, expires: ready + days * DAY };
  return { status: isRestored ? 200 : 202 };
}

/**
 * AWS rule: a copy is made for whole days; an object of S3 Intelligent-Tiering leaves the archive for good.
 * @throws AwsError MalformedXML, InvalidArgument
 */
function daysOf(request: XmlElement, archiveStatus: StoredObject['archiveStatus']): number {
  const text = childText(request, 'Days');
  if (archiveStatus === undefined) {
    const days = Number(text);
    if (Number.isInteger(days) && days >= 1) return days;
    throw malformedXml();
  }
  if (text === undefined) return Infinity;
  throw invalidArgument(
    'INTELLIGENT_TIERING objects are not subject to restore expiry. Do not specify Days when restoring this object',
    'Days',
    text,
  );
}
