import * as vscode from 'vscode';
import { parsePattern, type KeyPattern } from '../../../core/s3/search/keyPattern';
import type { SearchPlace } from '../../../core/s3/search/objectSearch';
import { patternText, placeText } from '../../../core/s3/search/searchTexts';
import { ask } from '../../support/quickInput';
import { createInputBox } from '../../texts/inputs';

/**
 * Asks what to search for, and says while the person types how it is understood.
 * @param proposal stands in the box, selected
 * @throws AppError of kind `cancelled`
 */
export async function askPattern(place: SearchPlace, proposal: string): Promise<KeyPattern> {
  const box = createInputBox();
  box.placeholder = vscode.l10n.t('Part of a key, or a glob such as **/*.csv');
  box.value = proposal;
  const explain = (): void => {
    box.validationMessage = explanation(box.value, place);
  };
  explain();
  const title = vscode.l10n.t('Search {0}', placeText(place));
  return ask<KeyPattern>(box, { title, step: 1, totalSteps: 1, back: false }, undefined, (settle) => {
    box.onDidChangeValue(explain);
    box.onDidAccept(() => {
      const pattern = parsePattern(box.value);
      if (pattern) settle(pattern);
    });
  });
}

function explanation(text: string, place: SearchPlace): vscode.InputBoxValidationMessage | undefined {
  if (text === '') return undefined;
  const pattern = parsePattern(text);
  if (pattern) return { message: patternText(pattern, place), severity: vscode.InputBoxValidationSeverity.Info };
  const message = vscode.l10n.t('These braces stand for too many texts.');
  return { message, severity: vscode.InputBoxValidationSeverity.Error };
}
