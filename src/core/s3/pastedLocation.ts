import { t } from '@vscode/l10n';
import { isAppError } from '../support/errors';
import { fromUriParts } from './address';
import { readConsoleLink } from './consoleLink';
import { locationProblem, readArn, readUri, type S3Location } from './location';
import { readObjectUrl } from './objectUrl';

/** What helps to read a text. */
export interface PasteOptions {
  /** Base URL of the S3 in use where it is not AWS's own. */
  readonly endpoint?: string | undefined;
  /** Whether a person typed it as a place, so that `bucket/prefix` is one. */
  readonly typed?: boolean | undefined;
}

/** What a text names, or why it names nothing, a sentence. */
export type PastedLocation = { readonly location: S3Location } | { readonly problem: string };

/**
 * The place that a text names, in whatever form people copy one: an S3 URI, an ARN, a URL of S3, a link of the AWS
 * console, a URI of ours. Quotes, brackets and blanks around it do not count. What a presigned URL holds beside the
 * place is dropped.
 */
export function readPastedLocation(text: string, { endpoint, typed = false }: PasteOptions = {}): PastedLocation {
  const bare = unwrapped(text);
  if (bare === '') return { problem: t('Type or paste a place such as s3://bucket/prefix/.') };
  const location = read(bare, endpoint) ?? (typed ? typedPlace(bare) : undefined);
  if (!location)
    return { problem: t('This names no place in S3. A place is such as s3://bucket/prefix/, an ARN or a link.') };
  const problem = locationProblem(location);
  return problem === undefined ? { location } : { problem };
}

function read(text: string, endpoint: string | undefined): S3Location | undefined {
  const arn = readArn(text);
  // In a policy the star stands for all keys that begin so.
  if (arn) return arn.key === '*' || arn.key.endsWith('/*') ? { ...arn, key: arn.key.slice(0, -1) } : arn;
  const uri = readUri(text) ?? ownUri(text);
  if (uri) return uri;
  const url = withoutPunctuation(text);
  return readConsoleLink(url) ?? readObjectUrl(url, endpoint);
}

/** `bucket`, or `bucket/prefix`. */
function typedPlace(text: string): S3Location | undefined {
  const [, bucket, key = ''] = /^([^/:]+)(?:\/(.*))?$/s.exec(text) ?? [];
  return bucket === undefined ? undefined : { bucket, key };
}

/** A URI of an object as VS Code copies it. */
function ownUri(text: string): S3Location | undefined {
  const [, authority, path, query = ''] = /^assume-role-s3:\/\/([^/?#]+)(\/[^?#]*)(?:\?([^#]*))?$/s.exec(text) ?? [];
  if (authority === undefined || path === undefined) return undefined;
  try {
    const { bucket, key, versionId } = fromUriParts({
      authority: decodeURIComponent(authority),
      path: decodeURIComponent(path),
      query: decodeURIComponent(query),
    });
    return { bucket, key, ...(versionId === undefined ? {} : { versionId }) };
  } catch (error) {
    if (error instanceof URIError || isAppError(error)) return undefined;
    throw error;
  }
}

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '<': '>',
  '(': ')',
  '[': ']',
  '“': '”',
};

/** The text without blanks, and without quotes or brackets, around it; between those blanks count. */
function unwrapped(text: string): string {
  const trimmed = text.trim();
  const close = PAIRS[trimmed[0] ?? ''];
  if (close === undefined) return trimmed;
  const inner = trimmed.slice(1).replace(/[.,;:]+$/, (end) => (trimmed.at(-1 - end.length) === close ? '' : end));
  return inner.endsWith(close) ? inner.slice(0, -1) : inner;
}

/** A URL without what ends the sentence it stands in; what a key may hold unescaped stays where it can be meant. */
function withoutPunctuation(text: string): string {
  const bare = text.replace(/[,;:\]}>"”]+$/, '').replace(/(?<=[\p{L}\p{N}])\.$/u, '');
  return bare.endsWith(')') && !bare.includes('(') ? bare.slice(0, -1) : bare;
}
