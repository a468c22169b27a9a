import * as vscode from 'vscode';
import { tabTitle, titleWithProfile } from '../../../core/s3/previews/tabTitle';
import type { DetailsModel } from '../../../core/s3/properties/detailsModel';
import { readEvent } from '../../../core/s3/properties/readEvent';
import { isJsonObject } from '../../../core/support/json';
import type { Disposable } from '../../../core/support/disposable';
import type { FrontEditor } from '../../sessions/frontEditor';
import { createWebviewPanel } from '../../texts/editors';
import { pageDocument, webviewOptions } from '../../webPage/shell';
import type { PageTexts, ToPage } from './messages';

/** `viewType` of the editors; they are not kept over a reload of the window. */
const VIEW_TYPE = 'assumeRole.properties';

/** Editors with pages of properties, at most one for each thing they can be about. */
export class DetailsPanels {
  readonly #panels = new Map<string, { readonly panel: vscode.WebviewPanel; readonly model: DetailsModel }>();

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly front: FrontEditor,
  ) {}

  /**
   * Shows the page in the editor that shows it already, or in a new one.
   * @param id of what it is about
   * @param title of the tab
   * @param profiles whose sessions it shows objects through
   * @param create the model of a new page
   * @returns the page's model, which is reading already
   */
  show<M extends DetailsModel>(id: string, title: string, profiles: readonly string[], create: () => M): M {
    const known = this.#panels.get(id);
    if (known) {
      // eslint-disable-next-line no-restricted-syntax -- shows an editor, not credentials
      known.panel.reveal();
      return known.model as M;
    }
    const model = create();
    const panel = createWebviewPanel(
      VIEW_TYPE,
      profiles.reduce(titleWithProfile, tabTitle(title)),
      vscode.ViewColumn.Active,
      webviewOptions(this.extensionUri),
    );
    const [profile] = profiles;
    if (profile !== undefined) this.front.showsPage(panel, profile);
    panel.iconPath = {
      light: vscode.Uri.joinPath(this.extensionUri, 'media/properties-light.svg'),
      dark: vscode.Uri.joinPath(this.extensionUri, 'media/properties-dark.svg'),
    };
    this.#panels.set(id, { panel, model });
    const page = connect(panel, model);
    panel.onDidDispose(() => {
      this.#panels.delete(id);
      page.dispose();
      model.dispose();
    });
    panel.webview.html = pageDocument(panel.webview, this.extensionUri, {
      script: 'propertiesPage.js',
      style: 'properties.css',
    });
    void model.refresh();
    return model;
  }
}

/** Keeps page and model in step. */
function connect({ webview }: vscode.WebviewPanel, model: DetailsModel): Disposable {
  let listening = false;
  const show = (): void => {
    if (!listening) return;
    const message: ToPage = { type: 'view', view: model.view(), texts: pageTexts() };
    void webview.postMessage(message);
  };
  const subscriptions: Disposable[] = [
    model.onDidChange(show),
    webview.onDidReceiveMessage((message: unknown) => {
      if (isJsonObject(message) && message['type'] === 'ready') {
        listening = true;
        show();
        return;
      }
      const event = readEvent(message);
      if (event) void model.handle(event);
    }),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
    },
  };
}

function pageTexts(): PageTexts {
  return {
    toolbar: vscode.l10n.t('Actions'),
    edit: vscode.l10n.t('Edit'),
    save: vscode.l10n.t('Save'),
    cancel: vscode.l10n.t('Cancel'),
    copy: vscode.l10n.t('Copy'),
    remove: vscode.l10n.t('Remove'),
    select: vscode.l10n.t('Select'),
    selectAll: vscode.l10n.t('Select all'),
    reading: vscode.l10n.t('Reading…'),
    actions: vscode.l10n.t('Actions'),
  };
}
