import type { ObjectInfo, ObjectVersion } from '../../core/s3/objectStore';
import type { LongAnswer } from '../support/stepwiseAnswer';
import type { Steps } from '../support/steps';
import { childrenOf, type Texts, textsOf, Unreadable, type XmlElement } from '../support/xml';
import { unquoted } from './facts';
import { decodeKey } from './keys';

/**
 * What the answers about many objects may have: AWS's have 1,000 entries at most, whatever is asked for; twice as many for
 * stores that count otherwise. A key has 1,024 bytes, each of six characters at most.
 */
const MANY: Omit<LongAnswer, 'root'> = { bytes: 7 * 1024 ** 2, entries: 2000, text: 8 * 1024 };

/** The answers that are read in steps. */
export const LONG_ANSWERS = {
  objects: { ...MANY, root: 'ListBucketResult' },
  versions: { ...MANY, root: 'ListVersionsResult' },
  uploads: { ...MANY, root: 'ListMultipartUploadsResult' },
  deletions: { ...MANY, root: 'DeleteResult' },
  /** Stores other than AWS give all buckets at once. */
  buckets: { bytes: 4 * 1024 ** 2, entries: 20_000, text: 8 * 1024, root: 'ListAllMyBucketsResult' },
} as const satisfies Readonly<Record<string, LongAnswer>>;

const SIZE = /^\d{1,15}$/;
const TIME = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

type Decode = (key: string) => string;

/** What the outermost element of a listing tells beside its entries. */
export interface Listed {
  readonly texts: Texts;
  readonly isTruncated: boolean | undefined;
  /** Of keys, prefixes and the markers that are keys: a store that does not know `EncodingType` leaves them as they are. */
  readonly decode: Decode;
}

/** What a listing tells beside its entries. */
export function listed(root: XmlElement): Listed {
  const texts = textsOf(root);
  const isTruncated = flagOf(texts, 'IsTruncated');
  return { texts, isTruncated, decode: texts('EncodingType') === 'url' ? decodeKey : (key) => key };
}

/** The prefixes of a listing. */
export async function prefixesOf(root: XmlElement, { decode }: Listed, steps: Steps): Promise<string[]> {
  return await steps.map(childrenOf(root, 'CommonPrefixes'), (entry) => decode(needed(textsOf(entry), 'Prefix')));
}

/** The objects of a listing. */
export async function objectsOf(root: XmlElement, { decode }: Listed, steps: Steps): Promise<ObjectInfo[]> {
  return await steps.map(childrenOf(root, 'Contents'), (entry) => objectOf(textsOf(entry), decode));
}

/** Versions and delete markers of a listing, in its order: their times, whole seconds, do not tell which was first. */
export async function versionsOf(root: XmlElement, { decode }: Listed, steps: Steps): Promise<ObjectVersion[]> {
  const entries = root.children.filter(({ name }) => name === 'Version' || name === 'DeleteMarker');
  return await steps.map(entries, (entry) => {
    const texts = textsOf(entry);
    const isDeleteMarker = entry.name === 'DeleteMarker';
    const own = {
      versionId: given(texts('VersionId')) ?? 'null',
      isLatest: flagOf(texts, 'IsLatest') ?? false,
      isDeleteMarker,
    };
    if (!isDeleteMarker) return { ...objectOf(texts, decode), ...own };
    return { key: decode(needed(texts, 'Key')), size: 0, modified: timeOf(texts, 'LastModified') ?? 0, ...own };
  });
}

/** Undefined for an empty text, with which some stores say that there is none. */
export function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** A text without which an entry is none. @throws Unreadable where it is missing */
export function needed(texts: Texts, name: string): string {
  const text = texts(name);
  if (text === undefined || text === '') throw new Unreadable(name);
  return text;
}

/** A time of an entry, in milliseconds since the epoch. @throws Unreadable for what is none */
export function timeOf(texts: Texts, name: string): number | undefined {
  const text = texts(name);
  if (text === undefined) return undefined;
  const [, year, month, day] = TIME.exec(text) ?? [];
  const time = Date.parse(text);
  // A day that its month does not have becomes another one.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (Number.isNaN(time) || !isDay) throw new Unreadable(name);
  return time;
}

function objectOf(texts: Texts, decode: Decode): ObjectInfo {
  const size = texts('Size') ?? '0';
  if (!SIZE.test(size)) throw new Unreadable('Size');
  return {
    key: decode(needed(texts, 'Key')),
    size: Number(size),
    modified: timeOf(texts, 'LastModified') ?? 0,
    etag: given(unquoted(texts('ETag'))),
    storageClass: given(texts('StorageClass')) ?? 'STANDARD',
  };
}

function flagOf(texts: Texts, name: string): boolean | undefined {
  const text = texts(name);
  return text === undefined ? undefined : text === 'true';
}
