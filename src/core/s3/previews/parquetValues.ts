import { decimalOf, timeOf, type ParquetElement, type ParquetShape } from './parquetSchema';
import type { Cell } from './table';

/**
 * A value as text, exactly: integers of 64 bits and decimals with all their digits, times to their last unit.
 * @param value as stored: times and dates as their counts, decimals as integers or bytes, texts as texts
 */
export function valueText(value: unknown, shape: ParquetShape): Cell {
  if (value === null || value === undefined) return null;
  if (shape.type === 'value') return leafText(value, shape.element);
  return JSON.stringify(jsonOf(value, shape)).replace(EXACT_NUMBER, '$1');
}

/** Marks a text that stands in JSON without quotes. */
const EXACT = '\u0000';
const EXACT_NUMBER = /"\\u0000([^"]*)"/g;

/** The value in what `JSON.stringify` takes, numbers marked that it would change. */
function jsonOf(value: unknown, shape: ParquetShape): unknown {
  if (value === null || value === undefined) return null;
  switch (shape.type) {
    case 'value': {
      if (typeof value === 'boolean') return value;
      const text = leafText(value, shape.element);
      return isNumber(value, shape.element) ? EXACT + text : text;
    }
    case 'list':
      return Array.isArray(value) ? value.map((item) => jsonOf(item, shape.item)) : null;
    case 'map':
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item, shape.value)]));
    case 'struct':
      return Object.fromEntries(
        shape.fields.map(([name, field]) => [name, jsonOf((value as Record<string, unknown>)[name], field)]),
      );
  }
}

/** Whether its text is a number in JSON too; dates, times and not-a-number are not. */
function isNumber(value: unknown, element: ParquetElement): boolean {
  if (decimalOf(element)) return true;
  if (timeOf(element) || isDate(element) || element.type === 'INT96') return false;
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isFinite(value));
}

function leafText(value: unknown, element: ParquetElement): string {
  const decimal = decimalOf(element);
  if (decimal) return decimalText(integerOf(value), decimal.scale);
  const time = timeOf(element);
  if (time?.type === 'time') return timeText(integerOf(value) * (NANOSECONDS[time.unit] ?? 1n), DIGITS[time.unit] ?? 9);
  if (time) return timestampText(integerOf(value), time.unit, time.utc);
  if (isDate(element)) return dateText(integerOf(value));
  if (element.type === 'INT96') return timestampText(integerOf(value), 'NANOS', false);
  if (value instanceof Uint8Array) return bytesText(value);
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

/** Big-endian two's complement, as Parquet stores decimals in bytes; or a number as it is. */
function integerOf(value: unknown): bigint {
  if (value instanceof Uint8Array) {
    const unsigned = value.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return BigInt.asIntN(8 * value.length, unsigned);
  }
  return BigInt(value as number | bigint);
}

function decimalText(unscaled: bigint, scale: number): string {
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

/** Bytes as the text they are, as old writers store texts without saying so, or else in hexadecimal. */
function bytesText(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!/(?![\t\n\r])\p{Cc}/u.test(text)) return text;
  } catch {
    // No text.
  }
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
