import { parseJsonObject } from '../../core/support/json';

/** How every secret stands in SecretStorage: its text, with what must not be separated from it. */
export interface SecretRecord {
  /** The secret itself: an external ID, a key in Base64, or a JSON text of whoever stored it. */
  readonly value: string;
  /** When it was stored, milliseconds since the epoch; 0 for what versions without records have stored. */
  readonly at: number;
  /** The last forgetting that was known when it, or what it was made of, was at hand; 0 where none was. */
  readonly after: number;
  /** Hosts it may be sent to; undefined where that was never decided. */
  readonly hosts?: readonly string[] | undefined;
}

/** The record as a text for SecretStorage. */
export function formatRecord({ value, at, after, hosts }: SecretRecord): string {
  return JSON.stringify({ value, at, after, hosts });
}

/**
 * The record that a stored text holds. A text that is none was stored by a version without records: it is a secret as it
 * stands, so that nothing is lost. Their JSON texts have no `value`, and their other texts are no JSON objects.
 */
export function parseRecord(text: string): SecretRecord {
  const { value, at, after, hosts } = parseJsonObject(text) ?? {};
  if (typeof value !== 'string' || !isTime(at)) return { value: text, at: 0, after: 0 };
  return { value, at, after: isTime(after) ? after : 0, ...(isTexts(hosts) && { hosts }) };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
