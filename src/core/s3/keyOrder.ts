/**
 * Compares keys as S3 sorts them: by their UTF-8 bytes (S3 API, ListObjectsV2). JavaScript compares UTF-16 code units,
 * which differs where one of them is a surrogate.
 * @returns negative when `a` comes first, positive when `b` does, 0 for equal keys
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return byteRank(left) - byteRank(right);
  }
  return a.length - b.length;
}

const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** Code units in the order of the code points they belong to: surrogates stand for those after U+FFFF. */
function byteRank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit < AFTER_SURROGATES ? unit + 0x10000 : unit;
}
