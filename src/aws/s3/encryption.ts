import { t } from '@vscode/l10n';
import type { Encryption } from '../../core/s3/objectProperties';
import { s3Destination, type Destination } from '../../core/secrets/destination';
import type { StoreTarget } from '../../core/s3/stores';
import { AppError } from '../../core/support/errors';

/** The region in a KMS key's ARN; S3-compatible stores leave it empty. */
const KMS_ARN = /^arn:[^:]*:kms:([^:]+):/;

/** SSE-C as the SDK takes it; it adds the key's MD5 itself. */
export interface CustomerKeyInput {
  readonly SSECustomerAlgorithm: 'AES256';
  readonly SSECustomerKey: string;
}

/** The profile's own key, for requests about objects encrypted with it; undefined where it has none. */
export async function customerKeyInput(target: StoreTarget): Promise<CustomerKeyInput | undefined> {
  const key = (await target.customerKey())?.for(targetDestination(target));
  return key && { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.from(key).toString('base64') };
}

/** Where the requests of a store go; S3 of another region is the same destination, of another partition is not. */
function targetDestination({ region, endpoint }: StoreTarget): Destination {
  return s3Destination({ region, endpoints: { s3: endpoint } });
}

/** The same key for the source of a copy. */
export function copySourceKey(key: CustomerKeyInput) {
  return {
    CopySourceSSECustomerAlgorithm: key.SSECustomerAlgorithm,
    CopySourceSSECustomerKey: key.SSECustomerKey,
  };
}

/**
 * What a write says of encryption: the one given, else the profile's, else nothing.
 * @throws AppError of kind `secretMissing` without the key for SSE-C
 */
export async function encryptionInput(target: StoreTarget, given: Encryption | undefined) {
  const encryption: Encryption | undefined = given ?? target.encryption;
  if (encryption === undefined) return {};
  if (encryption.type === 'AES256') return { ServerSideEncryption: encryption.type };
  if (encryption.type === 'SSE-C') return await requiredCustomerKey(target);
  const { type, keyId, bucketKey } = encryption;
  return { ServerSideEncryption: type, SSEKMSKeyId: keyId, BucketKeyEnabled: bucketKey };
}

/** Whether S3 takes the key for a bucket of that region: KMS keys serve their own one (S3 API, CopyObject). */
export function fitsRegion(encryption: Encryption, region: string): boolean {
  const keyRegion = 'keyId' in encryption ? KMS_ARN.exec(encryption.keyId ?? '')?.[1] : undefined;
  return keyRegion === undefined || keyRegion === region;
}

/**
 * What a copy says of encryption: the one given, else the profile's. Where the profile's key is of another region it says
 * nothing, so that the bucket's default encryption applies (S3 API, CopyObject, x-amz-server-side-encryption).
 * @param region of the copy's bucket
 * @throws AppError of kind `secretMissing` without the key for SSE-C
 */
export async function copyEncryptionInput(target: StoreTarget, given: Encryption | undefined, region: string) {
  const own = target.encryption && fitsRegion(target.encryption, region) ? target.encryption : undefined;
  return await encryptionInput({ ...target, encryption: own }, given);
}

/**
 * The profile's own key where nothing goes without it.
 * @throws AppError of kind `secretMissing` when the profile has none
 */
export async function requiredCustomerKey(target: StoreTarget): Promise<CustomerKeyInput> {
  const key = await customerKeyInput(target);
  if (key) return key;
  throw new AppError('secretMissing', t('The profile has no key for SSE-C.'), {
    cure: t('Name one in s3.encryption of the profile.'),
  });
}
