import { t } from '@vscode/l10n';
import { visibleText } from '../../core/texts/visible';
import { AppError } from '../../core/support/errors';

/** What an HTTP header holds as it is: printable ASCII without blanks at the ends. */
const PLAIN = /^(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?$/;

/** RFC 9110, "Tokens". */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const ENCODED_WORDS = /^=\?[^?]+\?[bq]\?[^?]*\?=(?:\s+=\?[^?]+\?[bq]\?[^?]*\?=)*$/i;
const ENCODED_WORD = /=\?([^?]+)\?([bq])\?([^?]*)\?=/gi;

/**
 * User-defined metadata as headers: other characters than ASCII as RFC 2047 has them, which S3 stores decoded (S3 User
 * Guide, "Working with object metadata").
 * @throws AppError of kind `invalidRequest` for a name that no header can have
 */
export function metadataHeaders(metadata: Readonly<Record<string, string>>): Record<string, string> {
  const headers = Object.entries(metadata).map(([name, value]) => {
    if (!TOKEN.test(name)) {
      throw new AppError(
        'invalidRequest',
        t('{0} cannot be the name of metadata.', JSON.stringify(visibleText(name))),
        {
          cure: t('Use letters, digits and hyphens.'),
        },
      );
    }
    return [name, PLAIN.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`] as const;
  });
  return Object.fromEntries(headers);
}

/** User-defined metadata from the headers of an answer, the inverse of {@link metadataHeaders}. */
export function metadataOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, decoded(value)]));
}

/** Decodes what we or S3 would have encoded only, so that any other value is written back as it was. */
function decoded(value: string): string {
  if (!ENCODED_WORDS.test(value)) return value;
  try {
    const text = value
      // Blanks between encoded words are none of the text.
      .replace(/\?=\s+=\?/g, '?==?')
      .replace(ENCODED_WORD, (_, charset: string, encoding: string, word: string) =>
        new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(
          encoding.toLowerCase() === 'b' ? Buffer.from(word, 'base64') : quotedPrintable(word),
        ),
      );
    return PLAIN.test(text) ? value : text;
  } catch {
    // No charset we know, or no text in it.
    return value;
  }
}

function quotedPrintable(word: string): Buffer {
  const bytes = word
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1');
}

/**
 * A setting that is a header of its own.
 * @throws AppError of kind `invalidRequest` for text that no header can hold
 */
export function headerValue(name: string, value: string): string {
  if (PLAIN.test(value)) return value;
  throw new AppError(
    'invalidRequest',
    t('{0} cannot be {1}: it must be printable ASCII without blanks at its ends.', name, JSON.stringify(value)),
  );
}
