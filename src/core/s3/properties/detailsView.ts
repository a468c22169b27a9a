/** Everything a page of properties shows, as texts; the page draws it and knows nothing of S3. */
export interface DetailsView {
  /** Name of what it is about, with nothing invisible in it. */
  readonly title: string;
  /** Where that is, such as its S3 URI. */
  readonly place: string;
  readonly marks: readonly Mark[];
  /** What is going on or was done last; empty when there is nothing to say. */
  readonly status: string;
  /** Whether the page waits for S3. */
  readonly busy: boolean;
  /** Of the whole page. */
  readonly actions: readonly DetailsButton[];
  readonly notice?: Notice | undefined;
  readonly sections: readonly DetailsSection[];
  /** ID of the section whose form is open. */
  readonly editing?: string | undefined;
  /** The section to bring into sight, once for each `request`. */
  readonly reveal?: { readonly section: string; readonly request: number } | undefined;
}

/** A short word beside the title. */
export interface Mark {
  readonly kind: 'production' | 'plain';
  readonly text: string;
}

/** A button; `id` says to the model what it does. */
export interface DetailsButton {
  readonly id: string;
  readonly title: string;
  /** What a screen reader says where the title alone does not tell what it is about. */
  readonly label?: string | undefined;
}

/** What went wrong or should be known before going on. */
export interface Notice {
  readonly severity: 'error' | 'warning' | 'info';
  readonly text: string;
  /** What the person can do. */
  readonly cure?: string | undefined;
  readonly actions?: readonly DetailsButton[] | undefined;
}

/** A part of the page under a heading. */
export interface DetailsSection {
  readonly id: string;
  readonly title: string;
  readonly facts?: readonly Fact[] | undefined;
  /** Sentences below the facts. */
  readonly notes?: readonly string[] | undefined;
  /** In place of what could not be read. */
  readonly problem?: Notice | undefined;
  /** With which it is edited; undefined where it cannot be. */
  readonly form?: Form | undefined;
  readonly table?: Table | undefined;
  readonly actions?: readonly DetailsButton[] | undefined;
  /** Whether it waits for S3. */
  readonly busy?: boolean | undefined;
}

/** A name and a value. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** The exact text that a button beside it copies. */
  readonly copy?: string | undefined;
}

/** Fields that are saved together. */
export interface Form {
  readonly fields: readonly Field[];
  /** What saving does, said before it is done. */
  readonly note: string;
  /** By field ID, or `field.row.name` and `field.row.value` for a row of pairs: why it cannot be saved like that. */
  readonly errors: FieldErrors;
}

/** Why fields cannot be saved as they are, by their IDs. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A name with a value; pages send both as typed. */
export type Pair = readonly [name: string, value: string];

/** What stands in the fields of a form, by field ID. */
export type FormValues = Readonly<Record<string, string | readonly Pair[]>>;

interface FieldBase {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** One line of text. */
export interface TextField extends FieldBase {
  readonly type: 'text';
  readonly value: string;
  /** It is shown only while that other field holds one of these values. */
  readonly onlyWhen?: { readonly field: string; readonly values: readonly string[] } | undefined;
}

/** One of several. */
export interface ChoiceField extends FieldBase {
  readonly type: 'choice';
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** Any number of names with values. */
export interface PairsField extends FieldBase {
  readonly type: 'pairs';
  readonly pairs: readonly Pair[];
  readonly nameLabel: string;
  readonly valueLabel: string;
  readonly addLabel: string;
  /** No more rows than these. */
  readonly most?: number | undefined;
}

/** Something to fill in. */
export type Field = TextField | ChoiceField | PairsField;

/** Rows with cells. */
export interface Table {
  /** What a screen reader calls it. */
  readonly label: string;
  readonly columns: readonly string[];
  /** Columns (from 0) with texts of any length; those of the others stay on one line. */
  readonly wrapping: readonly number[];
  readonly rows: readonly TableRow[];
  /** Said when there are no rows. */
  readonly empty: string;
  /** Done to the ticked rows; rows can be ticked only where there is one. */
  readonly selectedActions?: readonly DetailsButton[] | undefined;
}

/** One row of a table. */
export interface TableRow {
  readonly id: string;
  /** What a screen reader calls it in its buttons. */
  readonly label: string;
  readonly cells: readonly string[];
  /** Words beside the first cell. */
  readonly marks?: readonly string[] | undefined;
  readonly actions?: readonly DetailsButton[] | undefined;
}

/** What a person did on the page. */
export type DetailsEvent =
  /** A button of the page or of a section. */
  | { readonly type: 'action'; readonly action: string; readonly rows: readonly string[] }
  | { readonly type: 'edit'; readonly section: string }
  | { readonly type: 'cancelEdit' }
  | { readonly type: 'save'; readonly section: string; readonly values: FormValues }
  | { readonly type: 'copy'; readonly section: string; readonly fact: string };
