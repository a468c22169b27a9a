import { invalidArgument } from './s3Errors';
import type { S3Call } from './s3Call';
import type { ListQuery, ListRow } from './listing';

/** What all lists of keys have in common. */
export interface ListParameters {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  readonly encodingType: string | undefined;
  /** Applies the encoding type to a key, prefix or marker. */
  readonly encode: (text: string) => string;
}

const PAGE_LIMIT = 1000;

/** @throws AwsError InvalidArgument */
export function listParameters(call: S3Call, limitName = 'max-keys'): ListParameters {
  const encodingType = call.query('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  return {
    prefix: call.query('prefix') ?? '',
    delimiter: call.query('delimiter') ?? '',
    maxKeys: call.integerQuery(limitName, PAGE_LIMIT, { min: 0, max: PAGE_LIMIT }),
    encodingType,
    encode: encodingType === 'url' ? encodeForList : (text) => text,
  };
}

/** The condition keys of a list; absent ones stay absent, as an absent prefix does not match the empty one. */
export function listContext(call: S3Call): Record<string, string> {
  const context: Record<string, string> = {};
  for (const name of ['prefix', 'delimiter', 'max-keys']) {
    const value = call.query(name);
    if (value !== undefined) context[`s3:${name}`] = value;
  }
  return context;
}

/** AWS rule of `encoding-type=url`: as in a form, but the slash stays. */
function encodeForList(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** @returns an opaque token to go on after that row */
export function continuationToken({ kind, name }: ListRow): string {
  return Buffer.from((kind === 'key' ? 'k' : 'p') + name).toString('base64url');
}

/** @throws AwsError InvalidArgument for a token this service did not make */
export function parseContinuationToken(token: string): ListRow {
  const text = Buffer.from(token, 'base64url').toString();
  const row: ListRow = { kind: text.startsWith('k') ? 'key' : 'commonPrefix', name: text.slice(1) };
  if (!/^[kp]./s.test(text) || continuationToken(row) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return row;
}

/**
 * Reads a marker that may be a common prefix of the former page.
 * @returns the row to go on after
 */
export function markerRow(marker: string, { prefix, delimiter }: Pick<ListQuery, 'prefix' | 'delimiter'>): ListRow {
  const end = delimiter === '' || !marker.startsWith(prefix) ? -1 : marker.indexOf(delimiter, prefix.length);
  const isCommonPrefix = end >= 0 && end + delimiter.length === marker.length;
  return { kind: isCommonPrefix ? 'commonPrefix' : 'key', name: marker };
}
