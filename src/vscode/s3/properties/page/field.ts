import type { FieldErrors } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';

/** Where a field stands and what is wrong there. */
export interface FieldPlace {
  readonly section: string;
  readonly errors: FieldErrors;
}

let made = 0;

/** Why a field cannot be saved as it is; undefined when it can. */
export function errorElement(text: string | undefined): HTMLElement | undefined {
  return text === undefined ? undefined : element('p', 'field-error', text);
}

/** Lets screen readers say hint and error with the field, and marks it until the error is worked on. */
export function describe(input: HTMLElement, hint: HTMLElement | undefined, error: HTMLElement | undefined): void {
  const texts = [error, hint].filter((text) => text !== undefined);
  for (const text of texts) text.id = `text-${made++}`;
  if (texts.length > 0) input.setAttribute('aria-describedby', texts.map((text) => text.id).join(' '));
  if (!error) return;
  input.setAttribute('aria-invalid', 'true');
  input.dataset['new'] = '';
  const settle = (): void => {
    input.removeAttribute('aria-invalid');
    error.remove();
  };
  input.addEventListener('input', settle, { once: true });
}
