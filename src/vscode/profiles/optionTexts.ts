import { t } from '@vscode/l10n';
import { parseJsonObject } from '../../core/support/json';

/** A text that was read, or why it cannot be. */
export type Read<V> = { readonly value: V } | { readonly problem: string };

const SECONDS_IN = { h: 3600, m: 60, s: 1 } as const;

/**
 * A duration as people type it: `3600`, `90m`, `1h 30m`.
 * @returns seconds
 */
export function readDuration(text: string): Read<number> {
  const parts = [...text.matchAll(/(\d+)\s*([hms])?/gi)];
  if (parts.length === 0 || !/^(\d+\s*[hms]?\s*)+$/i.test(text)) {
    return { problem: t('Type seconds, or a duration such as 2h or 1h 30m.') };
  }
  const unit = (letter = 's'): number => SECONDS_IN[letter.toLowerCase() as keyof typeof SECONDS_IN];
  return { value: parts.reduce((sum, [, count, letter]) => sum + Number(count) * unit(letter), 0) };
}

/** Seconds as {@link readDuration} reads them: `1h 30m`. */
export function durationText(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor((seconds % 3600) / 60), 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}

/** Session tags as people type them: `team=data`, several separated by commas, semicolons or line breaks. */
export function readTags(text: string): Read<Record<string, string>> {
  const lines = text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const tags: Record<string, string> = {};
  for (const line of lines) {
    const equals = line.indexOf('=');
    if (equals < 1) return { problem: t('Type tags as key=value, separated by commas.') };
    tags[line.slice(0, equals).trim()] = line.slice(equals + 1).trim();
  }
  return { value: tags };
}

/** A policy document as JSON text. */
export function readPolicy(text: string): Read<Record<string, unknown>> {
  const value = parseJsonObject(text);
  return value
    ? { value }
    : { problem: t('Paste a policy document as JSON: { "Version": "2012-10-17", "Statement": [ … ] }') };
}

/** Policy ARNs separated by commas or blanks; a comma may be part of a policy's name. */
export function readArns(text: string): Read<string[]> {
  const arns = text.split(/[\s,]+(?=arn:)/).map((arn) => arn.replace(/[\s,]+$/, ''));
  return { value: arns.filter((arn) => arn !== '') };
}

/** `show` applied to a value there is. */
export function given<V>(value: V | undefined, show: (value: V) => string): string | undefined {
  return value === undefined ? undefined : show(value);
}
