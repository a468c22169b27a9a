import type { ObjectSeed } from '../s3/seed';

/** An object of text. */
export function text(key: string, body: string, contentType = 'text/plain; charset=utf-8'): ObjectSeed {
  return { key, body, contentType };
}

/** An object of comma-separated values. */
export function csv(key: string, rows: readonly (readonly (string | number)[])[]): ObjectSeed {
  return text(key, `${rows.map((row) => row.join(',')).join('\n')}\n`, 'text/csv');
}

/** An object of JSON, indented. */
export function json(key: string, value: unknown): ObjectSeed {
  return text(key, `${JSON.stringify(value, undefined, 2)}\n`, 'application/json');
}

/** An object of Markdown. */
export function markdown(key: string, body: string): ObjectSeed {
  return text(key, body, 'text/markdown; charset=utf-8');
}
