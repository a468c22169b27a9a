import { AwsError, type AwsResponse } from '../kernel/types';
import { readXml } from './payload';
import type { S3Call } from './s3Call';
import { malformedXml } from './s3Errors';
import { referencedObject, requireObject } from './versionLookup';
import { childText, childrenNamed } from './xml';

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
  const days = Number(childText(request, 'Days'));
  const [parameters] = childrenNamed(request, 'GlacierJobParameters');
  const tier = (parameters && childText(parameters, 'Tier')) ?? childText(request, 'Tier') ?? 'Standard';
  const duration = RESTORE_MILLISECONDS[tier];
  if (!Number.isInteger(days) || days < 1 || duration === undefined) throw malformedXml();
  if (!['GLACIER', 'DEEP_ARCHIVE'].includes(object.attributes.storageClass)) {
    throw new AwsError(403, 'InvalidObjectState', "Restore is not allowed for the object's current storage class", {
      elements: { StorageClass: object.attributes.storageClass },
    });
  }
  if (object.attributes.storageClass === 'DEEP_ARCHIVE' && tier === 'Expedited') {
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
