import { t } from '@vscode/l10n';
import type { Encryption } from '../../core/s3/objectProperties';
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
export async function customerKeyInput({ customerKey }: StoreTarget): Promise<CustomerKeyInput | undefined> {
  const key = await customerKey();
  return key && { SSECustomerAlgorithm: 'AES256', SSECustomerKey: Buffer.from(key).toString('base64') };
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

/**
 * What a copy keeps of its source's encryption. A key of KMS must be in the bucket's region (S3 API, CopyObject,
 * x-amz-server-side-encryption-aws-kms-key-id): one of another region stays behind, and S3 takes the account's key for S3
 * (`aws/s3`) of the copy's region.
 * @param region of the copy's bucket
 */
export function encryptionInRegion(encryption: Encryption, region: string): Encryption {
  if (!('keyId' in encryption) || encryption.keyId === undefined) return encryption;
  const keyRegion = KMS_ARN.exec(encryption.keyId)?.[1];
  return keyRegion === undefined || keyRegion === region ? encryption : { ...encryption, keyId: undefined };
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
