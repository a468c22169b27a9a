import { createHash } from 'node:crypto';
import { partitionOfRegion } from '../kernel/partitions';
import { AwsError } from '../kernel/types';
import type { S3Call } from './s3Call';
import { invalidArgument, invalidRequest } from './s3Errors';
import { seededEncryption, type StoredObject } from './storedObject';

const SSE = 'x-amz-server-side-encryption';
const KMS_KEY_ID = `${SSE}-aws-kms-key-id`;
const BUCKET_KEY = `${SSE}-bucket-key-enabled`;
const CUSTOMER_ALGORITHM = `${SSE}-customer-algorithm`;
const CUSTOMER_KEY_MD5 = `${SSE}-customer-key-md5`;
const WITH_CUSTOMER_KEYS = 'Requests specifying Server Side Encryption with Customer provided keys must provide';

/** @returns encryption headers to keep and echo; the bucket's default when the request names none */
export function encryptionOf(call: S3Call): Readonly<Record<string, string>> {
  const customerKey = customerKeyMd5(call, 'x-amz-');
  if (customerKey !== undefined) {
    if (call.header(SSE) !== undefined) {
      throw invalidArgument(
        'Server Side Encryption with Customer provided key is incompatible with the encryption method specified',
        SSE,
        call.header(SSE) ?? '',
      );
    }
    return { [CUSTOMER_ALGORITHM]: 'AES256', [CUSTOMER_KEY_MD5]: customerKey };
  }
  const algorithm = call.header(SSE);
  if (algorithm === undefined && call.header(KMS_KEY_ID) === undefined) return seededEncryption(call.bucket.encryption);
  return namedEncryption(call, algorithm ?? 'AES256');
}

function namedEncryption(call: S3Call, algorithm: string): Record<string, string> {
  if (!['AES256', 'aws:kms', 'aws:kms:dsse'].includes(algorithm)) {
    throw invalidArgument('The encryption method specified is not supported', SSE, algorithm);
  }
  const keyId = call.header(KMS_KEY_ID);
  if (algorithm === 'AES256') {
    if (keyId === undefined) return { [SSE]: algorithm };
    throw invalidArgument(
      `Server Side Encryption with AWS KMS managed key requires HTTP header ${SSE} : aws:kms`,
      SSE,
      '',
    );
  }
  const bucketKey = call.header(BUCKET_KEY);
  return {
    [SSE]: algorithm,
    [KMS_KEY_ID]: kmsKeyArn(call, keyId ?? 'alias/aws/s3'),
    ...(bucketKey === 'true' ? { [BUCKET_KEY]: bucketKey } : {}),
  };
}

/**
 * AWS rule: a key is told by its ARN, however it was named; an alias stands for a key of the bucket's account.
 * @throws AwsError KMS.NotFoundException for a key of another region than the bucket's
 */
function kmsKeyArn(call: S3Call, named: string): string {
  const { region, accountId } = call.bucket;
  const namedRegion = /^arn:[^:]*:kms:([^:]*):/.exec(named)?.[1];
  if (namedRegion !== undefined && namedRegion !== region) {
    throw new AwsError(400, 'KMS.NotFoundException', `Invalid arn ${namedRegion}`);
  }
  if (/^arn:[^:]*:kms:[^:]*:\d{12}:key\//.test(named)) return named;
  const alias = named.replace(/^arn:[^:]*:kms:[^:]*:\d{12}:/, '');
  const digits = createHash('sha256').update(alias).digest('hex');
  const id = alias.startsWith('alias/')
    ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
    : alias;
  return `arn:${partitionOfRegion(region)}:kms:${region}:${accountId}:key/${id}`;
}

/**
 * Reads and checks the three headers of SSE-C.
 * @param prefix of the headers, which differ for the source of a copy
 * @returns the key's MD5 in Base64; undefined when the request gives no key
 * @throws AwsError InvalidArgument
 */
function customerKeyMd5(call: S3Call, prefix: string): string | undefined {
  const name = `${prefix}server-side-encryption-customer`;
  const [algorithm, key, md5] = ['algorithm', 'key', 'key-md5'].map((part) => call.header(`${name}-${part}`));
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  const refused = (problem: string, header: string, value: string): AwsError =>
    invalidArgument(problem, `${name}-${header}`, value);
  if (algorithm !== 'AES256') {
    throw refused(`${WITH_CUSTOMER_KEYS} a valid encryption algorithm.`, 'algorithm', algorithm ?? '');
  }
  // The key itself stands in no answer.
  if (key === undefined) throw refused(`${WITH_CUSTOMER_KEYS} an appropriate secret key.`, 'key', '');
  if (md5 === undefined)
    throw refused(`${WITH_CUSTOMER_KEYS} the client calculated MD5 of the secret key.`, 'key-md5', '');
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length !== 32) throw refused('The secret key was invalid for the specified algorithm.', 'key', '');
  if (createHash('md5').update(bytes).digest('base64') !== md5) {
    throw refused('The calculated MD5 hash of the key did not match the hash that was provided.', 'key-md5', md5);
  }
  return md5;
}

/**
 * AWS rule: an object encrypted with the customer's key is read only with that key, its head as well.
 * @param prefix of the headers, which differ for the source of a copy
 * @throws AwsError InvalidRequest without the key, AccessDenied with another one, InvalidArgument
 */
export function assertCustomerKey(call: S3Call, object: StoredObject, prefix = 'x-amz-'): void {
  const expected = object.attributes.encryption[CUSTOMER_KEY_MD5];
  const given = customerKeyMd5(call, prefix);
  if (expected === given) return;
  if (expected === undefined) {
    throw invalidRequest('The encryption parameters are not applicable to this object.');
  }
  if (given === undefined) {
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  throw new AwsError(403, 'AccessDenied', 'Access Denied');
}

/**
 * AWS rule: every part is sent with the key that the upload was begun with.
 * @param encryption of the upload
 * @throws AwsError InvalidRequest, InvalidArgument
 */
export function assertCustomerKeyOfPart(call: S3Call, encryption: Readonly<Record<string, string>>): void {
  const expected = encryption[CUSTOMER_KEY_MD5];
  const given = customerKeyMd5(call, 'x-amz-');
  if (expected === given) return;
  if (given === undefined) {
    throw invalidRequest(
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  }
  throw invalidRequest(
    expected === undefined
      ? 'The multipart upload initiate did not request encryption. Subsequent part requests must not include encryption parameters.'
      : 'The provided encryption parameters did not match the ones used originally.',
  );
}

/** @returns whether the request says how the object it makes is encrypted */
export function namesEncryption(call: S3Call): boolean {
  return call.header(SSE) !== undefined || call.header(CUSTOMER_ALGORITHM) !== undefined;
}
