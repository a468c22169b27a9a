import { config, type l10nJsonFormat } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { S3Node } from '../../core/s3/nodes';
import type { Disposable } from '../../core/support/disposable';
import { PREVIEW_SCHEME, type CommandHandlers } from '../ids';
import type { S3ActionDeps } from '../s3/actions';
import { chosenRow } from '../s3/chosenRows';
import { Comparing } from './comparing';
import { Parsers } from './parsing/parsers';
import { Opening } from './opening';
import { TablePanels } from './tablePanels';
import { TextPreviews } from './textPreviews';
import { followInstalledEditors } from '../workspace/installedEditors';

export type PreviewCommand =
  | 'assumeRole.s3.openObject'
  | 'assumeRole.s3.openAsText'
  | 'assumeRole.s3.previewObject'
  | 'assumeRole.s3.compareWithLocal'
  | 'assumeRole.s3.selectForCompare'
  | 'assumeRole.s3.compareWithSelected'
  | 'assumeRole.s3.compareWithVersion'
  | 'assumeRole.preview.loadMore'
  | 'assumeRole.preview.showEnd';

/** Opening, previewing and comparing objects. */
export interface Previews extends Disposable {
  readonly commands: Pick<CommandHandlers, PreviewCommand>;
  /** What a click on a row of an object or a version runs. Never rejects. */
  readonly commandOf: (node: S3Node) => Promise<vscode.Command>;
}

/** Opening, previewing and comparing objects, in a bundle of its own that is loaded at the first use. */
export function createPreviews(deps: S3ActionDeps, translations: l10nJsonFormat | undefined): Previews {
  if (translations) config({ contents: translations });
  followInstalledEditors();
  const script = vscode.Uri.joinPath(deps.extensionUri, 'dist', 'previewWorker.cjs').fsPath;
  const parsers = new Parsers(script, translations);
  const texts = new TextPreviews({ ...deps, parsers });
  const tables = new TablePanels({ ...deps, parsers });
  const opening = new Opening({ ...deps, parsers }, texts, tables);
  const comparing = new Comparing(deps, texts);
  const selected = (node: S3Node | undefined): S3Node | undefined => chosenRow(deps, node);
  const preview = (uri: vscode.Uri | undefined): vscode.Uri | undefined => {
    const shown = uri ?? vscode.window.activeTextEditor?.document.uri;
    return shown?.scheme === PREVIEW_SCHEME ? shown : undefined;
  };

  const commands: Previews['commands'] = {
    'assumeRole.s3.openObject': (node) => opening.open(selected(node)),
    'assumeRole.s3.openAsText': (node) => opening.openAsText(selected(node)),
    'assumeRole.s3.previewObject': (target) =>
      opening.preview(target instanceof vscode.Uri ? target : selected(target)),
    'assumeRole.s3.compareWithLocal': (node) => comparing.withLocal(selected(node)),
    'assumeRole.s3.selectForCompare': (node) => comparing.select(selected(node)),
    'assumeRole.s3.compareWithSelected': (node) => comparing.withSelected(selected(node)),
    'assumeRole.s3.compareWithVersion': (node) => comparing.withVersion(selected(node)),
    'assumeRole.preview.loadMore': async (uri) => {
      const shown = preview(uri);
      if (shown) await texts.loadMore(shown);
    },
    'assumeRole.preview.showEnd': async (uri) => {
      const shown = preview(uri);
      if (shown) await texts.showEnd(shown);
    },
  };
  const dispose = (): void => [texts, tables, parsers].forEach((each) => each.dispose());
  return { commands, commandOf: (node) => opening.commandOf(node), dispose };
}
