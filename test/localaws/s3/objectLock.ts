import { AwsError } from '../kernel/types';
import type { Bucket } from './bucket';
import type { S3Call } from './s3Call';
import type { StoredObject, Version } from './storedObject';

/**
 * AWS rule (S3 User Guide, "Locking objects with Object Lock"): a version under a legal hold or a retention period is not
 * deleted; governance mode may be bypassed by whoever may. A delete marker can always be put before it.
 * @throws AwsError AccessDenied
 */
export function assertNotLocked(call: S3Call, bucket: Bucket, version: Version | undefined): void {
  if (!version || version.deleteMarker) return;
  const { legalHold, retention, key } = version;
  const isRetained = retention !== undefined && retention.until > call.now;
  const bypasses =
    retention?.mode === 'GOVERNANCE' &&
    call.header('x-amz-bypass-governance-retention') === 'true' &&
    call.mayUseObject(bucket, 's3:BypassGovernanceRetention', key);
  if (legalHold || (isRetained && !bypasses)) {
    throw new AwsError(403, 'AccessDenied', 'Access Denied because object protected by object lock.');
  }
}

/** @returns the headers that tell of the lock, each for those who may know */
export function lockHeaders(call: S3Call, bucket: Bucket, object: StoredObject): Record<string, string> {
  const { legalHold, retention, key } = object;
  return {
    ...(retention && call.mayUseObject(bucket, 's3:GetObjectRetention', key)
      ? {
          'x-amz-object-lock-mode': retention.mode,
          'x-amz-object-lock-retain-until-date': new Date(retention.until).toISOString(),
        }
      : {}),
    ...(legalHold && call.mayUseObject(bucket, 's3:GetObjectLegalHold', key)
      ? { 'x-amz-object-lock-legal-hold': 'ON' }
      : {}),
  };
}
