import * as vscode from 'vscode';
import { addressOf, isPrefix, locationOf, type S3Node } from '../../core/s3/nodes';
import { nameOf } from '../../core/s3/properties/objectView';
import { selectedObjects } from '../../core/s3/properties/selection';
import type { CommandHandlers } from '../ids';
import { signalOf } from '../support/cancellation';
import { showInformation } from '../texts/messages';
import { withProgress } from '../texts/progress';
import type { S3ActionDeps } from './actions';
import { chosenRow, chosenRows } from './chosenRows';
import { DetailsPanels } from './properties/detailsPanel';
import { ObjectPages } from './properties/objectPages';
import { restoreArchived } from './properties/restoreArchived';
import { SelectionPages } from './properties/selectionPages';
import { UploadPages } from './properties/uploadPages';

export type PropertyCommand =
  | 'assumeRole.s3.showProperties'
  | 'assumeRole.s3.showObjectVersions'
  | 'assumeRole.s3.restoreVersion'
  | 'assumeRole.s3.restoreArchived'
  | 'assumeRole.s3.showUploads';

/** Properties, versions, archived objects, incomplete uploads. */
export function propertyCommands(deps: S3ActionDeps): Pick<CommandHandlers, PropertyCommand> {
  const panels = new DetailsPanels(deps.extensionUri, deps.front);
  const objects = new ObjectPages(deps, panels);
  const selections = new SelectionPages(deps, panels);
  const uploads = new UploadPages(deps, panels);

  return {
    'assumeRole.s3.showProperties': (node, nodes) => {
      const chosen = chosenRows(deps, node, nodes);
      const selected = selectedObjects(chosen);
      const [first] = selected;
      if (selected.length > 1) {
        selections.show(selected);
      } else if (first) {
        objects.show(first.address);
      } else {
        // A delete marker has no properties: its key's versions say what there is.
        const hidden = chosen.find(({ type }) => type === 'versions' || type === 'version');
        if (hidden) showVersions(hidden);
      }
    },
    'assumeRole.s3.showObjectVersions': (node) => {
      const chosen = chosenRow(deps, node);
      if (chosen) showVersions(chosen);
    },
    'assumeRole.s3.restoreVersion': async (node) => {
      const chosen = chosenRow(deps, node);
      if (chosen?.type !== 'version') return;
      const { profile, bucket, version } = chosen;
      const { key, versionId } = version;
      if (version.isDeleteMarker) {
        void showInformation(
          vscode.l10n.t('A delete marker has no content. To delete the object, use "Delete" on it.'),
        );
        return;
      }
      await withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: vscode.l10n.t('Making the version the current one of {0}', nameOf(key)),
          cancellable: true,
        },
        (_, token) => deps.storeOf(profile).copy({ bucket, key, versionId }, { bucket, key }, {}, signalOf(token)),
      );
    },
    'assumeRole.s3.restoreArchived': async (node, nodes) => {
      await restoreArchived(selectedObjects(chosenRows(deps, node, nodes)), deps, (address) => objects.show(address));
    },
    'assumeRole.s3.showUploads': (node) => {
      const chosen = chosenRow(deps, node);
      if (chosen && isPrefix(chosen)) uploads.show({ profile: chosen.profile, ...locationOf(chosen) });
    },
  };

  function showVersions(node: S3Node): void {
    const address = addressOf(node);
    if (!address || address.key === '') return;
    const { profile, bucket, key } = address;
    void objects.show({ profile, bucket, key }).showVersions();
  }
}
