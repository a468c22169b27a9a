import type { Cell, CellRange, Column } from '../../../core/s3/previews/table';
import { element } from '../../webPage/page/elements';
import type { TablePageTexts } from '../tableMessages';
import { columnWidths, Tracks } from './tracks';
import { moved, type Position } from './gridKeys';

/** What the grid asks others for. */
export interface GridActions {
  /** Puts cells into the clipboard. @param raw whether letter by letter, formulas too */
  copy(range: CellRange, raw: boolean): void;
  /** Shows the whole text of a cell. */
  open(column: string, text: string): void;
}

/** Height of a row, in pixels. */
const ROW = 24;
/** Rows and pixels drawn beyond what is in sight, so that little scrolling shows no gaps. */
const SPARE_ROWS = 10;
const SPARE_PIXELS = 200;

/** A table of which only what is in sight is in the page: a hundred thousand rows scroll as quickly as ten. */
export class Grid {
  readonly element = element('div', 'grid');
  readonly #space = element('div', 'space');
  readonly #head = element('div', 'head');
  readonly #body = element('div', 'body');
  readonly #rows: (readonly Cell[])[] = [];
  #columns: readonly Column[] = [];
  #tracks = new Tracks([]);
  /** The cell that keys move, and the other corner of what is selected. */
  #active: Position = { row: 0, column: 0 };
  #anchor: Position = { row: 0, column: 0 };
  #texts: TablePageTexts | undefined;
  #isDrawing = false;

  constructor(private readonly actions: GridActions) {
    const { element: root } = this;
    root.tabIndex = 0;
    root.setAttribute('role', 'grid');
    root.setAttribute('aria-multiselectable', 'true');
    this.#head.setAttribute('role', 'row');
    this.#head.setAttribute('aria-rowindex', '1');
    this.#body.setAttribute('role', 'rowgroup');
    this.#space.append(this.#head, this.#body);
    root.append(this.#space);
    root.addEventListener('scroll', () => this.#drawSoon());
    root.addEventListener('keydown', (event) => this.#onKey(event));
    root.addEventListener('mousedown', (event) => this.#onMouseDown(event));
    root.addEventListener('mousemove', (event) => this.#onMouseMove(event));
    root.addEventListener('dblclick', () => this.#open());
    new ResizeObserver(() => this.#drawSoon()).observe(root);
  }

  /** Whether there is no row. */
  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** Gives it the person's words. */
  name(texts: TablePageTexts): void {
    this.#texts = texts;
    this.element.setAttribute('aria-label', texts.table);
  }

  /** Takes everything out. */
  clear(): void {
    this.#rows.length = 0;
    this.#columns = [];
    this.#tracks = new Tracks([]);
    this.#active = this.#anchor = { row: 0, column: 0 };
    this.element.scrollTo(0, 0);
    this.draw();
  }

  /** Adds rows at the end. @param columns all there are now, where they are others than before */
  add(rows: readonly (readonly Cell[])[], columns = this.#columns): void {
    for (const row of rows) this.#rows.push(row);
    // Columns stay as wide as they are, so that nothing moves under the person's eyes.
    if (columns.length !== this.#columns.length) this.#tracks = new Tracks(columnWidths(columns, this.#rows));
    this.#columns = columns;
    this.draw();
  }

  /** Draws what is in sight. */
  draw(): void {
    const { element: root } = this;
    root.setAttribute('aria-rowcount', String(this.#rows.length + 1));
    root.setAttribute('aria-colcount', String(this.#columns.length + 1));
    const numbers = this.#numberWidth();
    this.#space.style.width = `${numbers + this.#tracks.size}px`;
    this.#space.style.height = `${(this.#rows.length + 1) * ROW}px`;
    const [left, top] = [root.scrollLeft, root.scrollTop];
    const columns = this.#tracks.between(left - SPARE_PIXELS, left + root.clientWidth + SPARE_PIXELS);
    const first = Math.max(0, Math.floor(top / ROW) - SPARE_ROWS);
    const last = Math.min(this.#rows.length, Math.ceil((top + root.clientHeight) / ROW) + SPARE_ROWS);
    this.#head.replaceChildren(this.#corner(numbers), ...columns.map((column) => this.#headCell(column, numbers)));
    const shown = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
    this.#body.replaceChildren(...shown.map((row) => this.#row(row, columns, numbers)));
    const active = this.#body.querySelector('.active');
    if (active) root.setAttribute('aria-activedescendant', active.id);
    else root.removeAttribute('aria-activedescendant');
  }

  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.draw();
    });
  }

  #corner(width: number): HTMLElement {
    const corner = element('div', 'number', this.#texts?.row ?? '');
    corner.setAttribute('role', 'columnheader');
    corner.setAttribute('aria-colindex', '1');
    corner.style.width = `${width}px`;
    return corner;
  }

  #headCell(index: number, numbers: number): HTMLElement {
    const { name = '', type = '', numeric = false } = this.#columns[index] ?? {};
    const cell = element('div', numeric ? 'cell numeric' : 'cell', element('span', 'columnName', name));
    if (type !== '') cell.append(element('span', 'type', type));
    cell.title = type === '' ? name : `${name}\n${type}`;
    cell.setAttribute('role', 'columnheader');
    this.#place(cell, index, numbers);
    return cell;
  }

  #row(index: number, columns: readonly number[], numbers: number): HTMLElement {
    const number = element('div', 'number', (index + 1).toLocaleString());
    number.setAttribute('role', 'rowheader');
    number.setAttribute('aria-colindex', '1');
    number.style.width = `${numbers}px`;
    const row = element('div', 'row', number, ...columns.map((column) => this.#cell(index, column, numbers)));
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', String(index + 2));
    row.style.top = `${(index + 1) * ROW}px`;
    return row;
  }

  #cell(row: number, column: number, numbers: number): HTMLElement {
    const value = this.#rows[row]?.[column] ?? null;
    const numeric = this.#columns[column]?.numeric === true;
    const cell = element('div', numeric ? 'cell numeric' : 'cell', value ?? this.#texts?.missing);
    cell.setAttribute('role', 'gridcell');
    cell.id = `c${row}-${column}`;
    cell.dataset['row'] = String(row);
    cell.dataset['column'] = String(column);
    if (value === null) cell.classList.add('missing');
    else cell.title = value;
    const isSelected = within(rangeOf(this.#active, this.#anchor), row, column);
    cell.classList.toggle('selected', isSelected);
    cell.classList.toggle('active', row === this.#active.row && column === this.#active.column);
    cell.setAttribute('aria-selected', String(isSelected));
    this.#place(cell, column, numbers);
    return cell;
  }

  #place(cell: HTMLElement, column: number, numbers: number): void {
    cell.setAttribute('aria-colindex', String(column + 2));
    cell.style.left = `${numbers + this.#tracks.start(column)}px`;
    cell.style.width = `${this.#tracks.width(column)}px`;
  }

  #onKey(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    // With Alt, macOS gives the key another letter.
    if (control && (event.key.toLowerCase() === 'c' || (event.altKey && event.code === 'KeyC'))) {
      this.actions.copy(rangeOf(this.#active, this.#anchor), event.altKey);
    } else if (control && event.key.toLowerCase() === 'a') {
      this.#active = { row: 0, column: 0 };
      this.#anchor = { row: this.#rows.length - 1, column: this.#columns.length - 1 };
      this.draw();
    } else if (event.key === 'Enter') {
      this.#open();
    } else {
      const page = Math.max(1, Math.floor(this.element.clientHeight / ROW) - 2);
      const target = moved(this.#active, event, { rows: this.#rows.length, columns: this.#columns.length, page });
      if (!target) return;
      this.#moveTo(target, event.shiftKey);
    }
    event.preventDefault();
    // Keys that are used here are not VS Code's too.
    event.stopPropagation();
  }

  #onMouseDown(event: MouseEvent): void {
    const position = positionOf(event.target);
    if (!position || event.button !== 0) return;
    this.#moveTo(position, event.shiftKey);
  }

  #onMouseMove(event: MouseEvent): void {
    const position = event.buttons === 1 ? positionOf(event.target) : undefined;
    if (!position || (position.row === this.#active.row && position.column === this.#active.column)) return;
    this.#moveTo(position, true);
  }

  #open(): void {
    const { row, column } = this.#active;
    const value = this.#rows[row]?.[column];
    if (value !== undefined && value !== null) this.actions.open(this.#columns[column]?.name ?? '', value);
  }

  #moveTo(target: Position, extend: boolean): void {
    this.#active = target;
    if (!extend) this.#anchor = target;
    this.#bringIntoSight(target);
    this.draw();
  }

  #bringIntoSight({ row, column }: Position): void {
    const { element: root } = this;
    const numbers = this.#numberWidth();
    const [top, left] = [(row + 1) * ROW, numbers + this.#tracks.start(column)];
    // The head and the rows' numbers stand still over what is scrolled.
    if (top - ROW < root.scrollTop) root.scrollTop = top - ROW;
    else if (top + ROW > root.scrollTop + root.clientHeight) root.scrollTop = top + ROW - root.clientHeight;
    const right = left + this.#tracks.width(column);
    if (left - numbers < root.scrollLeft) root.scrollLeft = left - numbers;
    else if (right > root.scrollLeft + root.clientWidth) root.scrollLeft = right - root.clientWidth;
  }

  #numberWidth(): number {
    return 24 + 8 * Math.max(3, this.#rows.length.toLocaleString().length);
  }
}

function rangeOf(one: Position, other: Position): CellRange {
  return {
    firstRow: Math.min(one.row, other.row),
    lastRow: Math.max(one.row, other.row),
    firstColumn: Math.min(one.column, other.column),
    lastColumn: Math.max(one.column, other.column),
  };
}

function within(range: CellRange, row: number, column: number): boolean {
  return row >= range.firstRow && row <= range.lastRow && column >= range.firstColumn && column <= range.lastColumn;
}

function positionOf(target: EventTarget | null): Position | undefined {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[role=gridcell]') : null;
  if (!cell) return undefined;
  return { row: Number(cell.dataset['row']), column: Number(cell.dataset['column']) };
}
