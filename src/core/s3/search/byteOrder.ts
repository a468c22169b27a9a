/**
 * Compares keys as S3 sorts them: by their UTF-8 bytes, which is the order of code points and not JavaScript's order of
 * UTF-16 units (S3 API, ListObjectsV2).
 * @returns negative, zero or positive as `a` stands before, at or after `b`
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above U+FFFF, so they rank after U+E000–U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
