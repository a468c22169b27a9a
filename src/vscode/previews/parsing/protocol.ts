import type { l10nJsonFormat } from '@vscode/l10n';
import type { ContentKind, TableFormat } from '../../../core/s3/previews/contentKind';
import type { ObjectState } from '../../../core/s3/previews/objectBytes';
import type { Shown } from '../../../core/s3/previews/progressText';
import type { Cell, Column, SchemaField } from '../../../core/s3/previews/table';
import type { ErrorDetail, ErrorKind } from '../../../core/support/errors';

/** What a worker begins with. */
export interface WorkerStart {
  /** The bundle of texts in the person's language. */
  readonly translations: l10nJsonFormat | undefined;
}

/** What a worker can be asked, one after the other, and what it answers. Each worker reads one object. */
export interface Jobs {
  /** The format of the object's table by its first bytes. */
  readonly format: { readonly ask: { readonly kind: ContentKind }; readonly answer: TableFormat | undefined };
  readonly openTable: {
    readonly ask: { readonly format: TableFormat; readonly count: number };
    readonly answer: OpenedTable;
  };
  /** The next rows; they come in messages of their own before the answer. */
  readonly rows: { readonly ask: { readonly count: number }; readonly answer: ReadRows };
  /** Reads on in the object's text. */
  readonly text: {
    readonly ask: { readonly kind: ContentKind; readonly locale: string };
    readonly answer: ReadText;
  };
  /** The text of the object's end. */
  readonly end: { readonly ask: object; readonly answer: string };
}

export type JobName = keyof Jobs;

/** A table before any of its rows. */
export interface OpenedTable {
  readonly schema: readonly SchemaField[] | undefined;
  readonly facts: readonly string[];
  /** What must be fetched for the first rows, in bytes, where a person should decide; else 0. */
  readonly cost: number;
}

/** How far a table is read. */
export interface ReadRows {
  readonly done: boolean;
  readonly shown: Omit<Shown, 'rows' | 'done'>;
  /** As in {@link OpenedTable}, for the rows after these. */
  readonly cost: number;
  /** Whether there are more columns than are shown. */
  readonly hasMoreColumns: boolean;
}

/** Some of the rows that were asked for. */
export interface RowsMessage {
  readonly rows: readonly (readonly Cell[])[];
  /** All columns so far, with the first of the rows. */
  readonly columns?: readonly Column[] | undefined;
}

/** How far a text is read. */
export interface ReadText {
  /** What comes after the text so far. */
  readonly added: string;
  readonly hasMore: boolean;
  readonly isWhole: boolean;
  /** How much is shown, in words. */
  readonly progress: string;
}

/** An error as it goes from one thread to the other. */
export interface PlainError {
  readonly kind: ErrorKind;
  readonly message: string;
  readonly detail: ErrorDetail;
}

/** What a worker is told. */
export type ToWorker =
  | { readonly type: 'job'; readonly name: JobName; readonly ask: unknown; readonly object: ObjectState }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'noBytes'; readonly id: number; readonly error: PlainError }
  /** The rows that it has told are taken: it may tell more. */
  | { readonly type: 'taken' };

/** What a worker tells. */
export type FromWorker =
  /** It needs these bytes of the object. */
  | { readonly type: 'read'; readonly id: number; readonly start: number; readonly end: number }
  | { readonly type: 'rows'; readonly message: RowsMessage }
  | { readonly type: 'answer'; readonly answer: unknown }
  | { readonly type: 'failed'; readonly error: PlainError };
