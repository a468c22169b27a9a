import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { isJsonObject } from '../../support/json';
import { ACCOUNT_COLORS, ACCOUNT_NAME_MAX, shownAccountName, type AccountBook, type AccountFacts } from './accountBook';
import { NAME_PATTERN_MAX } from './namePattern';

/** The settings that say something of accounts. */
export type AccountSetting = 'accounts' | 'productionProfiles';

/** Both settings as one scope has them. */
export interface AccountLayer {
  /** As people know it: `User` or `Workspace`. */
  readonly scope: string;
  readonly accounts: unknown;
  readonly productionProfiles: unknown;
}

/** Something wrong with one of the settings; all else in them counts. */
export interface AccountProblem {
  readonly setting: AccountSetting;
  /** Whether the setting's JSON schema says the same at the field. */
  readonly format: boolean;
  readonly scope: string;
  /** Path of the field below the setting. */
  readonly path: readonly (string | number)[];
  /** Names setting and field. */
  readonly message: string;
}

/** An account ID as it may be written; the console shows it with hyphens. */
export const WRITTEN_ACCOUNT_ID = /^\d{4}-?\d{4}-?\d{4}$/;

/** One account of the setting `assumeRole.accounts`, as written. */
export const accountSchema = v.strictObject({
  name: v.optional(
    v.pipe(
      v.string(() => t('must be text')),
      v.check(
        (name) => shownAccountName(name) !== undefined,
        () => t('must not be empty'),
      ),
      v.check(
        (name) => Array.from(name).length <= ACCOUNT_NAME_MAX,
        () => t('must have at most {0} characters', ACCOUNT_NAME_MAX),
      ),
    ),
  ),
  production: v.optional(v.boolean(() => t('must be true or false; until then the account counts as production'))),
  color: v.optional(v.picklist(ACCOUNT_COLORS, () => t('must be one of {0}', ACCOUNT_COLORS.join(', ')))),
});

/** One pattern of the setting `assumeRole.productionProfiles`. */
export const productionPatternSchema = v.pipe(
  v.string(() => t('must be text such as *-prod-*')),
  v.check(
    (pattern) => pattern.trim() !== '',
    () => t('must not be empty'),
  ),
  v.maxLength(NAME_PATTERN_MAX, () => t('must have at most {0} characters', NAME_PATTERN_MAX)),
);

/**
 * What the settings say of accounts. Name and colour come from the first layer that has one, and from the user's settings
 * alone where they mention the account; production marks and patterns of all layers add up. A field that cannot be read
 * leaves the others alone, and a mark that cannot be read is taken for production. Never throws.
 * @param layers the user's first: no other may rename what they have named
 * @param known names from elsewhere, by account ID; they come after the user's and before those of other layers
 */
export function readAccounts(
  layers: readonly AccountLayer[],
  known: ReadonlyMap<string, string> = new Map(),
): { readonly book: AccountBook; readonly problems: readonly AccountProblem[] } {
  const problems: AccountProblem[] = [];
  const [first, ...others] = layers.map((layer) => readLayer(layer, problems));
  const named = new Map<string, AccountFacts>();
  for (const [accountId, text] of known) {
    const name = shownAccountName(text);
    if (name !== undefined) named.set(accountId, { name, production: false });
  }
  const accounts = new Map<string, AccountFacts>();
  const own = first?.accounts ?? new Map<string, AccountFacts>();
  for (const layer of [own, named, ...others.map((one) => one.accounts)])
    for (const [accountId, { name, color, production }] of layer) {
      const before = accounts.get(accountId);
      const mayShow = layer === own || layer === named || !own.has(accountId);
      accounts.set(accountId, {
        name: before?.name ?? (mayShow ? name : undefined),
        color: before?.color ?? (mayShow ? color : undefined),
        production: production || before?.production === true,
      });
    }
  const productionNames = [...(first?.patterns ?? []), ...others.flatMap(({ patterns }) => patterns)];
  return { book: { accounts, productionNames: [...new Set(productionNames)] }, problems };
}

interface ReadLayer {
  readonly accounts: ReadonlyMap<string, AccountFacts>;
  readonly patterns: readonly string[];
}

function readLayer({ scope, accounts, productionProfiles }: AccountLayer, problems: AccountProblem[]): ReadLayer {
  const report: Report = (setting, path, text, format = true) => {
    const where = path.length === 0 ? '' : ` ${path.map((key) => `"${key}"`).join(', ')}:`;
    problems.push({ setting, format, scope, path, message: `assumeRole.${setting}:${where} ${text}.` });
  };
  return { accounts: readEntries(accounts, report), patterns: readPatterns(productionProfiles, report) };
}

type Report = (setting: AccountSetting, path: AccountProblem['path'], text: string, format?: boolean) => void;

function readEntries(value: unknown, report: Report): Map<string, AccountFacts> {
  const found = new Map<string, AccountFacts>();
  if (value === undefined) return found;
  if (!isJsonObject(value)) {
    report('accounts', [], t('must be an object keyed by account ID'));
    return found;
  }
  for (const [key, entry] of Object.entries(value)) {
    if (!WRITTEN_ACCOUNT_ID.test(key)) {
      report('accounts', [key], t('is not an account ID of 12 digits'));
    } else if (!isJsonObject(entry)) {
      report('accounts', [key], t('must be an object such as { "name": "Data lake", "production": true }'));
    } else {
      const accountId = key.replaceAll('-', '');
      const facts = readFacts(entry, (field, text) =>
        // Only here is it said what becomes of a mark that cannot be read.
        report('accounts', [key, field], text, field !== 'production'),
      );
      // The same account may be written with hyphens and without.
      const before = found.get(accountId);
      found.set(accountId, { ...before, ...facts, production: facts.production || before?.production === true });
    }
  }
  return found;
}

/** Field by field, so that a broken name does not take the mark away. */
function readFacts(
  entry: Readonly<Record<string, unknown>>,
  report: (field: string, text: string) => void,
): AccountFacts {
  const facts: { -readonly [K in keyof AccountFacts]: AccountFacts[K] } = { production: false };
  for (const [field, value] of Object.entries(entry)) {
    if (!Object.hasOwn(accountSchema.entries, field)) {
      report(field, t('is not a known field; remove it or correct its name'));
      continue;
    }
    const result = v.safeParse(accountSchema.entries[field as keyof typeof accountSchema.entries], value);
    if (!result.success) report(field, result.issues[0].message);
    if (field === 'production') facts.production = !result.success || result.output === true;
    else if (field === 'name' && typeof value === 'string') facts.name = shownAccountName(value);
    else if (field === 'color' && result.success) facts.color = result.output as AccountFacts['color'];
  }
  return facts;
}

function readPatterns(value: unknown, report: Report): string[] {
  if (value === undefined) return [];
  if (typeof value !== 'string' && !Array.isArray(value)) {
    report('productionProfiles', [], t('must be a list of patterns such as *-prod-*'));
    return [];
  }
  // One pattern where a list belongs still says what is meant.
  const isOne = typeof value === 'string';
  if (isOne) report('productionProfiles', [], t('must be a list; the text counts as its only pattern'), false);
  const entries: readonly unknown[] = isOne ? [value] : value;
  return entries.flatMap((entry, index) => {
    const result = v.safeParse(productionPatternSchema, entry);
    if (result.success) return [result.output];
    report('productionProfiles', isOne ? [] : [index], result.issues[0].message);
    return [];
  });
}
