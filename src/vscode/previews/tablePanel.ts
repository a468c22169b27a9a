import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { visibleText } from '../../core/texts/visible';
import { formatSize } from '../../core/s3/nodeText';
import type { TableFormat } from '../../core/s3/previews/contentKind';
import { MAX_CELLS, MAX_COLUMNS, MAX_ROWS, MAX_TABLE_TEXT } from '../../core/s3/previews/limits';
import { progressText } from '../../core/s3/previews/progressText';
import { shownCell, type Cell, type CellRange, type Column } from '../../core/s3/previews/table';
import { tabTitle, titleWithProfile } from '../../core/s3/previews/tabTitle';
import type { Disposable } from '../../core/support/disposable';
import { toAppError, type AppError } from '../../core/support/errors';
import { isJsonObject } from '../../core/support/json';
import { runCommand } from '../commands/runCommand';
import { presentError } from '../support/presentError';
import { pageDocument, webviewOptions } from '../webPage/shell';
import type { S3ActionDeps } from '../s3/actions';
import { bytesOf, nodeOf, openedObject, type OpenedObject } from './openedObject';
import type { FromTablePage, TableAction, TableButton, TablePageTexts, ToTablePage } from './tableMessages';
import { copiedInSteps, messageEnd, pause } from './heldRows';
import type { Parser } from './parsing/parser';
import type { Parsers } from './parsing/parsers';
import type { OpenedTable, ReadRows, RowsMessage } from './parsing/protocol';

/** Rows that are read at once. */
const PAGE = 1000;

/** What the panels of tables work with. */
export type TableDeps = Pick<S3ActionDeps, 'storeOf' | 'heads' | 'front' | 'extensionUri' | 'log'> & {
  readonly parsers: Parsers;
};

/** A table while it is read. */
interface Source {
  readonly parser: Parser;
  readonly opened: OpenedTable;
  read: ReadRows | undefined;
}

/** One editor with the rows of one object. */
export class TablePanel implements Disposable {
  readonly #rows: (readonly Cell[])[] = [];
  readonly #subscriptions: vscode.Disposable[];
  #columns: readonly Column[] = [];
  #source: Source | undefined;
  /** Cells and characters of the rows. */
  #cells = 0;
  #text = 0;
  #reading = new AbortController();
  #isListening = false;
  #repeats = 0;
  #status: ToTablePage | undefined;

  constructor(
    private opened: OpenedObject,
    private readonly format: TableFormat,
    private readonly panel: vscode.WebviewPanel,
    private readonly deps: TableDeps,
  ) {
    const { webview } = panel;
    panel.title = titleWithProfile(vscode.l10n.t('Table of {0}', tabTitle(opened.name)), opened.address.profile);
    deps.front.showsPage(panel, opened.address.profile);
    webview.options = webviewOptions(deps.extensionUri);
    this.#subscriptions = [webview.onDidReceiveMessage((message: unknown) => void this.#receive(message))];
    webview.html = pageDocument(webview, deps.extensionUri, { script: 'tablePage.js', style: 'table.css' });
  }

  /** Brings the editor to the front. @param preserveFocus whether the focus stays where it is */
  bringToFront(preserveFocus: boolean): void {
    // eslint-disable-next-line no-restricted-syntax -- shows an editor, not credentials
    this.panel.reveal(undefined, preserveFocus);
  }

  /** Reads the first rows. */
  async begin(): Promise<void> {
    this.#reading.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.#rows.length = 0;
    this.#columns = [];
    this.#source = undefined;
    this.#cells = this.#text = 0;
    this.#post({ type: 'begin', texts: textsOf(this.opened) });
    this.#say(vscode.l10n.t('Reading…'));
    await this.#attempt(reading.signal, async () => {
      const parser = this.deps.parsers.open(bytesOf(this.opened, this.deps), reading.signal);
      const opened = await parser.ask('openTable', { format: this.format, count: PAGE });
      if (reading.signal.aborted) return;
      const source: Source = { parser, opened, read: undefined };
      this.#source = source;
      this.#postSchema();
      if (opened.cost > 0) this.#askBefore(opened.cost);
      else await this.#readRows(source, reading.signal);
    });
  }

  dispose(): void {
    this.#reading.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #readRows(source: Source, signal: AbortSignal): Promise<void> {
    const read = await source.parser.ask('rows', { count: PAGE }, (message) => {
      if (!signal.aborted) this.#take(message);
    });
    if (signal.aborted) return;
    source.read = read;
    // What is complete needs its worker no more.
    if (read.done) source.parser.dispose();
    this.#tellProgress(read);
  }

  #take({ columns, rows }: RowsMessage): void {
    if (columns) this.#columns = columns;
    for (const row of rows) {
      this.#rows.push(row);
      this.#cells += row.length;
      this.#text += row.reduce((sum, cell) => sum + (cell?.length ?? 0), 0);
    }
    this.#post({ type: 'rows', columns, rows: rows.map((row) => row.map(shownCell)) });
  }

  #tellProgress({ shown, done, cost, hasMoreColumns }: ReadRows): void {
    const locale = vscode.env.language;
    const progress = progressText({ ...shown, rows: this.#rows.length, done }, locale);
    const text = hasMoreColumns
      ? vscode.l10n.t('{0}. Only the first {1} columns are shown.', progress, MAX_COLUMNS.toLocaleString(locale))
      : progress;
    if (done) this.#say(text);
    else if (this.#isFull) this.#say(vscode.l10n.t('{0}. A preview shows no more rows.', text));
    else {
      const title =
        cost > 0 ? vscode.l10n.t('Load More Rows ({0})', formatSize(cost, locale)) : vscode.l10n.t('Load More Rows');
      this.#say(text, { action: 'loadMore', title });
    }
  }

  /** Whether a page could not stay quick with more; what is looked for beyond is found by a query, not by scrolling. */
  get #isFull(): boolean {
    return this.#rows.length >= MAX_ROWS || this.#cells >= MAX_CELLS || this.#text >= MAX_TABLE_TEXT;
  }

  #askBefore(cost: number): void {
    const size = formatSize(cost, vscode.env.language);
    this.#say(vscode.l10n.t('The first rows stand in parts of {0}, which have to be read.', size), {
      action: 'loadMore',
      title: vscode.l10n.t('Load Rows ({0})', size),
    });
  }

  async #loadMore(): Promise<void> {
    const source = this.#source;
    if (!source || source.read?.done === true || this.#isFull) return;
    const { signal } = this.#reading;
    this.#say(vscode.l10n.t('Reading…'));
    await this.#attempt(signal, () => this.#readRows(source, signal));
  }

  /** The page shows what goes wrong, with what helps. */
  async #attempt(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (signal.aborted) return;
      const known = toAppError(error);
      this.deps.log.error(known);
      this.#post({ type: 'status', text: textOf(known), isError: true, button: buttonFor(known) });
    }
  }

  #say(text: string, button?: TableButton): void {
    this.#post({ type: 'status', text, isError: false, button });
  }

  #postSchema(): void {
    const { schema, facts = [] } = this.#source?.opened ?? {};
    if (schema) this.#post({ type: 'schema', fields: schema, facts });
  }

  /** What is said before the page listens is said when it does. */
  #post(message: ToTablePage): void {
    if (message.type === 'status') this.#status = message;
    if (this.#isListening) void this.panel.webview.postMessage(message);
  }

  /** A page that was closed while it was hidden begins anew with what was read. */
  async #repeat(): Promise<void> {
    const { signal } = this.#reading;
    const repeat = ++this.#repeats;
    this.#isListening = true;
    this.#post({ type: 'begin', texts: textsOf(this.opened) });
    this.#postSchema();
    if (this.#status) this.#post(this.#status);
    // Rows that come meanwhile are among those that are repeated.
    this.#isListening = false;
    for (let first = 0; first < this.#rows.length;) {
      const end = messageEnd(this.#rows, first);
      const rows = this.#rows.slice(first, end).map((row) => row.map(shownCell));
      void this.panel.webview.postMessage({ type: 'rows', columns: this.#columns, rows } satisfies ToTablePage);
      first = end;
      await pause();
      if (repeat !== this.#repeats) return;
      if (signal !== this.#reading.signal) {
        await this.#repeat();
        return;
      }
    }
    this.#isListening = true;
    if (this.#rows.length === 0 && this.#columns.length > 0) {
      this.#post({ type: 'rows', columns: this.#columns, rows: [] });
    }
    if (this.#status) this.#post(this.#status);
  }

  async #receive(message: unknown): Promise<void> {
    if (!isFromPage(message)) return;
    switch (message.type) {
      case 'ready':
        await this.#repeat();
        return;
      case 'copy':
        try {
          await vscode.env.clipboard.writeText(await copiedInSteps(this.#rows, message.range, message.raw));
        } catch (error) {
          await presentError(error, this.deps.log);
        }
        return;
      case 'action':
        await this.#act(message.action);
    }
  }

  async #act(action: TableAction): Promise<void> {
    switch (action) {
      case 'loadMore':
        await this.#loadMore();
        return;
      case 'reload':
        await this.#attempt(this.#reading.signal, async () => {
          this.opened = await openedObject(this.opened.address, this.deps, this.#reading.signal);
          await this.begin();
        });
        return;
      case 'restore':
        await runCommand('assumeRole.s3.restoreArchived', nodeOf(this.opened));
        return;
      case 'openAsText':
        await runCommand('assumeRole.s3.openAsText', nodeOf(this.opened));
    }
  }
}

function textOf({ kind, message, detail }: AppError): string {
  if (kind === 'changed') return vscode.l10n.t('The object has changed since these rows were read.');
  return [message, detail.cure].filter(Boolean).join(' ');
}

function buttonFor({ kind }: AppError): TableButton | undefined {
  // Nothing here would help.
  if (kind === 'tooLarge') return undefined;
  if (kind === 'archived') return { action: 'restore', title: vscode.l10n.t('Restore from Archive…') };
  if (kind === 'strangeAnswer') return { action: 'openAsText', title: vscode.l10n.t('Open as Text') };
  return {
    action: 'reload',
    title: kind === 'changed' ? vscode.l10n.t('Reload') : vscode.l10n.t('Try Again'),
  };
}

function textsOf({ address, name }: OpenedObject): TablePageTexts {
  return {
    title: name,
    place: visibleText(s3Uri(address)),
    table: vscode.l10n.t('Rows of {0}', name),
    rows: vscode.l10n.t('Rows'),
    schema: vscode.l10n.t('Schema'),
    field: vscode.l10n.t('Field'),
    type: vscode.l10n.t('Type'),
    nullable: vscode.l10n.t('May be missing'),
    yes: vscode.l10n.t('yes'),
    no: vscode.l10n.t('no'),
    row: vscode.l10n.t('Row'),
    missing: vscode.l10n.t('null'),
    value: vscode.l10n.t('Value of {0}'),
    close: vscode.l10n.t('Close'),
  };
}

const ACTIONS: readonly unknown[] = ['loadMore', 'reload', 'restore', 'openAsText'] satisfies TableAction[];

function isFromPage(message: unknown): message is FromTablePage {
  if (!isJsonObject(message)) return false;
  switch (message['type']) {
    case 'ready':
      return true;
    case 'action':
      return ACTIONS.includes(message['action']);
    case 'copy':
      return isRange(message['range']) && typeof message['raw'] === 'boolean';
    default:
      return false;
  }
}

function isRange(range: unknown): range is CellRange {
  if (!isJsonObject(range)) return false;
  return ['firstRow', 'lastRow', 'firstColumn', 'lastColumn'].every((name) => Number.isSafeInteger(range[name]));
}
