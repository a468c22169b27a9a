import type { SchemaField, TableRows } from '../../../core/s3/previews/table';
import type { Shown } from '../../../core/s3/previews/progressText';

/** Rows of an object, read as they are asked for. */
export interface TableSource {
  /** What the object itself says of its fields; undefined where it says nothing. */
  readonly schema: readonly SchemaField[] | undefined;
  /** Facts of the object beside its schema, such as who wrote it. */
  readonly facts: readonly string[];
  /** Columns there are, where they are more than are shown. */
  readonly allColumns: number | undefined;
  /** How much was read; `rows` is for the reader to count. */
  readonly shown: Omit<Shown, 'rows' | 'done'>;
  /** What must be fetched for the next rows, in bytes, where it is so much that a person should decide; else 0. */
  costOfNext(count: number): number;
  /** The next rows, at most `count`. Throws AppErrors; rows that came before stay good. */
  next(count: number): Promise<TableRows>;
}
