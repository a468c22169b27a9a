import type { ServerResponse } from 'node:http';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AwsResponse } from './types';

/** Passes this many bytes on, then calls `cut`. */
function cutAfter(bytes: number, cut: () => void): Transform {
  let left = bytes;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const passed = chunk.subarray(0, left);
      left -= passed.length;
      this.push(passed);
      if (left === 0) setImmediate(cut);
      else done();
    },
  });
}

/** Options of an answer that the HTTP layer adds. */
export interface SendOptions {
  readonly method: string;
  /** Headers of every answer of the server; the service's own win. */
  readonly headers: Readonly<Record<string, string>>;
  /** Cut the connection after this many bytes of the body. */
  readonly truncateAfter?: number;
}

/**
 * Writes an answer.
 * @throws when the connection breaks before the answer is written
 */
export async function send(response: ServerResponse, answer: AwsResponse, options: SendOptions): Promise<void> {
  const { body = '' } = answer;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...options.headers, ...answer.headers })) {
    headers[name.toLowerCase()] = value;
  }
  const bodiless = options.method === 'HEAD' || answer.status === 204 || answer.status === 304;
  if (!(body instanceof Readable) && answer.status !== 204 && answer.status !== 304) {
    headers['content-length'] ??= String(Buffer.byteLength(body));
  }
  response.writeHead(answer.status, headers);
  if (bodiless) {
    if (body instanceof Readable) body.destroy();
    response.end();
    return;
  }
  const source = body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
  if (options.truncateAfter === undefined) {
    await pipeline(source, response);
    return;
  }
  response.flushHeaders();
  const socket = response.socket;
  // The bytes must leave before the cut: a reset could overtake them, an end cannot.
  await pipeline(
    source,
    cutAfter(options.truncateAfter, () => socket?.destroySoon()),
    response,
  );
}
