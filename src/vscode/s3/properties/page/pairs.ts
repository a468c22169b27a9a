import type { Pair, PairsField } from '../../../../core/s3/properties/detailsView';
import { element } from '../../../webPage/page/elements';
import type { PageTexts } from '../messages';
import { button } from './buttons';
import { describe, errorElement, type FieldPlace } from './field';

/** Rows of names with values, which can be added and removed. */
export function pairsElement(
  field: PairsField,
  start: readonly Pair[],
  { section, errors }: FieldPlace,
  texts: PageTexts,
  onChange: (pairs: readonly Pair[]) => void,
): HTMLElement {
  let pairs = start;
  // Errors belong to the rows that were there when they were found.
  let known = errors;
  const rows = element('div', 'pairs');
  const add = button(field.addLabel, `${field.id} add`, () => {
    change([...pairs, ['', '']]);
    rows.querySelector<HTMLInputElement>('.pair:last-child input')?.focus();
  });
  const hint = field.hint === undefined ? undefined : element('p', 'note', field.hint);
  const group = element(
    'fieldset',
    'field',
    element('legend', '', field.label),
    rows,
    errorElement(errors[field.id]),
    hint,
    add,
  );
  describe(group, hint, undefined);
  draw();
  return group;

  function change(next: readonly Pair[]): void {
    pairs = next;
    known = {};
    onChange(pairs);
    draw();
  }

  function draw(): void {
    rows.replaceChildren(...pairs.map(rowElement));
    add.disabled = field.most !== undefined && pairs.length >= field.most;
  }

  function rowElement(pair: Pair, row: number): HTMLElement {
    const inputs = pair.map((text, part) => {
      const which = part === 0 ? 'name' : 'value';
      const input = element('input', '');
      input.type = 'text';
      input.value = text;
      input.placeholder = part === 0 ? field.nameLabel : field.valueLabel;
      input.setAttribute('aria-label', `${input.placeholder} ${row + 1}`);
      input.dataset['focus'] = `${section} ${field.id} ${row} ${which}`;
      const error = errorElement(known[`${field.id}.${row}.${which}`]);
      describe(input, undefined, error);
      input.addEventListener('input', () => {
        pairs = pairs.map((old, index): Pair => {
          if (index !== row) return old;
          return part === 0 ? [input.value, old[1]] : [old[0], input.value];
        });
        onChange(pairs);
      });
      return element('div', 'pair-part', input, error);
    });
    const remove = button(
      texts.remove,
      `${field.id} ${row} remove`,
      () => {
        change(pairs.filter((_, index) => index !== row));
        const left = rows.querySelectorAll<HTMLInputElement>('.pair input[data-focus$="name"]');
        (left[Math.min(row, left.length - 1)] ?? add).focus();
      },
      `${texts.remove}: ${pair[0] || row + 1}`,
    );
    return element('div', 'pair', ...inputs, remove);
  }
}
