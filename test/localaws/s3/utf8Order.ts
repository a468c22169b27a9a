/** S3 sorts keys by their UTF-8 bytes, which is the order of code points and not JavaScript's order of UTF-16 units. */

/** @returns negative, zero or positive as `a` stands before, at or after `b` in UTF-8 byte order */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, so they rank after U+E000–U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** @returns the smallest string after `key` */
export function successor(key: string): string {
  return `${key}\0`;
}

/** @returns the smallest string after every string that begins with `prefix`; undefined when there is none */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = nextCodePoint(last.codePointAt(0) ?? 0);
    if (next !== undefined) return points.join('') + String.fromCodePoint(next);
  }
  return undefined;
}

function nextCodePoint(point: number): number | undefined {
  if (point === 0xd7ff) return 0xe000;
  return point < 0x10ffff ? point + 1 : undefined;
}

/** @returns the index of the first of `count` ascending keys that is at or after `key`; `count` when there is none */
export function lowerBound(count: number, keyAt: (index: number) => string, key: string): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (compareUtf8(keyAt(middle), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
