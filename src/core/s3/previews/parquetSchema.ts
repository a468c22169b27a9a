import type { SchemaField } from './table';

/** What Parquet says of a field (Parquet format, SchemaElement); the names are those of the format. */
export interface ParquetElement {
  readonly name: string;
  readonly type?: string | undefined;
  readonly type_length?: number | undefined;
  readonly repetition_type?: string | undefined;
  readonly converted_type?: string | undefined;
  readonly logical_type?: ParquetLogicalType | undefined;
  readonly scale?: number | undefined;
  readonly precision?: number | undefined;
}

/** What a field's values mean (Parquet format, LogicalTypes). */
export interface ParquetLogicalType {
  readonly type: string;
  readonly unit?: string | undefined;
  readonly isAdjustedToUTC?: boolean | undefined;
  readonly scale?: number | undefined;
  readonly precision?: number | undefined;
  readonly bitWidth?: number | undefined;
  readonly isSigned?: boolean | undefined;
}

/** A field with those within it. */
export interface ParquetNode {
  readonly element: ParquetElement;
  readonly children: readonly ParquetNode[];
  readonly path: readonly string[];
}

/** A field as values are read: what it is, or what it is made of. */
export type ParquetShape =
  | { readonly type: 'value'; readonly element: ParquetElement }
  | { readonly type: 'list'; readonly item: ParquetShape }
  | { readonly type: 'map'; readonly key: ParquetShape; readonly value: ParquetShape }
  | { readonly type: 'struct'; readonly fields: readonly (readonly [name: string, shape: ParquetShape])[] };

/** The shape of a field, with the groups that only mark lists and maps taken away (Parquet format, "Nested Types"). */
export function shapeOf(node: ParquetNode): ParquetShape {
  const { element, children } = node;
  const annotated = listItem(node) ?? mapEntry(node);
  if (annotated) return annotated;
  const shape: ParquetShape =
    children.length === 0
      ? { type: 'value', element }
      : { type: 'struct', fields: children.map((child) => [child.element.name, shapeOf(child)] as const) };
  return element.repetition_type === 'REPEATED' ? { type: 'list', item: shape } : shape;
}

function listItem({ element, children: [repeated, ...others] }: ParquetNode): ParquetShape | undefined {
  if (element.converted_type !== 'LIST' || !repeated || others.length > 0) return undefined;
  if (repeated.element.repetition_type !== 'REPEATED' || repeated.children.length > 1) return undefined;
  const [item] = repeated.children;
  if (item) return { type: 'list', item: shapeOf(item) };
  return { type: 'list', item: { type: 'value', element: repeated.element } };
}

function mapEntry({ element, children: [entry] }: ParquetNode): ParquetShape | undefined {
  if (element.converted_type !== 'MAP' || entry?.element.repetition_type !== 'REPEATED') return undefined;
  const [key, value] = entry.children;
  return key && value ? { type: 'map', key: shapeOf(key), value: shapeOf(value) } : undefined;
}

/** A field's type in words, such as `decimal(12, 2)`, `list<string>` or `struct<…>`. */
export function typeText(shape: ParquetShape): string {
  switch (shape.type) {
    case 'value':
      return valueTypeText(shape.element);
    case 'list':
      return `list<${typeText(shape.item)}>`;
    case 'map':
      return `map<${typeText(shape.key)}, ${typeText(shape.value)}>`;
    case 'struct':
      return `struct<${shape.fields.map(([name, field]) => `${name}: ${typeText(field)}`).join(', ')}>`;
  }
}

/** Names of converted types (the older annotation) and physical types, where no logical type tells more. */
const TYPE_NAMES: Readonly<Record<string, string>> = {
  UTF8: 'string',
  STRING: 'string',
  ENUM: 'enum',
  JSON: 'json',
  BSON: 'bson',
  UUID: 'uuid',
  DATE: 'date',
  INTERVAL: 'interval',
  FLOAT16: 'float16',
  VARIANT: 'variant',
  GEOMETRY: 'geometry',
  GEOGRAPHY: 'geography',
  BOOLEAN: 'boolean',
  INT32: 'int32',
  INT64: 'int64',
  INT96: 'timestamp(ns)',
  FLOAT: 'float',
  DOUBLE: 'double',
  BYTE_ARRAY: 'binary',
};

/** Unit suffixes of times, as they are written in types. */
const UNITS: Readonly<Record<string, string>> = { MILLIS: 'ms', MICROS: 'µs', NANOS: 'ns' };

function valueTypeText(element: ParquetElement): string {
  const { type = '', converted_type: converted = '', logical_type: logical, type_length: length } = element;
  const time = timeOf(element);
  if (time) return `${time.type}(${UNITS[time.unit] ?? time.unit}${time.utc ? ', UTC' : ''})`;
  const decimal = decimalOf(element);
  if (decimal) return `decimal(${decimal.precision}, ${decimal.scale})`;
  if (logical?.type === 'INTEGER') return `${logical.isSigned === false ? 'u' : ''}int${logical.bitWidth ?? ''}`;
  const integer = /^(U?INT)_(\d+)$/.exec(converted);
  if (integer) return `${(integer[1] ?? '').toLowerCase()}${integer[2] ?? ''}`;
  const name = TYPE_NAMES[logical?.type ?? ''] ?? TYPE_NAMES[converted];
  if (name !== undefined) return name;
  if (type === 'FIXED_LEN_BYTE_ARRAY') return `binary(${length ?? 0})`;
  return TYPE_NAMES[type] ?? type.toLowerCase();
}

/** What kind of time a field is, and in which unit it counts; undefined for other fields. INT96 is not among them. */
export function timeOf({
  converted_type: converted = '',
  logical_type: logical,
}: ParquetElement): { readonly type: 'time' | 'timestamp'; readonly unit: string; readonly utc: boolean } | undefined {
  if (logical?.type === 'TIME' || logical?.type === 'TIMESTAMP') {
    const type = logical.type === 'TIME' ? 'time' : 'timestamp';
    return { type, unit: logical.unit ?? 'MILLIS', utc: logical.isAdjustedToUTC === true };
  }
  const [, kind, unit] = /^(TIME|TIMESTAMP)_(MILLIS|MICROS)$/.exec(converted) ?? [];
  // The older annotation is of UTC only (Parquet format, "Deprecated timestamp ConvertedType").
  return unit === undefined ? undefined : { type: kind === 'TIME' ? 'time' : 'timestamp', unit, utc: true };
}

/** Precision and scale of a decimal field; undefined for other fields. */
export function decimalOf({
  converted_type: converted,
  logical_type: logical,
  precision,
  scale,
}: ParquetElement): { readonly precision: number; readonly scale: number } | undefined {
  if (logical?.type !== 'DECIMAL' && converted !== 'DECIMAL') return undefined;
  return { precision: logical?.precision ?? precision ?? 0, scale: logical?.scale ?? scale ?? 0 };
}

/** Physical types of numbers. */
const NUMBERS: ReadonlySet<string> = new Set(['INT32', 'INT64', 'FLOAT', 'DOUBLE']);

/** Whether the values of a field are aligned as numbers. */
export function isNumeric(shape: ParquetShape): boolean {
  if (shape.type !== 'value') return false;
  const { element } = shape;
  if (decimalOf(element) || element.logical_type?.type === 'FLOAT16') return true;
  return (
    NUMBERS.has(element.type ?? '') &&
    !timeOf(element) &&
    element.converted_type !== 'DATE' &&
    element.logical_type?.type !== 'DATE'
  );
}

/** The fields of a schema that hold values or group others, each with its path; `root` itself is none. */
export function* schemaFields(root: ParquetNode): Generator<SchemaField, void, undefined> {
  for (const node of root.children) {
    const shape = shapeOf(node);
    yield {
      path: node.path.join('.'),
      type: typeText(shape),
      nullable: node.element.repetition_type === 'OPTIONAL',
    };
    if (shape.type === 'struct') yield* schemaFields(node);
  }
}
