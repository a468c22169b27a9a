import type { ChainAction, ChainEdge, ChainNode, Diagnosis } from '../../../../core/sessions/chainPicture';
import type { PageTexts } from '../messages';
import { element, setText } from '../../../webPage/page/elements';
import { kindIcon, stateIcon } from './icons';

/** What a pressed button of a node or of the toolbar does. */
export type OnAction = (action: ChainAction, node?: string) => void;

/** A node with the arrow that leads to it, as a list item. */
export function nodeElement(
  node: ChainNode,
  edge: ChainEdge | undefined,
  texts: PageTexts,
  onAction: OnAction,
): HTMLLIElement {
  const life = element('span', 'life', node.life);
  const card = element(
    'div',
    'card',
    element(
      'div',
      'who',
      element('p', 'heading', node.heading),
      element('p', 'title', kindIcon(node.kind), element('span', '', node.title)),
      node.account === undefined ? undefined : element('p', 'account', node.account),
      element('p', 'state', stateIcon(node.state), element('span', '', node.stateText), life),
    ),
    node.facts.length === 0 ? undefined : factList(node),
    node.warning === undefined ? undefined : element('p', 'warning', node.warning),
    node.failure && diagnosisElement(node.failure, texts, (action) => onAction(action, node.id)),
  );
  const item = element('li', `node ${node.kind} ${node.state}`, edge && arrow(edge), card);
  item.dataset['node'] = node.id;
  item.setAttribute('aria-label', node.label);
  return item;
}

/** Brings the one thing up to date that changes without anybody's doing. */
export function updateLife(item: Element, node: ChainNode): void {
  const life = item.querySelector('.life');
  if (life) setText(life, node.life ?? '');
}

/** A button; `data-action` finds it again after a change. */
export function actionButton(action: ChainAction, className: string, onPress: () => void): HTMLButtonElement {
  const button = element('button', className, action.title);
  button.type = 'button';
  button.dataset['action'] = action.id;
  button.addEventListener('click', onPress);
  return button;
}

function arrow({ call, done }: ChainEdge): HTMLElement {
  const arrowElement = element(
    'div',
    done ? 'edge done' : 'edge',
    element('span', 'call', call),
    element('span', 'line'),
  );
  // The order of the list says it.
  arrowElement.setAttribute('aria-hidden', 'true');
  return arrowElement;
}

function factList(node: ChainNode): HTMLElement {
  const list = element('dl', 'facts');
  for (const { name, value } of node.facts) list.append(element('dt', '', name), element('dd', '', value));
  return list;
}

function diagnosisElement(
  diagnosis: Diagnosis,
  texts: PageTexts,
  onAction: (action: ChainAction) => void,
): HTMLElement {
  const { cause, cure, awsWords, actions } = diagnosis;
  return element(
    'div',
    'diagnosis',
    element('p', 'cause', cause),
    cure === undefined ? undefined : element('p', 'cure', cure),
    awsWords === undefined ? undefined : element('p', 'aws', `${texts.awsSays} `, element('q', '', awsWords)),
    element(
      'div',
      'buttons',
      ...actions.map((action, index) => actionButton(action, index === 0 ? '' : 'secondary', () => onAction(action))),
    ),
  );
}
