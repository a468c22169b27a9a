import { AwsError } from '../kernel/types';
import { decodeAwsChunked, incompleteBody, type DecodedBody } from './awsChunked';
import {
  CHECKSUM_ALGORITHMS,
  checksumAlgorithm,
  checksumHeader,
  computeChecksum,
  isWellFormedChecksum,
  type Checksum,
  type ChecksumAlgorithm,
} from './checksums';
import { bytesContent, digest, readAll, type Content } from './content';
import { entityTooLarge, invalidRequest, malformedXml } from './s3Errors';
import type { S3Call } from './s3Call';
import { parseXml, type XmlElement } from './xml';

/** AWS rule: a single PUT, a part and a single copy hold at most 5 GiB. */
export const MAX_SINGLE_BYTES = 5 * 1024 ** 3;

/** A body whose integrity was verified. */
export interface Payload {
  readonly content: Content;
  /** The additional checksum the client sent, if any. */
  readonly checksum: Checksum | undefined;
}

/**
 * Reads and verifies a body of bytes.
 * @throws AwsError EntityTooLarge, MissingContentLength, NotImplemented (chunked transfer), IncompleteBody, InvalidDigest,
 *   BadDigest, InvalidRequest
 */
export async function readPayload(call: S3Call): Promise<Payload> {
  assertLength(call);
  const { bytes, trailers } = await readBody(call);
  const content = bytesContent(bytes);
  verifyMd5(call.header('content-md5'), content);
  return { content, checksum: verifyChecksum(call, trailers, content) };
}

/**
 * Reads and verifies a body of XML.
 * @throws AwsError MalformedXML, and those of `readPayload`
 */
export function readXml(call: S3Call): Promise<XmlElement>;
export function readXml(call: S3Call, options: { optional: true }): Promise<XmlElement | undefined>;
export async function readXml(call: S3Call, options?: { optional: true }): Promise<XmlElement | undefined> {
  const { content } = await readPayload(call);
  if (content.size === 0 && options?.optional) return undefined;
  try {
    return parseXml(readAll(content).toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw malformedXml();
    throw error;
  }
}

function assertLength(call: S3Call): void {
  const isAwsChunked = usesAwsChunked(call);
  if (call.header('transfer-encoding') === 'chunked' && !isAwsChunked) {
    throw new AwsError(501, 'NotImplemented', 'A header you provided implies functionality that is not implemented', {
      elements: { Header: 'Transfer-Encoding' },
    });
  }
  const length = call.header(isAwsChunked ? 'x-amz-decoded-content-length' : 'content-length');
  if (length === undefined && call.http.method === 'PUT') {
    throw new AwsError(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(length) > MAX_SINGLE_BYTES) throw entityTooLarge(Number(length), MAX_SINGLE_BYTES);
}

function usesAwsChunked(call: S3Call): boolean {
  return call.header('x-amz-content-sha256')?.startsWith('STREAMING-') ?? false;
}

async function readBody(call: S3Call): Promise<DecodedBody> {
  const body = await call.http.body();
  if (!usesAwsChunked(call)) return { bytes: body, trailers: {} };
  const decoded = decodeAwsChunked(body);
  if (decoded.bytes.length !== Number(call.header('x-amz-decoded-content-length'))) throw incompleteBody();
  return decoded;
}

function verifyMd5(stated: string | undefined, content: Content): void {
  if (stated === undefined) return;
  const bytes = Buffer.from(stated, 'base64');
  if (bytes.length !== 16) throw new AwsError(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  const calculated = digest('md5', content);
  if (calculated.equals(bytes)) return;
  throw new AwsError(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.', {
    elements: { ExpectedDigest: bytes.toString('hex'), CalculatedDigest: calculated.toString('base64') },
  });
}

function verifyChecksum(
  call: S3Call,
  trailers: Readonly<Record<string, string>>,
  content: Content,
): Checksum | undefined {
  const stated = statedChecksum(call, trailers);
  if (!stated) return undefined;
  const { algorithm, value } = stated;
  if (computeChecksum(algorithm, content) === value) return { algorithm, value, type: 'FULL_OBJECT' };
  throw new AwsError(400, 'BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
}

/**
 * @returns the checksum the request states in a header or trailer
 * @throws AwsError InvalidRequest for several, a malformed one, or one announced and not sent
 */
function statedChecksum(
  call: S3Call,
  trailers: Readonly<Record<string, string>>,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  const found = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const name = checksumHeader(algorithm);
    const value = call.header(name) ?? trailers[name];
    return value === undefined ? [] : [{ algorithm, value }];
  });
  const [stated] = found;
  if (found.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const announced = call.header('x-amz-sdk-checksum-algorithm');
  if (announced !== undefined && checksumAlgorithm(announced) !== stated?.algorithm) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (stated && !isWellFormedChecksum(stated.algorithm, stated.value)) {
    throw invalidRequest(`Value for ${checksumHeader(stated.algorithm)} header is invalid.`);
  }
  return stated;
}
