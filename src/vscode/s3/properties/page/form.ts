import type { DetailsSection, Field, Form, FormValues } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';
import type { PageTexts } from '../messages';
import { button } from './buttons';
import { draftOf, keepField } from './draft';
import { describe, errorElement, type FieldPlace } from './field';
import { pairsElement } from './pairs';
import { send } from './vscode';

/** A section's fields with Save and Cancel; Escape cancels, Enter saves. */
export function formElement({ id, title }: DetailsSection, form: Form, saving: boolean, texts: PageTexts): HTMLElement {
  const draft = draftOf(id);
  const values: Record<string, FormValues[string]> = Object.fromEntries(
    form.fields.map((field) => [field.id, draft[field.id] ?? (field.type === 'pairs' ? field.pairs : field.value)]),
  );
  const rows = new Map(form.fields.map((field) => [field, fieldElement(field)]));
  const save = element('button', '', texts.save);
  save.type = 'submit';
  save.dataset['focus'] = 'save';
  const cancel = button(texts.cancel, 'cancelEdit', () => send({ type: 'cancelEdit' }));
  const made = element(
    'form',
    '',
    ...rows.values(),
    element('p', 'note', form.note),
    element('div', 'buttons', save, cancel),
  );
  made.noValidate = true;
  made.setAttribute('aria-label', title);
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    send({ type: 'save', section: id, values });
  });
  made.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !saving) cancel.click();
  });
  if (saving) for (const input of made.querySelectorAll('input, select, button')) input.setAttribute('disabled', '');
  showRelevant();
  return made;

  function fieldElement(field: Field): HTMLElement {
    const place: FieldPlace = { section: id, errors: form.errors };
    const change = (value: FormValues[string]): void => {
      values[field.id] = value;
      keepField(id, field.id, value);
      showRelevant();
    };
    const value = values[field.id];
    if (field.type === 'pairs')
      return pairsElement(field, typeof value === 'object' ? value : [], place, texts, change);
    const input = field.type === 'choice' ? choice(field) : element('input', '');
    input.id = `field-${id}-${field.id}`;
    input.dataset['focus'] = field.id;
    if (input instanceof HTMLInputElement) input.type = 'text';
    input.value = typeof value === 'string' ? value : '';
    input.addEventListener('input', () => change(input.value));
    const label = element('label', '', field.label);
    label.htmlFor = input.id;
    const hint = field.hint === undefined ? undefined : element('p', 'note', field.hint);
    const error = errorElement(form.errors[field.id]);
    describe(input, hint, error);
    return element('div', 'field', label, input, error, hint);
  }

  function showRelevant(): void {
    for (const [field, row] of rows) {
      const condition = field.type === 'text' ? field.onlyWhen : undefined;
      const other = condition && values[condition.field];
      row.hidden = condition !== undefined && !(typeof other === 'string' && condition.values.includes(other));
    }
  }
}

function choice({ options }: Field & { type: 'choice' }): HTMLSelectElement {
  const select = element('select', '');
  for (const { value, label } of options) {
    const option = element('option', '', label);
    option.value = value;
    select.append(option);
  }
  return select;
}
