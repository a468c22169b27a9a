import { createHash } from 'node:crypto';

/** Digest of bytes, to tell whether two contents are the same. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/**
 * Digest of a text as editors show it: line ends and a byte order mark count for nothing.
 * @param text of a document, or the bytes it is made of in UTF-8
 */
export function textDigestOf(text: string | Uint8Array): string {
  const decoded = typeof text === 'string' ? text : new TextDecoder().decode(text);
  return digestOf(Buffer.from(decoded.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')));
}
