import type { SchemaField } from '../../../core/s3/previews/table';
import { element } from '../../webPage/page/elements';
import type { TablePageTexts } from '../tableMessages';

/** The fields of a schema as an ordinary table, and facts below it. */
export function schemaTable(
  fields: readonly SchemaField[],
  facts: readonly string[],
  texts: TablePageTexts,
): HTMLElement[] {
  const head = [texts.field, texts.type, texts.nullable].map((text) => {
    const cell = element('th', '', text);
    cell.scope = 'col';
    return cell;
  });
  const rows = fields.map(({ path, type, nullable }) =>
    element(
      'tr',
      '',
      element('td', 'field', path),
      element('td', 'type', type),
      element('td', '', nullable ? texts.yes : texts.no),
    ),
  );
  return [
    element('table', '', element('thead', '', element('tr', '', ...head)), element('tbody', '', ...rows)),
    ...facts.map((fact) => element('p', 'fact', fact)),
  ];
}
