import * as vscode from 'vscode';
import { partitionIdOf } from '../../../core/roles/partitions';
import { s3Uri, type ProfileObjectAddress } from '../../../core/s3/address';
import { visibleText } from '../../../core/texts/visible';
import type { ObjectVersion } from '../../../core/s3/objectStore';
import { titleWithProfile } from '../../../core/s3/previews/tabTitle';
import { ObjectDetails, type ObjectHost } from '../../../core/s3/properties/objectDetails';
import type { PropertiesContext } from '../../../core/s3/properties/objectState';
import { nameOf } from '../../../core/s3/properties/objectView';
import { longDate } from '../../../core/s3/properties/texts';
import { runCommand } from '../../commands/runCommand';
import { uriOf } from '../../files/objectFileSystem';
import { confirmDestructive } from '../../support/confirmDestructive';
import { presentError } from '../../support/presentError';
import { openDiff } from '../../texts/editors';
import type { S3ActionDeps } from '../actions';
import type { DetailsPanels } from './detailsPanel';
import { restoreArchived } from './restoreArchived';

/** Pages with the properties of one object, or of one version of it. */
export class ObjectPages {
  constructor(
    private readonly deps: S3ActionDeps,
    private readonly panels: DetailsPanels,
  ) {}

  /**
   * Shows the properties in an editor.
   * @throws AppError of kind `profileNotFound`
   */
  show(address: ProfileObjectAddress): ObjectDetails {
    const { deps } = this;
    const { profile, bucket, key, versionId } = address;
    const { readOnly, production, region } = deps.getProfile(profile);
    const partition = partitionIdOf(region);
    const context = { address, partition, readOnly, production, locale: vscode.env.language };
    return this.panels.show(
      JSON.stringify(['object', profile, bucket, key, versionId]),
      nameOf(key),
      [profile],
      () =>
        new ObjectDetails({
          context,
          store: () => deps.storeOf(profile),
          changes: deps.changes.onDidChange,
          host: this.#host(context),
        }),
    );
  }

  #host({ address, locale }: PropertiesContext): ObjectHost {
    const { deps } = this;
    const { profile, bucket, key } = address;
    /** Runs what the page asks for; what goes wrong is shown as after a command. */
    const run = (action: () => unknown): void => {
      Promise.resolve()
        .then(action)
        .catch((error: unknown) => void presentError(error, deps.log));
    };
    const versionAddress = ({ versionId }: ObjectVersion): ProfileObjectAddress => ({
      profile,
      bucket,
      key,
      versionId,
    });
    return {
      open: (version) => run(() => runCommand('assumeRole.s3.openObject', versionNode(address, version))),
      compareWithCurrent: (version) =>
        run(() => {
          const title = titleWithProfile(
            vscode.l10n.t('{0}: {1} ↔ current', nameOf(key), longDate(version.modified, locale)),
            profile,
          );
          const [left, right] = [uriOf(versionAddress(version)), uriOf({ profile, bucket, key })];
          return openDiff(left, right, title);
        }),
      showProperties: (version) => run(() => this.show(versionAddress(version))),
      restore: ({ storageClass, archiveStatus }) =>
        run(() => restoreArchived([{ address, storageClass, archiveStatus }], deps)),
      copy: (text) => run(() => vscode.env.clipboard.writeText(text)),
      confirmDelete: (version) =>
        confirmDestructive(
          deps.getProfile(profile),
          {
            question: version.isDeleteMarker
              ? vscode.l10n.t('Delete the delete marker of {0}?', visibleText(s3Uri(address)))
              : vscode.l10n.t(
                  'Delete the version of {0} of {1} for good?',
                  longDate(version.modified, locale),
                  visibleText(s3Uri(address)),
                ),
            detail: consequence(version),
            action: vscode.l10n.t('Delete for Good'),
            typed: nameOf(key),
          },
          deps.consent,
        ),
      confirmReplace: () =>
        confirmDestructive(
          deps.getProfile(profile),
          {
            question: vscode.l10n.t('Copy {0} onto itself?', visibleText(s3Uri(address))),
            detail: vscode.l10n.t(
              'The content stays. The bucket keeps no versions: what is set on the object now cannot be brought back.',
            ),
            action: vscode.l10n.t('Save'),
            typed: nameOf(key),
          },
          deps.consent,
        ),
    };
  }
}

function consequence({ isDeleteMarker, isLatest }: ObjectVersion): string {
  if (isDeleteMarker) {
    return isLatest
      ? vscode.l10n.t('The version before it becomes the current one.')
      : vscode.l10n.t('It hides nothing now; the versions stay.');
  }
  return isLatest
    ? vscode.l10n.t('Nobody can bring it back. The version before it becomes the current one.')
    : vscode.l10n.t('Nobody can bring it back. The other versions stay.');
}

/** A row as the S3 explorer has it, for commands that take rows. */
function versionNode({ profile, bucket, key }: ProfileObjectAddress, version: ObjectVersion) {
  const id = JSON.stringify(['version', profile, bucket, key, version.versionId]);
  return { type: 'version', id, parent: undefined, profile, label: nameOf(key), bucket, version } as const;
}
