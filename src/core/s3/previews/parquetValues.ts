import { t } from '@vscode/l10n';
import { AppError } from '../../support/errors';
import { markedNumber, markedText, stringifyExact } from './exactJson';
import { cutText } from './limits';
import { decimalOf, timeOf, type ParquetElement, type ParquetShape } from './parquetSchema';
import type { Cell } from './table';

/**
 * A value as text, exactly: integers of 64 bits and decimals with all their digits, times to their last unit.
 * @param value as stored: times and dates as their counts, decimals as integers or bytes, texts as texts
 * @param limit characters of the longest text; what is longer ends with an ellipsis
 */
export function valueText(value: unknown, shape: ParquetShape, limit = Infinity): Cell {
  if (value === null || value === undefined) return null;
  if (shape.type === 'value') return cutText(leafText(value, shape.element, limit), limit);
  // Each value takes a character at least.
  const room: Room = { values: limit, isCut: false };
  const text = stringifyExact(jsonOf(value, shape, room));
  return room.isCut && text.length <= limit ? `${text}…` : cutText(text, limit);
}

/** How many values of lists and objects are looked at still. */
interface Room {
  values: number;
  isCut: boolean;
}

/** The value in what `stringifyExact` takes, numbers marked that JavaScript's would change. */
function jsonOf(value: unknown, shape: ParquetShape, room: Room): unknown {
  room.values--;
  if (value === null || value === undefined) return null;
  switch (shape.type) {
    case 'value': {
      if (typeof value === 'boolean') return value;
      const text = leafText(value, shape.element, room.values);
      return isNumber(value, shape.element) ? markedNumber(text) : markedText(text);
    }
    case 'list':
      return Array.isArray(value) ? withRoom(value, room).map((item) => jsonOf(item, shape.item, room)) : null;
    case 'map': {
      const entries = withRoom(Object.entries(value), room);
      return Object.fromEntries(entries.map(([key, item]) => [markedText(key), jsonOf(item, shape.value, room)]));
    }
    case 'struct':
      return Object.fromEntries(
        shape.fields.map(([name, field]) => [
          markedText(name),
          jsonOf((value as Record<string, unknown>)[name], field, room),
        ]),
      );
  }
}

function withRoom<T>(items: readonly T[], room: Room): readonly T[] {
  if (items.length <= room.values) return items;
  room.isCut = true;
  return items.slice(0, Math.max(0, room.values));
}

/** Whether its text is a number in JSON too; dates, times and not-a-number are not. */
function isNumber(value: unknown, element: ParquetElement): boolean {
  if (decimalOf(element)) return true;
  if (timeOf(element) || isDate(element) || element.type === 'INT96') return false;
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}

function leafText(value: unknown, element: ParquetElement, limit: number): string {
  const decimal = decimalOf(element);
  if (decimal) return decimalText(integerOf(value), decimal.scale);
  const time = timeOf(element);
  if (time?.type === 'time') return timeText(integerOf(value) * (NANOSECONDS[time.unit] ?? 1n), DIGITS[time.unit] ?? 9);
  if (time) return timestampText(integerOf(value), time.unit, time.utc);
  if (isDate(element)) return dateText(integerOf(value));
  if (element.type === 'INT96') return timestampText(integerOf(value), 'NANOS', false);
  if (value instanceof Uint8Array) return bytesText(value, limit);
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return JSON.stringify(value);
  }
}

function isDate({ converted_type: converted, logical_type: logical }: ParquetElement): boolean {
  return converted === 'DATE' || logical?.type === 'DATE';
}

/** Nanoseconds in a unit. */
const NANOSECONDS: Readonly<Record<string, bigint>> = { MILLIS: 1_000_000n, MICROS: 1000n, NANOS: 1n };
/** Digits after the second. */
const DIGITS: Readonly<Record<string, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

const NANOSECONDS_IN_SECOND = 1_000_000_000n;
const SECONDS_IN_DAY = 86_400n;
const MILLISECONDS_IN_DAY = 86_400_000n;
/** Days either side of 1970 that a `Date` reaches (ECMAScript, "Time Values and Time Range"). */
const MAX_DAYS = 100_000_000n;

/** Digits after the point of the longest decimal. */
const MAX_SCALE = 1000;
/** Bytes of the longest decimal. */
const MAX_DECIMAL = 128;

/** Big-endian two's complement, as Parquet stores decimals in bytes; or a number as it is. */
function integerOf(value: unknown): bigint {
  if (value instanceof Uint8Array) {
    // The longest decimals of any writer have 76 digits.
    if (value.length > MAX_DECIMAL) throw new AppError('strangeAnswer', t('A number in the object is too long.'));
    const unsigned = value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return BigInt.asIntN(8 * value.length, unsigned);
  }
  return BigInt(value as number | bigint);
}

function decimalText(unscaled: bigint, scale: number): string {
  if (scale > MAX_SCALE || scale < 0) throw new AppError('strangeAnswer', t('A number in the object is too long.'));
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  const point = digits.length - scale;
  return scale > 0 ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}` : sign + digits;
}

function dateText(days: bigint): string {
  if (days > MAX_DAYS || days < -MAX_DAYS) return `${days} d`;
  return new Date(Number(days * MILLISECONDS_IN_DAY)).toISOString().replace(/T.*$/, '');
}

function timestampText(count: bigint, unit: string, utc: boolean): string {
  const nanoseconds = count * (NANOSECONDS[unit] ?? 1n);
  const inDay = SECONDS_IN_DAY * NANOSECONDS_IN_SECOND;
  // Towards the past, also before 1970.
  const ofDay = ((nanoseconds % inDay) + inDay) % inDay;
  const days = (nanoseconds - ofDay) / inDay;
  return `${dateText(days)} ${timeText(ofDay, DIGITS[unit] ?? 9)}${utc ? 'Z' : ''}`;
}

function timeText(nanoseconds: bigint, digits: number): string {
  const seconds = nanoseconds / NANOSECONDS_IN_SECOND;
  const two = (value: bigint): string => String(value).padStart(2, '0');
  const fraction = String(nanoseconds % NANOSECONDS_IN_SECOND)
    .padStart(9, '0')
    .slice(0, digits);
  const shown = /^0*$/.test(fraction) ? '' : `.${fraction}`;
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}${shown}`;
}

/**
 * Bytes as the text they are, as old writers store texts without saying so, or else in hexadecimal.
 * @param limit characters beyond which nothing is looked at
 */
function bytesText(bytes: Uint8Array, limit: number): string {
  // No character has more than four bytes.
  const isCut = bytes.length > 4 * (limit + 1);
  const shown = isCut ? bytes.subarray(0, 4 * (limit + 1)) : bytes;
  try {
    // Where it is cut a character may be, too.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(shown, { stream: isCut });
    if (!/(?![\t\n\r])\p{Cc}/u.test(text)) return text;
  } catch {
    // No text.
  }
  return `0x${Array.from(shown.subarray(0, limit), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
