import { isJsonObject, parseJsonObject } from '../../core/support/json';
import { sha256, storageKey, type SecretName } from './secretName';

/** What can be forgotten: one secret, all kept sessions, or all that is kept. */
export type Forgettable = SecretName | 'sessions' | 'everything';

/**
 * What was forgotten, each by a hash and with the number of the forgetting that named it last. Numbers only grow: each is
 * the time in milliseconds, or one more than the highest before where the clock does not go on.
 */
export type Forgotten = ReadonlyMap<string, number>;

const EVERYTHING = '*';
const SESSIONS = 'session/*';
const ENTRY = /^(?:\*|session\/\*|[A-Za-z]{1,20}\/[0-9a-f]{64})$/;
/** Sessions of STS have ended by then (36 hours at most), so what is said of them is of no use; milliseconds. */
const SESSION_IS_OF_USE = 7 * 24 * 3_600_000;

/** The number of the last forgetting; 0 before the first. */
export function latestOf(forgotten: Forgotten): number {
  return Math.max(0, ...forgotten.values());
}

/** The number of the last forgetting that concerns a secret; 0 where none does. */
export function forgottenAt(forgotten: Forgotten, secret: SecretName): number {
  const keys = [EVERYTHING, keyOf(secret), ...(secret.type === 'session' ? [SESSIONS] : [])];
  return Math.max(...keys.map((key) => forgotten.get(key) ?? 0));
}

/** What both know together. */
export function merged(one: Forgotten, other: Forgotten): Forgotten {
  const all = new Map(one);
  for (const [key, number] of other) all.set(key, Math.max(number, all.get(key) ?? 0));
  return all;
}

/** Adds a forgetting of its own number; what that makes superfluous is left out. */
export function withForgotten(forgotten: Forgotten, what: readonly Forgettable[], now: number): Forgotten {
  const number = Math.max(Math.trunc(now), latestOf(forgotten) + 1);
  const all = new Map(forgotten);
  for (const one of what) all.set(keyOf(one), number);
  const superfluous = ([key, at]: [string, number]): boolean =>
    key !== EVERYTHING &&
    (at <= (all.get(EVERYTHING) ?? 0) ||
      (key.startsWith('session/') &&
        key !== SESSIONS &&
        (at <= (all.get(SESSIONS) ?? 0) || at < now - SESSION_IS_OF_USE)));
  return new Map([...all].filter((entry) => !superfluous(entry)));
}

/** Whether `next` names something that `before` does not, or not as late. */
export function isNews(before: Forgotten, next: Forgotten): boolean {
  return [...next].some(([key, number]) => number > (before.get(key) ?? 0));
}

/** As a text; no secret and no name of one is in it. */
export function formatForgotten(forgotten: Forgotten): string {
  return JSON.stringify({ forgotten: Object.fromEntries(forgotten) });
}

/** What a text of {@link formatForgotten} says; undefined for any other, of which nothing may be concluded. */
export function parseForgotten(text: string): Forgotten | undefined {
  const entries = parseJsonObject(text)?.['forgotten'];
  if (!isJsonObject(entries)) return undefined;
  const forgotten = new Map<string, number>();
  for (const [key, number] of Object.entries(entries)) {
    if (!ENTRY.test(key) || !isNumber(number)) return undefined;
    forgotten.set(key, number);
  }
  return forgotten;
}

/** Whether it can be the number of a forgetting, with room for those that follow. */
function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0 && Number(value) <= Number.MAX_SAFE_INTEGER / 2;
}

function keyOf(what: Forgettable): string {
  if (what === 'everything') return EVERYTHING;
  if (what === 'sessions') return SESSIONS;
  return `${what.type}/${sha256(storageKey(what))}`;
}
