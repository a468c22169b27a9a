/** Levels of structures in each other; Parquet's have six. */
const MAX_DEPTH = 24;
/** Values in all; the footer of 2,000 columns in 100 row groups has about five million. */
const MAX_VALUES = 6_000_000;
/** Bytes of the longest number (64 bits, 7 in each byte). */
const MAX_VARINT = 10;

/** Types of the compact protocol (Apache Thrift, "Thrift compact protocol"). */
const TYPE = { stop: 0, true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 };

/**
 * Walks over a structure of Thrift's compact protocol, so that what reads it afterwards needs time and memory in
 * proportion to its bytes.
 * @returns where the structure ends
 * @throws Error for what is no structure, or is deeper or of more values than any of Parquet
 */
export function checkThrift(bytes: Uint8Array, start = 0): number {
  let at = start;
  let values = 0;

  const next = (): number => {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('a structure does not end');
    return byte;
  };
  const varint = (): number => {
    const first = at;
    let value = 0;
    for (let byte = 0x80; byte >= 0x80;) {
      byte = next();
      value += (byte & 0x7f) * 2 ** (7 * (at - first - 1));
      if (at - first > MAX_VARINT) throw new Error('a number is too long');
    }
    return value;
  };
  const skip = (length: number): void => {
    at += length;
    if (at > bytes.length) throw new Error('a structure does not end');
  };
  const element = (type: number, depth: number): void => {
    if (++values > MAX_VALUES) throw new Error('a structure has too many values');
    switch (type) {
      case TYPE.true:
      case TYPE.false:
        return;
      case TYPE.byte:
        skip(1);
        return;
      case TYPE.i16:
      case TYPE.i32:
      case TYPE.i64:
        varint();
        return;
      case TYPE.double:
        skip(8);
        return;
      case TYPE.binary:
        skip(varint());
        return;
      case TYPE.list:
        list(depth);
        return;
      case TYPE.struct:
        struct(depth + 1);
        return;
      default:
        throw new Error(`a structure has a value of the unknown type ${type}`);
    }
  };
  const list = (depth: number): void => {
    if (depth > MAX_DEPTH) throw new Error('structures are nested too deeply');
    const head = next();
    const type = head & 0x0f;
    const size = head >> 4 === 15 ? varint() : head >> 4;
    // Every element takes a byte.
    if (size > bytes.length - at) throw new Error('a list does not end');
    const isBoolean = type === TYPE.true || type === TYPE.false;
    for (let index = 0; index < size; index++) element(isBoolean ? TYPE.byte : type, depth + 1);
  };
  const struct = (depth: number): void => {
    if (depth > MAX_DEPTH) throw new Error('structures are nested too deeply');
    for (;;) {
      const head = next();
      const type = head & 0x0f;
      if (type === TYPE.stop) return;
      if (head >> 4 === 0) varint();
      element(type, depth);
    }
  };

  struct(0);
  return at;
}
