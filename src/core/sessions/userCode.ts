import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';

declare const brand: unique symbol;

/** A code that a person compares with the one on a page (RFC 8628, user_code): letters and digits, in groups. */
export type UserCode = string & { readonly [brand]: true };

/** Those of RFC 8628, section 6.1, have nine characters; nobody compares more than this. */
const LONGEST = 40;

/** Letters and digits of ASCII, in groups between single hyphens, dots or blanks. */
const GROUPS = /^[A-Za-z0-9]+(?:[-. ][A-Za-z0-9]+)*$/;

/**
 * The code a sign-in service gives, which stands between our words in a dialog.
 * @throws AppError strangeAnswer, without the text, for what nobody could compare or what would pass for words of ours
 */
export function readUserCode(text: string): UserCode {
  if (text.length <= LONGEST && GROUPS.test(text)) return text as UserCode;
  throw new AppError(
    'strangeAnswer',
    t('The sign-in service gives a code that is none: it may hold letters and digits.'),
    {
      cure: t('Correct the start URL and the endpoints of the profile.'),
    },
  );
}
