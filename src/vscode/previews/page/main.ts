import type { FromTablePage, TableButton, TablePageTexts, ToTablePage } from '../tableMessages';
import { element, setText } from '../../webPage/page/elements';
import { Grid } from './grid';
import { schemaTable } from './schemaTable';

declare function acquireVsCodeApi(): { postMessage(message: FromTablePage): void };

const vscode = acquireVsCodeApi();
const title = element('h1', '');
const place = element('p', 'place');
const status = element('p', 'status');
const button = element('button', 'action');
const rowsTab = element('button', 'tab');
const schemaTab = element('button', 'tab');
const tabs = element('div', 'tabs', rowsTab, schemaTab);
const schema = element('section', 'schema');
const valueTitle = element('h2', '');
const valueText = element('pre', '');
const close = element('button', 'secondary');
const value = element('section', 'value', element('div', 'valueHeader', valueTitle, close), valueText);

const grid = new Grid({
  copy: (range, raw) => vscode.postMessage({ type: 'copy', range, raw }),
  open: (column, text) => {
    setText(valueTitle, texts?.value.replace('{0}', column) ?? column);
    setText(valueText, text);
    value.hidden = false;
    close.focus();
  },
});
let texts: TablePageTexts | undefined;

status.setAttribute('role', 'status');
tabs.setAttribute('role', 'tablist');
valueText.tabIndex = 0;
for (const [tab, panel] of [
  [rowsTab, grid.element],
  [schemaTab, schema],
] as const) {
  tab.setAttribute('role', 'tab');
  tab.addEventListener('click', () => select(tab));
  panel.classList.add('panel');
}
tabs.addEventListener('keydown', ({ key }) => {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
  const other = document.activeElement === rowsTab ? schemaTab : rowsTab;
  select(other);
  other.focus();
});
close.addEventListener('click', closeValue);
value.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') closeValue();
});
document.body.append(
  element('header', '', element('div', 'name', title, place), element('div', 'line', status, button), tabs),
  grid.element,
  schema,
  value,
);
reset();

window.addEventListener('message', ({ data }: MessageEvent<ToTablePage>) => show(data));
vscode.postMessage({ type: 'ready' });

function show(message: ToTablePage): void {
  switch (message.type) {
    case 'begin':
      reset();
      name(message.texts);
      return;
    case 'rows':
      grid.add(message.rows, message.columns);
      return;
    case 'schema':
      if (texts) schema.replaceChildren(...schemaTable(message.fields, message.facts, texts));
      tabs.hidden = false;
      // Until there are rows, the schema is what there is to see.
      if (grid.isEmpty) select(schemaTab);
      return;
    case 'status':
      setText(status, message.text);
      status.classList.toggle('error', message.isError);
      showButton(message.button);
      if (!grid.isEmpty && !hasChosenTab) select(rowsTab, false);
  }
}

let hasChosenTab = false;

function reset(): void {
  grid.clear();
  schema.replaceChildren();
  tabs.hidden = true;
  value.hidden = true;
  hasChosenTab = false;
  showButton(undefined);
  select(rowsTab, false);
}

function name(given: TablePageTexts): void {
  texts = given;
  setText(title, given.title);
  setText(place, given.place);
  setText(rowsTab, given.rows);
  setText(schemaTab, given.schema);
  setText(close, given.close);
  grid.name(given);
}

function showButton(shown: TableButton | undefined): void {
  button.hidden = shown === undefined;
  if (!shown) return;
  setText(button, shown.title);
  button.onclick = () => vscode.postMessage({ type: 'action', action: shown.action });
}

function select(tab: HTMLElement, chosen = true): void {
  hasChosenTab ||= chosen && !grid.isEmpty;
  for (const [other, panel] of [
    [rowsTab, grid.element],
    [schemaTab, schema],
  ] as const) {
    other.setAttribute('aria-selected', String(other === tab));
    other.tabIndex = other === tab ? 0 : -1;
    panel.hidden = other !== tab;
  }
  grid.draw();
}

function closeValue(): void {
  value.hidden = true;
  grid.element.focus();
}
