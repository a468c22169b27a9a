import * as vscode from 'vscode';
import type { WriteQuestion } from '../../core/s3/writeQuestion';
import { askModal } from '../texts/messages';

/** Asks before the first change through a production profile. Enter, which VS Code gives to the first button, is no. */
export async function askBeforeProduction({ question, detail }: WriteQuestion): Promise<boolean> {
  const keep = vscode.l10n.t('Change Nothing');
  const change = vscode.l10n.t('Change Production');
  return (await askModal(question, { detail }, keep, change)) === change;
}
