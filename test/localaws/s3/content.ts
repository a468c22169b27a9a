import { createHash } from 'node:crypto';
import type { BodySeed, PatternBody } from './seed';

/** Largest piece handed out at once. */
const CHUNK_BYTES = 64 * 1024;

/** The immutable bytes of an object or part; shared, not copied, by every object made from it. */
export interface Content {
  /** Bytes. */
  readonly size: number;
  /** @returns the bytes from `start` up to `end` (exclusive), piece by piece */
  chunks(start?: number, end?: number): Iterable<Buffer>;
}

/** Bytes in memory. */
export function bytesContent(bytes: Buffer): Content {
  return {
    size: bytes.length,
    *chunks(start = 0, end = bytes.length) {
      for (let at = start; at < end; at += CHUNK_BYTES) yield bytes.subarray(at, Math.min(end, at + CHUNK_BYTES));
    },
  };
}

/** A repeated pattern, made while it is read. */
export function patternContent({ size, pattern }: PatternBody): Content {
  const unit = Buffer.from(pattern);
  return {
    size,
    *chunks(start = 0, end = size) {
      const block = Buffer.alloc(CHUNK_BYTES + unit.length, unit);
      for (let at = start; at < end; at += CHUNK_BYTES) {
        const phase = at % unit.length;
        yield block.subarray(phase, phase + Math.min(end - at, CHUNK_BYTES));
      }
    },
  };
}

/** Several contents one after the other. */
export function joinedContent(parts: readonly Content[]): Content {
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    *chunks(start = 0, end = size) {
      let offset = 0;
      for (const part of parts) {
        const from = Math.max(0, start - offset);
        const to = Math.min(part.size, end - offset);
        if (from < to) yield* part.chunks(from, to);
        offset += part.size;
      }
    },
  };
}

/** A range of another content. */
export function slicedContent(whole: Content, first: number, last: number): Content {
  const size = last - first + 1;
  return { size, chunks: (start = 0, end = size) => whole.chunks(first + start, first + end) };
}

/** The content a seed describes. */
export function seededContent(body: BodySeed): Content {
  if (typeof body === 'string') return bytesContent(Buffer.from(body));
  return Buffer.isBuffer(body) ? bytesContent(body) : patternContent(body);
}

/** @returns all bytes of a content small enough to hold */
export function readAll(content: Content): Buffer {
  return Buffer.concat([...content.chunks()]);
}

/** @returns the digest of a content, made piece by piece */
export function digest(algorithm: 'md5' | 'sha1' | 'sha256', content: Content): Buffer {
  const hash = createHash(algorithm);
  for (const chunk of content.chunks()) hash.update(chunk);
  return hash.digest();
}
