import type { DetailsSection, Fact } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';
import type { PageTexts } from '../messages';
import { button, buttons, type OnAction } from './buttons';
import { formElement } from './form';
import { noticeElement } from './notice';
import { tableElement } from './table';
import { send } from './vscode';

/**
 * A section with its heading.
 * @param mode whether it is shown, edited, or waits until another one is no longer edited
 */
export function sectionElement(
  section: DetailsSection,
  mode: 'shown' | 'edited' | 'waiting',
  saving: boolean,
  texts: PageTexts,
  onAction: OnAction,
): HTMLElement {
  const { id, title, facts = [], notes = [], problem, form, table, actions = [], busy = false } = section;
  const heading = element('h2', '', title);
  heading.id = `heading-${id}`;
  const editButton =
    form && mode === 'shown'
      ? button(texts.edit, 'edit', () => send({ type: 'edit', section: id }), `${texts.edit}: ${title}`)
      : undefined;
  const made = element(
    'section',
    '',
    element('div', 'section-head', heading, editButton),
    problem && noticeElement(problem, onAction),
    ...(form && mode === 'edited'
      ? [formElement(section, form, saving, texts)]
      : [
          facts.length === 0 ? undefined : factList(id, facts, texts),
          table && tableElement(table, texts, onAction),
          ...notes.map((note) => element('p', 'note', note)),
        ]),
    busy ? element('p', 'note', texts.reading) : undefined,
    actions.length === 0 ? undefined : element('div', 'buttons', ...buttons(actions, onAction)),
  );
  made.dataset['section'] = id;
  made.setAttribute('aria-labelledby', heading.id);
  made.setAttribute('aria-busy', String(busy || saving));
  return made;
}

function factList(section: string, facts: readonly Fact[], texts: PageTexts): HTMLElement {
  const list = element('dl', 'facts');
  for (const { name, value, copy } of facts) {
    const copyButton =
      copy === undefined
        ? undefined
        : button(
            texts.copy,
            `copy ${name}`,
            () => send({ type: 'copy', section, fact: name }),
            `${texts.copy}: ${name}`,
          );
    copyButton?.classList.add('copy');
    const shown = element('span', copy === undefined ? 'value' : 'value exact', value);
    list.append(element('dt', '', name), element('dd', '', shown, copyButton));
  }
  return list;
}
