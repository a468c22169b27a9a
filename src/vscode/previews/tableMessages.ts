import type { Cell, CellRange, Column, SchemaField } from '../../core/s3/previews/table';

/** What the extension tells the page. */
export type ToTablePage =
  /** The page begins anew, with nothing in it. */
  | { readonly type: 'begin'; readonly texts: TablePageTexts }
  /** Rows to be added after those that are there, and the columns where they are others; texts that were too long are cut. */
  | {
      readonly type: 'rows';
      readonly columns?: readonly Column[] | undefined;
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly type: 'schema'; readonly fields: readonly SchemaField[]; readonly facts: readonly string[] }
  /** How much is shown, and which button stands beside it. */
  | {
      readonly type: 'status';
      readonly text: string;
      readonly isError: boolean;
      readonly button?: TableButton | undefined;
    };

/** A button beside the status. */
export interface TableButton {
  readonly action: TableAction;
  readonly title: string;
}

/** What buttons do. */
export type TableAction = 'loadMore' | 'reload' | 'restore' | 'openAsText';

/** Texts of the page's own parts, in the person's language. */
export interface TablePageTexts {
  readonly title: string;
  /** The object's place. */
  readonly place: string;
  /** Names the grid for screen readers. */
  readonly table: string;
  readonly rows: string;
  readonly schema: string;
  readonly field: string;
  readonly type: string;
  readonly nullable: string;
  readonly yes: string;
  readonly no: string;
  /** Names the number of a row. */
  readonly row: string;
  /** What stands for a value that is not there. */
  readonly missing: string;
  /** Above the whole text of a cell; `{0}` is the column. */
  readonly value: string;
  readonly close: string;
}

/** What the page tells the extension. */
export type FromTablePage =
  /** It listens now. */
  | { readonly type: 'ready' }
  | { readonly type: 'action'; readonly action: TableAction }
  /** Puts cells into the clipboard, `raw` with formulas as they are. */
  | { readonly type: 'copy'; readonly range: CellRange; readonly raw: boolean };
