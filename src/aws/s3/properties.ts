import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectProperties, RestoreState } from '../../core/s3/objectProperties';
import { objectInfo } from './facts';
import { settingsOf } from './settings';

/** What a HEAD answer tells of the object with that key. */
export function propertiesOf(key: string, output: HeadObjectCommandOutput): ObjectProperties {
  const { ObjectLockRetainUntilDate: retainUntil, ObjectLockLegalHoldStatus: hold } = output;
  const restore = restoreState(output.Restore);
  const parts = partsIn(output.ETag);
  return {
    ...objectInfo(key, { ...output, Size: output.ContentLength }),
    storageClass: output.StorageClass ?? 'STANDARD',
    ...(output.VersionId === undefined ? {} : { versionId: output.VersionId }),
    settings: settingsOf(output),
    ...(output.MissingMeta ? { missingMetadata: output.MissingMeta } : {}),
    ...(output.TagCount === undefined ? {} : { tagCount: output.TagCount }),
    checksums: checksumsOf(output),
    ...(restore === undefined ? {} : { restore }),
    ...(output.ArchiveStatus === undefined ? {} : { archiveStatus: output.ArchiveStatus }),
    ...(retainUntil === undefined ? {} : { retainUntil: retainUntil.getTime() }),
    ...(hold === undefined ? {} : { legalHold: hold === 'ON' }),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** Every checksum of the answer by its algorithm; algorithms that are added later are told as well. */
function checksumsOf(output: HeadObjectCommandOutput): Record<string, string> {
  const entries = Object.entries(output).flatMap(([field, value]) => {
    const algorithm = /^Checksum(?!Type$)(\w+)$/.exec(field)?.[1];
    return algorithm === undefined || typeof value !== 'string' ? [] : [[algorithm, value] as const];
  });
  return Object.fromEntries(entries);
}

/** The header `x-amz-restore` (S3 API, HeadObject): `ongoing-request="false", expiry-date="Fri, 21 Dec 2012 …"`. */
function restoreState(header: string | undefined): RestoreState | undefined {
  if (header === undefined) return undefined;
  if (header.includes('ongoing-request="true"')) return { type: 'ongoing' };
  const until = Date.parse(/expiry-date="([^"]*)"/.exec(header)?.[1] ?? '');
  return Number.isNaN(until) ? undefined : { type: 'restored', until };
}

/** Parts an object was uploaded in: the number behind the hash of an ETag of a multipart upload. */
function partsIn(etag: string | undefined): number | undefined {
  const parts = /-(\d+)"?$/.exec(etag ?? '')?.[1];
  return parts === undefined ? undefined : Number(parts);
}
