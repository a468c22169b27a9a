import { t } from '@vscode/l10n';
import { visibleText } from '../../texts/visible';

/** Colours an account can have; each is a theme colour of the extension. */
export const ACCOUNT_COLORS = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'] as const;
export type AccountColor = (typeof ACCOUNT_COLORS)[number];

/** AWS Organizations API, CreateAccount: names have at most this many characters. */
export const ACCOUNT_NAME_MAX = 50;

/** What is known of an account besides its 12 digits. */
export interface AccountFacts {
  /** Ready to be shown: see {@link shownAccountName}. */
  readonly name?: string | undefined;
  readonly color?: AccountColor | undefined;
  readonly production: boolean;
}

/** What the person, the workspace and Identity Center say of accounts. */
export interface AccountBook {
  /** By account ID. */
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  /** Patterns of names that are production, see {@link matchesName}. */
  readonly productionNames: readonly string[];
}

/** Where nothing is known of any account. */
export const NO_ACCOUNTS: AccountBook = { accounts: new Map(), productionNames: [] };

/**
 * An account for people: `Data lake prod (400017777776)`, or the digits alone. The digits always stand there: a name is
 * only what somebody says of them.
 */
export function accountLabel(accountId: string, { accounts }: AccountBook): string {
  const name = accounts.get(accountId)?.name;
  return name === undefined ? accountId : `${name} (${accountId})`;
}

/** Something in an account: `Lake in Data lake prod (400017777776)`, or `Lake (400017777776)` where it has no name. */
export function inAccount(what: string, accountId: string, book: AccountBook): string {
  return book.accounts.get(accountId)?.name === undefined
    ? `${what} (${accountId})`
    : t('{0} in {1}', what, accountLabel(accountId, book));
}

/** An ARN with the name of its account where that is known: `arn:aws:iam::111111111111:mfa/alice in Hub (111111111111)`. */
export function arnLabel(arn: string, book: AccountBook): string {
  const accountId = accountInArn(arn);
  return accountId === undefined || book.accounts.get(accountId)?.name === undefined
    ? arn
    : t('{0} in {1}', arn, accountLabel(accountId, book));
}

/** The account an ARN names; undefined where it names none, or none yet because of a variable. */
export function accountInArn(arn: string): string | undefined {
  return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
}

/**
 * A name of an account as it may be kept: on one line, of a limited length, with every hidden character made visible. The
 * module of texts makes it harmless where it is shown, as all texts.
 * @returns undefined when nothing is left of it
 */
export function shownAccountName(text: string): string | undefined {
  const characters = Array.from(visibleText(text.replace(/\s+/g, ' ').trim()));
  if (characters.length === 0) return undefined;
  return characters.length <= ACCOUNT_NAME_MAX
    ? characters.join('')
    : `${characters.slice(0, ACCOUNT_NAME_MAX - 1).join('')}…`;
}
