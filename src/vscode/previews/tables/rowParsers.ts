import { t } from '@vscode/l10n';
import Papa from 'papaparse';
import { JsonLinesTable } from '../../../core/s3/previews/jsonLines';
import { columnNames, isHeader, textColumns, type Cell, type Column } from '../../../core/s3/previews/table';
import { AppError } from '../../../core/support/errors';

/** Makes rows of a text that comes piece by piece. */
export interface RowParser {
  /** The rows that end in `text`. @param last whether the text ends with it */
  push(text: string, last: boolean): (readonly Cell[])[];
  /** All columns so far; their types are those of `rows`, where the format has none. */
  columns(rows: readonly (readonly Cell[])[]): readonly Column[];
}

/** Longest row, in characters: one that is longer is none, but a quote that is never closed. */
const MAX_ROW = 8 * 1024 ** 2;

/** What separates columns when the name does not say it. */
const DELIMITERS = [',', ';', '\t', '|'];

/** Comma- and otherwise separated values (RFC 4180, and what people write instead). */
export class DelimitedParser implements RowParser {
  #parser: Papa.Parser | undefined;
  #hasBegun = false;
  #rest = '';
  #header: readonly string[] = [];
  #width = 0;
  #columns: readonly Column[] | undefined;

  /** @param delimiter guessed from the first text without one */
  constructor(private readonly delimiter?: string) {}

  push(text: string, last: boolean): (readonly Cell[])[] {
    const whole = this.#rest + text;
    this.#parser ??= this.#parserFor(whole);
    const { data, meta } = this.#parser.parse(whole, 0, !last) as Papa.ParseResult<string[]>;
    // Its reader stops at the row it was told to leave.
    this.#rest = last ? '' : whole.slice(meta.cursor);
    if (this.#rest.length > MAX_ROW) {
      throw new AppError('strangeAnswer', t('A row of the table does not end: a quote may be missing.'));
    }
    const rows = data.filter((row) => row.length > 1 || row[0] !== '');
    const [first] = rows;
    if (first && !this.#hasBegun) {
      this.#hasBegun = true;
      if (isHeader(first)) this.#header = rows.shift() ?? [];
    }
    this.#width = rows.reduce((width, row) => Math.max(width, row.length), Math.max(this.#width, this.#header.length));
    return rows;
  }

  columns(rows: readonly (readonly Cell[])[]): readonly Column[] {
    if (this.#columns?.length === this.#width) return this.#columns;
    return (this.#columns = textColumns(columnNames(this.#header, this.#width), rows));
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
export class JsonLinesParser implements RowParser {
  readonly #table = new JsonLinesTable();
  #rest = '';

  push(text: string, last: boolean): (readonly Cell[])[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = last ? '' : (lines.pop() ?? '');
    if (this.#rest.length > MAX_ROW) throw new AppError('strangeAnswer', t('A line is too long to be shown as a row.'));
    return lines.filter((line) => line.trim() !== '').map((line) => this.#table.row(line));
  }

  columns(): readonly Column[] {
    return this.#table.columns;
  }
}
