import type { ChainAction, ChainNode, ChainPicture } from '../../../../core/sessions/chainPicture';
import type { FromPage, PageState, PageTexts, ToPage } from '../messages';
import { element, setText } from '../../../webPage/page/elements';
import { ShownParts } from '../../../webPage/page/shownParts';
import { takeFocus } from '../../../webPage/page/takeFocus';
import { makeTabStop, moveByKeys } from './keyboard';
import { layOut } from './layout';
import { actionButton, nodeElement, updateLife } from './nodeElement';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  setState(state: PageState): void;
};

const vscode = acquireVsCodeApi();
const title = element('h1', '');
const marks = element('span', 'marks');
const description = element('p', 'description');
const summary = element('p', 'summary');
const toolbar = element('div', 'buttons toolbar');
const list = element('ul', 'chain');
/** The time left is not among it. */
const shown = new ShownParts();

summary.setAttribute('role', 'status');
toolbar.setAttribute('role', 'toolbar');
// Safari's and Chromium's screen readers take a list without bullets for no list.
list.setAttribute('role', 'list');
document.body.append(
  element('header', '', element('div', 'name', title, marks), description, toolbar, summary),
  element('main', '', list),
);
moveByKeys(list);
layOut(list);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  vscode.setState({ profile: data.profile });
  show(data.picture, data.texts);
});
vscode.postMessage({ type: 'ready' });

function show(picture: ChainPicture, texts: PageTexts): void {
  setText(title, picture.profile);
  setText(description, picture.description ?? '');
  setText(summary, picture.summary);
  list.setAttribute('aria-label', texts.chain);
  toolbar.setAttribute('aria-label', texts.toolbar);
  keepFocus(() => {
    showMarks(picture);
    showToolbar(picture);
    showNodes(picture, texts);
  });
}

function showMarks({ marks: words }: ChainPicture): void {
  if (!shown.changes('marks', words)) return;
  marks.replaceChildren(...words.map(({ kind, text }) => element('span', `mark ${kind}`, text)));
}

/** One button at most is the main one: the first, unless a failure has that. */
function showToolbar({ actions, nodes }: ChainPicture): void {
  const main = nodes.some(({ failure }) => failure) ? undefined : actions[0];
  if (!shown.changes('toolbar', { actions, main })) return;
  toolbar.replaceChildren(
    ...actions.map((action) => actionButton(action, action === main ? '' : 'secondary', () => press(action))),
  );
}

function showNodes({ nodes, edges }: ChainPicture, texts: PageTexts): void {
  const items = new Map([...list.querySelectorAll('li')].map((item) => [item.dataset['node'] ?? '', item]));
  for (const [id, item] of items) if (!nodes.some((node) => node.id === id)) item.remove();
  let before: Element | undefined;
  for (const node of nodes) {
    const edge = edges.find(({ to }) => to === node.id);
    const old = items.get(node.id);
    const stable: ChainNode = { ...node, life: undefined };
    const isNew = shown.changes(node.id, { stable, edge }) || !old;
    const hasFailed = isNew && node.failure !== undefined && old !== undefined;
    const item = isNew ? nodeElement(node, edge, texts, press) : old;
    if (isNew && old) old.replaceWith(item);
    else if (isNew) list.insertBefore(item, before ? before.nextElementSibling : list.firstElementChild);
    else updateLife(item, node);
    // Not when the picture is opened: then it begins where it begins.
    if (hasFailed) item.scrollIntoView({ block: 'nearest' });
    before = item;
  }
  const stop = list.querySelector<HTMLLIElement>('li[tabindex="0"]');
  makeTabStop(list, stop ?? undefined);
}

/** Puts the focus back on the node or button it was on when `change` has made that anew. */
function keepFocus(change: () => void): void {
  const focused = document.activeElement;
  const node = focused?.closest('li')?.dataset['node'];
  const action = focused instanceof HTMLButtonElement ? focused.dataset['action'] : undefined;
  const isPlaced = node !== undefined || action !== undefined;
  change();
  if (!isPlaced || focused?.isConnected === true) return;
  const place = node === undefined ? toolbar : list.querySelector<HTMLElement>(`li[data-node="${node}"]`);
  const button = action === undefined ? null : place?.querySelector<HTMLElement>(`button[data-action="${action}"]`);
  // A button that is no longer offered leaves the focus with what it stood on.
  const next = button ?? (node === undefined ? toolbar.querySelector('button') : place);
  if (next) takeFocus(next);
}

function press(action: ChainAction, node?: string): void {
  vscode.postMessage({ type: 'action', action: action.id, node });
}
