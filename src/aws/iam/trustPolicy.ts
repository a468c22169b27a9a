import { isJsonObject } from '../../core/support/json';

/** Whom a trust policy is read for. */
export interface TrustCaller {
  /** A user's ARN, or that of a role session: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  /** 12 digits. */
  readonly accountId: string;
}

/** What a trust policy asks of a caller it names. */
export interface Trust {
  readonly externalIdNeeded: boolean;
  readonly mfaNeeded: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** Condition keys that say who the caller is; in place of the principal they name it (IAM User Guide, global keys). */
const WHO = /^aws:(PrincipalArn|PrincipalAccount|userid|username)$/i;

/**
 * What a role's trust policy asks of the caller; undefined when it does not name the caller, or denies it without a
 * condition. A principal `*` names the caller only if no condition but an external ID or MFA stands beside it, or one on
 * `aws:PrincipalArn` or `aws:PrincipalAccount` that fits: what else a condition asks for is not known here.
 * (IAM User Guide, "AWS JSON policy elements: Principal")
 */
export function readTrust(document: unknown, caller: TrustCaller): Trust | undefined {
  const statements = listOf(isJsonObject(document) ? document['Statement'] : undefined).filter(isJsonObject);
  const fitting = statements.filter((statement) => allowsAssuming(statement) && names(statement, caller));
  if (fitting.some((statement) => statement['Effect'] === 'Deny' && conditionsOf(statement).length === 0)) {
    return undefined;
  }
  const allowed = fitting.filter((statement) => statement['Effect'] === 'Allow').map(needsOf);
  // The statement that asks for least is the way in.
  return allowed.sort((a, b) => weight(a) - weight(b))[0];
}

function weight({ externalIdNeeded, mfaNeeded }: Trust): number {
  return Number(externalIdNeeded) + Number(mfaNeeded);
}

function allowsAssuming(statement: Json): boolean {
  return listOf(statement['Action']).some(
    (action) => typeof action === 'string' && matches(action.toLowerCase(), 'sts:assumerole'),
  );
}

function names(statement: Json, caller: TrustCaller): boolean {
  const principal = statement['Principal'];
  const principals = principal === '*' ? ['*'] : listOf(isJsonObject(principal) ? principal['AWS'] : undefined);
  if (principals.some((value) => typeof value === 'string' && value !== '*' && isCaller(value, caller))) {
    return fitsWho(statement, caller) !== false;
  }
  if (!principals.includes('*')) return false;
  const fits = fitsWho(statement, caller);
  const others = conditionsOf(statement).filter(({ key }) => !WHO.test(key) && !isNeed(key));
  return fits ?? others.length === 0;
}

/** Whether the conditions on who the caller is fit; undefined when there are none. */
function fitsWho(statement: Json, caller: TrustCaller): boolean | undefined {
  const who = conditionsOf(statement).filter(({ key }) => WHO.test(key));
  if (who.length === 0) return undefined;
  return who.every(({ operator, key, values }) => {
    if (/not/i.test(operator)) return !values.some((value) => fitsKey(key, value, caller));
    return values.some((value) => fitsKey(key, value, caller));
  });
}

function fitsKey(key: string, value: string, caller: TrustCaller): boolean {
  if (/PrincipalAccount$/i.test(key)) return matches(value, caller.accountId);
  if (/PrincipalArn$/i.test(key)) return principalArns(caller).some((arn) => matches(value, arn));
  return false;
}

/** Whether a principal is the caller: its ARN, its role's, its account's root, or its account ID. */
function isCaller(principal: string, caller: TrustCaller): boolean {
  if (principal === caller.accountId) return true;
  const root = new RegExp(`^arn:[\\w-]+:iam::${caller.accountId}:root$`);
  if (root.test(principal) || principal === caller.arn) return true;
  const role = roleOf(caller.arn);
  // The ARN of a session lacks the role's path; the name is unique in the account whatever the path.
  const [, account, name] = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(principal) ?? [];
  return role !== undefined && account === caller.accountId && name === role;
}

/** What `aws:PrincipalArn` may be: for a session it is the ARN of its role, whose path is not known. */
function principalArns({ arn, accountId }: TrustCaller): string[] {
  const role = roleOf(arn);
  const partition = arn.split(':')[1] ?? 'aws';
  return role === undefined ? [arn] : [`arn:${partition}:iam::${accountId}:role/${role}`];
}

/** Name of the role of a session's ARN. */
function roleOf(arn: string): string | undefined {
  return /^arn:[\w-]+:sts::\d{12}:assumed-role\/([^/]+)\//.exec(arn)?.[1];
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf({ Condition }: Json): Condition[] {
  if (!isJsonObject(Condition)) return [];
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    isJsonObject(keys)
      ? Object.entries(keys).map(([key, values]) => ({ operator, key, values: listOf(values).map(String) }))
      : [],
  );
}

function isNeed(key: string): boolean {
  return /^(sts:ExternalId|aws:MultiFactorAuth(Present|Age))$/i.test(key);
}

function needsOf(statement: Json): Trust {
  const conditions = conditionsOf(statement);
  return {
    externalIdNeeded: conditions.some(
      ({ operator, key }) => /^sts:ExternalId$/i.test(key) && !/not|null|ifexists/i.test(operator),
    ),
    mfaNeeded: conditions.some(
      ({ operator, key, values }) =>
        (/^aws:MultiFactorAuthPresent$/i.test(key) && !/null|ifexists/i.test(operator) && values.includes('true')) ||
        (/^aws:MultiFactorAuthAge$/i.test(key) && !/null|ifexists/i.test(operator)),
    ),
  };
}

function listOf(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** Whether a text fits a pattern with `*` and `?`. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
