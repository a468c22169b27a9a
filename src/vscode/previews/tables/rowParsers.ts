import { t } from '@vscode/l10n';
import Papa from 'papaparse';
import { filled, JsonLinesTable, type SparseRow } from '../../../core/s3/previews/jsonLines';
import { MAX_COLUMNS } from '../../../core/s3/previews/limits';
import { columnNames, isHeader, textColumns, type Cell, type Column } from '../../../core/s3/previews/table';
import { AppError } from '../../../core/support/errors';

/** Makes rows of a text that comes piece by piece; `Row` is one as it is kept until it is shown. */
export interface RowParser<Row> {
  /** Whether there are more columns than are shown, so that rows are cut. */
  readonly isCut: boolean;
  /** The rows that end in `text`. Throws AppErrors. @param last whether the text ends with it */
  push(text: string, last: boolean): Row[];
  /** The cells of a row, up to the last one that it has. */
  cells(row: Row): readonly Cell[];
  /** All columns so far; their types are those of `rows`, where the format has none. */
  columns(rows: readonly (readonly Cell[])[]): readonly Column[];
}

/** Longest row, in characters: one that is longer is none, but a quote that is never closed. */
const MAX_ROW = 8 * 1024 ** 2;

/** What separates columns when the name does not say it. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Comma- and otherwise separated values (RFC 4180, and what people write instead). */
export class DelimitedParser implements RowParser<readonly Cell[]> {
  #parser: Papa.Parser | undefined;
  #hasBegun = false;
  #rest = '';
  /** Texts that came after the rest, and their length. */
  readonly #more: string[] = [];
  #moreLength = 0;
  #isCut = false;
  #header: readonly string[] = [];
  #width = 0;
  #columns: readonly Column[] | undefined;

  /** @param delimiter guessed from the first text without one */
  constructor(private readonly delimiter?: string) {}

  get isCut(): boolean {
    return this.#isCut;
  }

  push(text: string, last: boolean): (readonly Cell[])[] {
    this.#more.push(text);
    this.#moreLength += text.length;
    const length = this.#rest.length + this.#moreLength;
    // A long row is looked through again when it has doubled, so that it takes time by its length alone.
    if (!last && this.#moreLength < this.#rest.length && length <= MAX_ROW) return [];
    const whole = this.#rest + this.#more.splice(0).join('');
    this.#moreLength = 0;
    this.#parser ??= this.#parserFor(whole);
    const { data, meta } = this.#parser.parse(whole, 0, !last) as Papa.ParseResult<string[]>;
    // Its reader stops at the row it was told to leave.
    this.#rest = last ? '' : whole.slice(meta.cursor);
    if (this.#rest.length > MAX_ROW) {
      throw new AppError('strangeAnswer', t('A row of the table does not end: a quote may be missing.'));
    }
    const rows = data.filter((row) => row.length > 1 || row[0] !== '').map((row) => this.#shown(row));
    const [first] = rows;
    if (first && !this.#hasBegun) {
      this.#hasBegun = true;
      if (isHeader(first)) this.#header = rows.shift() ?? [];
    }
    this.#width = rows.reduce((width, row) => Math.max(width, row.length), Math.max(this.#width, this.#header.length));
    return rows;
  }

  cells(row: readonly Cell[]): readonly Cell[] {
    return row;
  }

  columns(rows: readonly (readonly Cell[])[]): readonly Column[] {
    if (this.#columns?.length === this.#width) return this.#columns;
    return (this.#columns = textColumns(columnNames(this.#header, this.#width), rows));
  }

  #shown(row: string[]): string[] {
    if (row.length <= MAX_COLUMNS) return row;
    this.#isCut = true;
    return row.slice(0, MAX_COLUMNS);
  }

  #parserFor(text: string): Papa.Parser {
    const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
    const delimiter =
      this.delimiter ??
      Papa.parse<string[]>(text, { preview: 20, skipEmptyLines: true, delimitersToGuess: DELIMITERS }).meta.delimiter;
    return new Papa.Parser({ delimiter, newline: newline as '\r\n' | '\n' | '\r' });
  }
}

/** JSON Lines: one JSON object in each line. */
export class JsonLinesParser implements RowParser<SparseRow> {
  readonly #table = new JsonLinesTable();
  /** The beginning of the last line, in pieces, and its length. */
  readonly #rest: string[] = [];
  #restLength = 0;

  get isCut(): boolean {
    return this.#table.isCut;
  }

  push(text: string, last: boolean): SparseRow[] {
    const [first = '', ...lines] = text.split('\n');
    this.#rest.push(first);
    this.#restLength += first.length;
    const whole: string[] = [];
    if (lines.length > 0 || last) {
      whole.push(this.#rest.splice(0).join(''));
      this.#restLength = 0;
      const begun = last ? undefined : lines.pop();
      for (const line of lines) whole.push(line);
      if (begun !== undefined) {
        this.#rest.push(begun);
        this.#restLength = begun.length;
      }
    }
    if (this.#restLength > MAX_ROW) throw new AppError('strangeAnswer', t('A line is too long to be shown as a row.'));
    return whole.filter((line) => line.trim() !== '').map((line) => this.#table.row(line));
  }

  cells(row: SparseRow): readonly Cell[] {
    return filled(row);
  }

  columns(): readonly Column[] {
    return this.#table.columns;
  }
}
