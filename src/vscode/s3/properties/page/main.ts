import type { DetailsView } from '../../../../core/s3/properties/detailsView';
import { element, setText } from '../../../webPage/page/elements';
import { ShownParts } from '../../../webPage/page/shownParts';
import { takeFocus } from '../../../webPage/page/takeFocus';
import type { PageTexts, ToPage } from '../messages';
import { buttons } from './buttons';
import { dropDraft } from './draft';
import { noticeElement } from './notice';
import { sectionElement } from './section';
import { selectedRows } from './table';
import { send } from './vscode';

const title = element('h1', '');
const marks = element('span', 'marks');
const place = element('p', 'place');
const toolbar = element('div', 'buttons toolbar');
const status = element('span', 'status');
const notice = element('div', 'page-notice');
const main = element('main', '');
const shown = new ShownParts();
/** The section that is to be in sight. */
let revealing: string | undefined;

status.setAttribute('role', 'status');
toolbar.setAttribute('role', 'toolbar');
notice.setAttribute('role', 'alert');
document.body.append(
  element('header', '', element('div', 'name', title, marks), place),
  // It stays in sight, wherever on the page the button was that was pressed.
  element('div', 'outcome', element('div', 'bar', toolbar, status), notice),
  main,
);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  keepFocus(() => show(data.view, data.texts));
});
send({ type: 'ready' });

function show(view: DetailsView, texts: PageTexts): void {
  setText(title, view.title);
  setText(place, view.place);
  setText(status, view.status);
  document.body.classList.toggle('busy', view.busy);
  toolbar.setAttribute('aria-label', texts.toolbar);
  const { editing } = view;
  if (editing === undefined) dropDraft();
  if (shown.changes('marks', view.marks)) {
    marks.replaceChildren(...view.marks.map(({ kind, text }) => element('span', `mark ${kind}`, text)));
  }
  if (shown.changes('toolbar', view.actions)) toolbar.replaceChildren(...buttons(view.actions, act));
  if (shown.changes('notice', view.notice)) {
    notice.replaceChildren(...(view.notice ? [noticeElement(view.notice, act)] : []));
  }
  showSections(view, texts);
  if (shown.changes('reveal', view.reveal)) revealing = view.reveal?.section;
  if (revealing !== undefined) {
    main.querySelector(`[data-section="${CSS.escape(revealing)}"]`)?.scrollIntoView();
    // What stands above it moves it until everything is read.
    if (!view.busy) revealing = undefined;
  }
}

function showSections({ sections, editing, busy }: DetailsView, texts: PageTexts): void {
  const old = new Map([...main.children].map((child) => [(child as HTMLElement).dataset['section'] ?? '', child]));
  for (const [id, child] of old) if (!sections.some((section) => section.id === id)) child.remove();
  let before: Element | undefined;
  for (const section of sections) {
    const isEdited = editing === section.id;
    // One thing is edited at a time, and nothing while S3 is being asked.
    const mode = isEdited ? 'edited' : editing === undefined ? 'shown' : 'waiting';
    const known = old.get(section.id);
    let child = known;
    if (shown.changes(`section ${section.id}`, { section, mode, saving: isEdited && busy }) || !known) {
      child = sectionElement(section, mode, isEdited && busy, texts, act);
      if (known) known.replaceWith(child);
      else if (before) before.after(child);
      else main.prepend(child);
    }
    before = child;
  }
}

function act(action: string, rows?: readonly string[]): void {
  send({ type: 'action', action, rows: rows ?? selectedRows(main) });
}

/** Puts the focus back where it was when `change` has made that anew; forms opened by it get it. */
function keepFocus(change: () => void): void {
  const focused = document.activeElement;
  const section = focused?.closest<HTMLElement>('[data-section]')?.dataset['section'];
  const id = focused instanceof HTMLElement ? focused.dataset['focus'] : undefined;
  const selection = focused instanceof HTMLInputElement ? [focused.selectionStart, focused.selectionEnd] : undefined;
  change();
  const invalid = main.querySelector<HTMLElement>('[aria-invalid="true"][data-new]');
  if (invalid) {
    for (const field of main.querySelectorAll('[data-new]')) field.removeAttribute('data-new');
    takeFocus(invalid);
    return;
  }
  if (id === undefined || focused?.isConnected === true) return;
  const home = section === undefined ? document.body : main.querySelector(`[data-section="${CSS.escape(section)}"]`);
  const same = home?.querySelector<HTMLElement>(`[data-focus="${CSS.escape(id)}"]:not(:disabled)`);
  const other = home?.querySelector<HTMLElement>('input, select, button');
  const next = same ?? other;
  if (next) takeFocus(next);
  if (same instanceof HTMLInputElement && same.type === 'text' && selection) {
    same.setSelectionRange(selection[0] ?? null, selection[1] ?? null);
  }
}
