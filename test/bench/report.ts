import { cpus } from 'node:os';

/** One line of a table: a row's name, then its numbers as they are to be shown. */
export type Row = readonly [name: string, ...values: string[]];

/** A measurement as it is printed. */
export interface Section {
  readonly title: string;
  /** How it was measured, one or two sentences. */
  readonly method: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** @returns the middle value; of an even number of values the mean of the two in the middle */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing.');
  return (low + high) / 2;
}

/** @returns milliseconds with one decimal */
export function ms(value: number): string {
  return value.toFixed(1);
}

/** @returns how many times `base` is in `value`, such as `2.5×` */
export function ratio(value: number, base: number): string {
  const times = value / base;
  return `${times < 0.1 ? times.toPrecision(1) : times.toFixed(times < 10 ? 2 : 0)}×`;
}

/** @returns the smallest and the largest value, such as `4.0–6.5` */
export function range(values: readonly number[]): string {
  return `${ms(Math.min(...values))}–${ms(Math.max(...values))}`;
}

/** @returns the section as Markdown */
export function markdown({ title, method, columns, rows }: Section): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [`## ${title}`, '', method, '', line(columns), line(columns.map(() => '---')), ...rows.map(line), ''].join(
    '\n',
  );
}

/** @returns what the numbers were measured on */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? 'unknown processor'}, ${process.platform}, Node ${process.versions.node}`;
}

/** How long `work` takes, milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/**
 * Measures several kinds of work in turn, so that what disturbs the machine disturbs all of them; in another order each
 * round, so that none always pays for what the one before left behind.
 * @returns milliseconds per round
 */
export async function sideBySide<K extends string>(
  rounds: number,
  work: Readonly<Record<K, () => Promise<unknown>>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(work) as K[];
  const results = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of shuffled(names)) results[name].push(await timed(work[name]));
  }
  return results;
}

function shuffled<T>(values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
