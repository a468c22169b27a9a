import { AwsError } from '../kernel/types';

/** A body after its chunks were put together. */
export interface DecodedBody {
  readonly bytes: Buffer;
  /** By lower-case name. */
  readonly trailers: Readonly<Record<string, string>>;
}

/**
 * Undoes `Content-Encoding: aws-chunked`: `size[;chunk-signature=…]`, bytes, …, `0`, trailers.
 * @throws AwsError IncompleteBody when a chunk is cut short or its size cannot be read
 */
export function decodeAwsChunked(body: Buffer): DecodedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const head = lineAt(body, at);
    const size = /^([0-9a-f]+)(?:;|$)/i.exec(head.text)?.[1];
    if (size === undefined) throw incompleteBody();
    const length = parseInt(size, 16);
    at = head.next;
    if (length === 0) return { bytes: Buffer.concat(chunks), trailers: readTrailers(body.subarray(at)) };
    chunks.push(body.subarray(at, at + length));
    const end = lineAt(body, at + length);
    if (end.text !== '') throw incompleteBody();
    at = end.next;
  }
}

function lineAt(body: Buffer, start: number): { text: string; next: number } {
  const end = body.indexOf('\r\n', start);
  if (end < 0) throw incompleteBody();
  return { text: body.toString('latin1', start, end), next: end + 2 };
}

function readTrailers(bytes: Buffer): Record<string, string> {
  const trailers: Record<string, string> = {};
  for (const line of bytes.toString('latin1').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
}

/** @returns the error for a body that is not as long as announced */
export function incompleteBody(): AwsError {
  return new AwsError(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}
