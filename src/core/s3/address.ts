import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';
import { configurationMark } from '../workspace/configurationNames';
import { editorMarks } from '../workspace/editorNames';
import { replaceHidden } from '../texts/visible';

/** An object's place: the key exactly as S3 has it. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** An object as seen through a profile's session: what a URI names. */
export interface ProfileObjectAddress extends ObjectAddress {
  readonly profile: string;
  /** One version of it, which never changes; the current one without. */
  readonly versionId?: string | undefined;
}

/** A folder of a bucket, or the bucket. */
export interface FolderAddress {
  readonly profile: string;
  readonly bucket: string;
  /** Empty, or ending with `/`. */
  readonly prefix: string;
}

/** The parts of a `vscode.Uri` that name an object; the scheme is the same for all. */
export interface UriParts {
  /** The profile, of `[a-z0-9._-]` only, because URIs are compared with the authority in lower case. */
  readonly authority: string;
  /** `/bucket/key`, with what URI handling could change escaped; ordinary file names stay as they are. */
  readonly path: string;
  /** Empty, or `versionId=…`. */
  readonly query: string;
}

// What is escaped stands as its UTF-16 code units in hexadecimal, each between two escape characters; two escape
// characters with nothing between stand for an empty name.
const AUTHORITY_ESCAPE = '_';
const PATH_ESCAPE = '~';

const VERSION = 'versionId=';
const IN_VERSION = /[^A-Za-z0-9._-]/g;
const IN_AUTHORITY = /[^a-z0-9.-]/g;
/**
 * In a segment: the escape character, what URI code decodes or turns into a separator (`%`, `\`), blanks at either end,
 * the dot of the segments `.` and `..`, and what VS Code would read as a link or an icon where it shows the name.
 */
const IN_SEGMENT = /[~%\\]|^\.(?=\.?$)|^\s+|\s+$|\](?=\()|\$(?=\()/gu;
const NOTHING = /(?!)/g;
/** In the bucket also `/` (access point ARNs) and `:` (`/c:` would be taken for a drive). */
const IN_BUCKET = new RegExp(`[/:]|${IN_SEGMENT.source}`, 'gu');

/**
 * What URIs of earlier versions have escaped in a segment; VS Code keeps them in editors and workspaces, so they name
 * their objects still.
 */
const ONCE_IN_SEGMENT =
  /[~%\\]|\p{Cs}|^\.(?=\.?$)|[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200C-\u200D\u{E0020}-\u{E007F}])\p{Cf}|^\s+|\s+$/gu;

/** The URI parts of an object. Different addresses have different parts; any strings are allowed. */
export function toUriParts({ profile, bucket, key, versionId }: ProfileObjectAddress): UriParts {
  return {
    authority: escape(profile, IN_AUTHORITY, AUTHORITY_ESCAPE),
    path: ['', bucketSegment(bucket), ...key.split('/').map(uriSegment)].join('/'),
    query: versionId === undefined ? '' : VERSION + escape(versionId, IN_VERSION, PATH_ESCAPE),
  };
}

/**
 * The object that URI parts name, the inverse of {@link toUriParts}.
 * @throws AppError of kind `notFound` for parts that {@link toUriParts} never gives, such as a bucket without a key
 */
export function fromUriParts(parts: UriParts): ProfileObjectAddress {
  const [first, bucket = '', ...segments] = parts.path.split('/');
  const address = {
    profile: unescape(parts.authority, AUTHORITY_ESCAPE),
    bucket: unescape(bucket, PATH_ESCAPE),
    key: segments.map((segment) => unescape(segment, PATH_ESCAPE)).join('/'),
    ...(parts.query === '' ? {} : { versionId: unescape(parts.query.slice(VERSION.length), PATH_ESCAPE) }),
  };
  const canonical = toUriParts(address);
  // One object has one URI only, or editors would hold two versions of it.
  const names = address.key.split('/');
  const isPath =
    parts.path === canonical.path ||
    parts.path === oncePathOf(address) ||
    (first === '' &&
      [bucketSegment(address.bucket), onceBucketSegment(address.bucket)].includes(bucket) &&
      segments.length === names.length &&
      segments.every((segment, index) => isOnceSegment(segment, names[index] ?? '')));
  if (canonical.authority !== parts.authority || !isPath || canonical.query !== parts.query) {
    throw new AppError('notFound', t('No object has the address {0}.', parts.path));
  }
  return address;
}

/** The profile in the authority of a URI; undefined for what {@link toUriParts} never gives. */
export function profileOfAuthority(authority: string): string | undefined {
  const profile = unescape(authority, AUTHORITY_ESCAPE);
  return escape(profile, IN_AUTHORITY, AUTHORITY_ESCAPE) === authority ? profile : undefined;
}

/**
 * A name between two `/` of a key as it stands in the path of a URI: no name that anybody takes for configuration, such as
 * `~2e~vscode` for `.vscode`.
 * @returns never what ends with {@link FOLDER_ALIAS}, that of the empty name excepted
 */
export function uriSegment(name: string): string {
  return shownSegment(withMarks(name, IN_SEGMENT));
}

/** Like {@link uriSegment}, with the names of configuration as they are. */
export function plainSegment(name: string): string {
  return shownSegment(escape(name, IN_SEGMENT, PATH_ESCAPE));
}

/** A name under which VS Code shows a text that is no file, such as the beginning of an object: no other editor opens it. */
export function textName(name: string): string {
  return withMarks(name, NOTHING);
}

/** What a person would not see in a name, or not as it is, is escaped as well: VS Code shows the path's names. */
function shownSegment(segment: string): string {
  return replaceHidden(segment, (hidden) => escaped(hidden, PATH_ESCAPE));
}

function bucketSegment(bucket: string): string {
  return shownSegment(withMarks(bucket, IN_BUCKET));
}

function oncePathOf({ bucket, key }: ObjectAddress): string {
  return ['', onceBucketSegment(bucket), ...key.split('/').map(onceSegment)].join('/');
}

function onceBucketSegment(bucket: string): string {
  return withMarks(bucket, new RegExp(`[/:]|${ONCE_IN_SEGMENT.source}`, 'gu'));
}

function onceSegment(name: string): string {
  return withMarks(name, ONCE_IN_SEGMENT);
}

/** Whether a name may have stood in a URI as `segment`: its ending may have been that of an editor which is gone. */
function isOnceSegment(segment: string, name: string): boolean {
  if ([uriSegment(name), onceSegment(name)].includes(segment)) return true;
  const marks = marksOf(name);
  return dotsOfEndings(name).some(
    (dot) => shownSegment(withMarks(name, IN_SEGMENT, [...new Set([...marks, dot])].sort(byPlace))) === segment,
  );
}

/** The last dots of a name: no editor has endings of more. */
function dotsOfEndings(name: string): number[] {
  return [...name.matchAll(/\./g)].slice(-3).map(({ index }) => index);
}

/** The name that stands in the path of a URI as `segment`, the inverse of both. */
export function segmentName(segment: string): string {
  return unescape(segment, PATH_ESCAPE);
}

/** What follows a folder's name in a URI where an object beside it has the same name. */
export const FOLDER_ALIAS = PATH_ESCAPE + PATH_ESCAPE;

/** `s3://bucket/key` with the key unchanged, as the AWS CLI takes it; with an empty key or a prefix likewise. */
export function s3Uri({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}

/**
 * The Amazon Resource Name of an object, or of a bucket when the key is empty.
 * @param partition such as `aws` or `aws-cn`
 */
export function arn({ bucket, key }: ObjectAddress, partition: string): string {
  return `arn:${partition}:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
}

/** Escapes what is unsafe, and the characters by which a name would be taken for more than a text. */
function withMarks(name: string, unsafe: RegExp, marks = marksOf(name)): string {
  const plain = (text: string): string => (text === '' ? '' : escape(text, unsafe, PATH_ESCAPE));
  if (marks.length === 0) return escape(name, unsafe, PATH_ESCAPE);
  let [text, from] = ['', 0];
  for (const at of marks) {
    const [marked = ''] = name.slice(at);
    text += plain(name.slice(from, at)) + escaped(marked, PATH_ESCAPE);
    from = at + marked.length;
  }
  return text + plain(name.slice(from));
}

/** Where a name would be taken for configuration, or for what other editors than that of texts open. */
function marksOf(name: string): number[] {
  const configuration = configurationMark(name);
  const marks = editorMarks(name);
  return configuration === undefined ? marks : [...new Set([configuration, ...marks])].sort(byPlace);
}

function byPlace(one: number, other: number): number {
  return one - other;
}

function escape(text: string, unsafe: RegExp, mark: string): string {
  if (text === '') return mark + mark;
  return text.replace(unsafe, (match) => escaped(match, mark));
}

function escaped(text: string, mark: string): string {
  return codeUnits(text)
    .map((unit) => `${mark}${unit.toString(16)}${mark}`)
    .join('');
}

function unescape(text: string, mark: string): string {
  return text.replace(new RegExp(`${mark}([0-9a-f]{0,4})${mark}`, 'g'), (_, unit: string) =>
    unit === '' ? '' : String.fromCharCode(parseInt(unit, 16)),
  );
}

function codeUnits(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
