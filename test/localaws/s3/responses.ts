import { createHash } from 'node:crypto';
import type { AwsResponse } from '../kernel/types';
import { checksumElement, type Checksum } from './checksums';
import { xmlDocument, type XmlNode } from './xml';

/** @returns a 200 with an XML document in S3's namespace */
export function xmlResponse(
  root: string,
  content: readonly XmlNode[] | string,
  headers: Readonly<Record<string, string>> = {},
): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: xmlDocument(root, content) };
}

/** @returns the ETag as it stands in headers and lists */
export function quoted(etag: string): string {
  return `"${etag}"`;
}

/** @returns a time as XML answers have it */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** @returns a time as headers have it (RFC 1123) */
export function httpTime(milliseconds: number): string {
  return new Date(milliseconds).toUTCString();
}

/** @returns the account's canonical user ID: 64 hexadecimal digits, always the same */
export function canonicalUserId(accountId: string): string {
  return createHash('sha256').update(accountId).digest('hex');
}

/** @returns the owner of a bucket or object as an XML element */
export function ownerNode(accountId: string, element = 'Owner'): XmlNode {
  return [element, [['ID', canonicalUserId(accountId)]]];
}

/** @returns a checksum and its type as XML elements */
export function checksumNodes(checksum: Checksum | undefined): readonly XmlNode[] {
  return checksum
    ? [
        [checksumElement(checksum.algorithm), checksum.value],
        ['ChecksumType', checksum.type],
      ]
    : [];
}
