/** A number as the compact protocol of Thrift writes it, unsigned. */
export function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

export const zigzag = (value: number): number[] => varint(value >= 0 ? value * 2 : -value * 2 - 1);

/** A field of a structure: `[type, bytes]` by its number, in their order. */
type Fields = Readonly<Record<number, readonly [type: number, bytes: readonly number[]]>>;

export const i32 = (value: number) => [5, zigzag(value)] as const;
export const i64 = (value: number) => [6, zigzag(value)] as const;
export const binary = (text: string) => [8, [...varint(Buffer.byteLength(text)), ...Buffer.from(text)]] as const;
export const list = (type: number, items: readonly (readonly number[])[]) =>
  [9, [0xf0 | type, ...varint(items.length), ...items.flat()]] as const;
export const nested = (fields: Fields) => [12, struct(fields)] as const;

export function struct(fields: Fields): number[] {
  let last = 0;
  const bytes: number[] = [];
  for (const [id, [type, value]] of Object.entries(fields)) {
    bytes.push(((Number(id) - last) << 4) | type);
    for (const byte of value) bytes.push(byte);
    last = Number(id);
  }
  return [...bytes, 0];
}
