import type { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { ListPage, ObjectInfo } from '../../core/s3/objectStore';
import { onAnswerXml } from './answerXml';
import { unquoted } from './facts';
import { decodeKey } from './keys';
import { readElements, type Elements } from './plainXml';

const BEGIN = /^(?:<\?xml version="1\.0" encoding="UTF-8"\?>)?\s*<ListBucketResult(?: xmlns="[\w:/.-]*")?>/i;
const END = '</ListBucketResult>';
const EMPTY = '<ListBucketResult/>';

const SIZE = /^\d{1,15}$/;
const TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/**
 * Reads the answer of a `ListObjectsV2` by itself: the SDK's general reader spends ten times as long on a page of 1,000
 * keys, most of the time of a search. What does not look as S3 writes it goes the SDK's way.
 * @returns gives the page after the command was sent; undefined where the SDK's output has it
 */
export function listAnswer(command: ListObjectsV2Command): () => ListPage | undefined {
  let page: ListPage | undefined;
  onAnswerXml(command, (xml) => {
    page = readListAnswer(xml);
    return page ? EMPTY : xml;
  });
  return () => page;
}

/** The page in an answer of S3 (S3 API, ListObjectsV2); undefined for what is not read here. */
export function readListAnswer(xml: string): ListPage | undefined {
  const whole = xml.trimEnd();
  const [begin] = BEGIN.exec(xml) ?? [];
  if (begin === undefined || !whole.endsWith(END)) return undefined;
  const root = readElements(whole, begin.length, whole.length - END.length, ['Contents', 'CommonPrefixes']);
  // S3 encodes what would need an entity.
  if (root?.values.get('EncodingType') !== 'url') return undefined;
  const objects = root.groups.get('Contents')?.map(objectOf) ?? [];
  const prefixes = root.groups.get('CommonPrefixes')?.map(({ values }) => plain(values.get('Prefix'))) ?? [];
  const token = root.values.get('NextContinuationToken');
  const next = plain(token);
  if (!objects.every(isDefined) || !prefixes.every(isDefined) || next !== token) return undefined;
  // A token of which the list says that it does not count, or none where it goes on.
  if ((root.values.get('IsTruncated') === 'true') !== (next !== undefined)) return undefined;
  return { objects, prefixes: prefixes.map(decodeKey), next };
}

/** Undefined where something is missing, or not written as S3 does. */
function objectOf({ values }: Elements): ObjectInfo | undefined {
  const key = plain(values.get('Key'));
  const [time = '', day] = TIME.exec(values.get('LastModified') ?? '') ?? [];
  const modified = Date.parse(time);
  const size = values.get('Size') ?? '';
  const storageClass = plain(values.get('StorageClass') ?? 'STANDARD');
  const etag = values.get('ETag')?.replaceAll('&quot;', '"').replaceAll('&#34;', '"');
  if (key === undefined || storageClass === undefined || !SIZE.test(size) || !(modified >= 0)) return undefined;
  // A day that its month does not have becomes another one.
  if (!new Date(modified).toISOString().startsWith(day ?? '') || etag?.includes('&') === true) return undefined;
  return { key: decodeKey(key), size: Number(size), modified, etag: unquoted(etag), storageClass };
}

/** The text, unless it is empty or only blanks, holds entities, or has blanks around it that a reader may take off. */
function plain(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text.includes('&') || text.trim() !== text ? undefined : text;
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
