import { isJsonObject } from '../../support/json';
import type { IdentityCenterInstance, IdentityCenterRole } from '../discovery';
import { ACCOUNT_ID } from '../limits';
import { shownAccountName } from './accountBook';

/** Accounts whose names are kept; few organizations have more. */
const KEPT = 5_000;

/** A name and the start URL of the Identity Center that gave it. */
interface KeptName {
  readonly name: string;
  readonly startUrl: string;
}

/** Names by account ID in what was kept, whatever it holds. */
export function keptNames(value: unknown): ReadonlyMap<string, string> {
  return new Map([...read(value)].map(([accountId, { name }]) => [accountId, name]));
}

/**
 * What is to be kept once the roles of an Identity Center were listed; undefined where nothing is new. Of two Identity
 * Centers the one that named an account first goes on naming it: another one, which somebody else's profile may point to,
 * must not rename it.
 */
export function learntNames(
  value: unknown,
  { startUrl }: IdentityCenterInstance,
  roles: readonly IdentityCenterRole[],
): Readonly<Record<string, KeptName>> | undefined {
  const kept = read(value);
  let isNew = false;
  for (const { accountId, accountName } of roles) {
    const name = shownAccountName(accountName);
    const before = kept.get(accountId);
    if (name === undefined || !ACCOUNT_ID.test(accountId)) continue;
    if (before && (before.startUrl !== startUrl || before.name === name)) continue;
    kept.set(accountId, { name, startUrl });
    isNew = true;
  }
  return isNew ? Object.fromEntries([...kept].slice(-KEPT)) : undefined;
}

function read(value: unknown): Map<string, KeptName> {
  if (!isJsonObject(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([accountId, kept]) => {
      if (!ACCOUNT_ID.test(accountId) || !isJsonObject(kept)) return [];
      const { name, startUrl } = kept;
      return typeof name === 'string' && typeof startUrl === 'string' ? [[accountId, { name, startUrl }]] : [];
    }),
  );
}
