import type { Table, TableRow } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';
import type { PageTexts } from '../messages';
import { button, buttons, type OnAction } from './buttons';

/** IDs of the rows that are ticked; they stay so when the table is drawn anew with more rows. */
const ticked = new Set<string>();

/** A table, with ticks before its rows where something can be done to several of them. */
export function tableElement(table: Table, texts: PageTexts, onAction: OnAction): HTMLElement {
  const { label, columns, wrapping, rows, empty, selectedActions = [] } = table;
  if (rows.length === 0) return element('p', 'note', empty);
  const isSelectable = selectedActions.length > 0;
  const actionButtons = buttons(selectedActions, onAction);
  const boxes: HTMLInputElement[] = [];
  const update = (): void => {
    for (const { value, checked } of boxes) {
      if (checked) ticked.add(value);
      else ticked.delete(value);
    }
    const count = boxes.filter(({ checked }) => checked).length;
    for (const actionButton of actionButtons) actionButton.disabled = count === 0;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  };
  const all = checkbox(texts.selectAll, 'all');
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
    update();
  });
  const hasActions = rows.some(({ actions = [] }) => actions.length > 0);
  const body = element('tbody', '', ...rows.map(rowElement));
  const head = element(
    'tr',
    '',
    isSelectable ? element('th', 'tick', all) : undefined,
    ...columns.map(columnHead),
    hasActions ? columnHead(texts.actions) : undefined,
  );
  const made = element('table', '', element('thead', '', head), body);
  made.setAttribute('aria-label', label);
  update();
  return element(
    'div',
    'table',
    element('div', 'scroll', made),
    isSelectable ? element('div', 'buttons', ...actionButtons) : undefined,
  );

  function rowElement({ id, label: name, cells, marks = [], actions = [] }: TableRow): HTMLElement {
    const box = isSelectable ? checkbox(`${texts.select}: ${name}`, `tick ${id}`) : undefined;
    if (box) {
      box.value = id;
      box.checked = ticked.has(id);
      box.addEventListener('change', update);
      boxes.push(box);
    }
    const rowButtons = actions.map((action) =>
      button(action.title, `${id} ${action.id}`, () => onAction(action.id, [id]), action.label),
    );
    return element(
      'tr',
      '',
      box && element('td', 'tick', box),
      ...cells.map((text, index) =>
        element(
          'td',
          wrapping.includes(index) ? 'long' : '',
          element('span', '', text),
          ...(index === 0 ? marks.map((mark) => element('span', 'mark', mark)) : []),
        ),
      ),
      hasActions ? element('td', '', element('div', 'buttons', ...rowButtons)) : undefined,
    );
  }
}

/** IDs of the rows that are ticked. */
export function selectedRows(within: Element): string[] {
  return [...within.querySelectorAll<HTMLInputElement>('tbody input:checked')].map(({ value }) => value);
}

function columnHead(text: string): HTMLElement {
  const head = element('th', '', text);
  head.scope = 'col';
  return head;
}

function checkbox(label: string, id: string): HTMLInputElement {
  const box = element('input', '');
  box.type = 'checkbox';
  box.dataset['focus'] = id;
  box.setAttribute('aria-label', label);
  return box;
}
