import type { Notice } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';
import { buttons, type OnAction } from './buttons';

/** Words of warning with what can be done about it. */
export function noticeElement({ severity, text, cure, actions = [] }: Notice, onAction: OnAction): HTMLElement {
  return element(
    'div',
    `notice ${severity}`,
    element('p', 'cause', text),
    cure === undefined ? undefined : element('p', '', cure),
    actions.length === 0 ? undefined : element('div', 'buttons', ...buttons(actions, onAction)),
  );
}
