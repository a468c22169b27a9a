import type { DetailsButton } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';

/** What a pressed button does; without rows it is about the ticked ones. */
export type OnAction = (action: string, rows?: readonly string[]) => void;

/** Buttons of equal rank; `data-focus` finds each again after a change. */
export function buttons(actions: readonly DetailsButton[], onAction: OnAction): HTMLButtonElement[] {
  return actions.map((action) => button(action.title, action.id, () => onAction(action.id), action.label));
}

/** One button. @param label what a screen reader says instead of the title */
export function button(title: string, id: string, onPress: () => void, label?: string): HTMLButtonElement {
  const made = element('button', 'secondary', title);
  made.type = 'button';
  made.dataset['focus'] = id;
  if (label !== undefined) made.setAttribute('aria-label', label);
  made.addEventListener('click', onPress);
  return made;
}
