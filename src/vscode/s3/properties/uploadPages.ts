import * as vscode from 'vscode';
import { s3Uri } from '../../../core/s3/address';
import { visibleText } from '../../../core/texts/visible';
import { profileMarks } from '../../../core/s3/properties/objectView';
import { UploadsDetails } from '../../../core/s3/properties/uploadsDetails';
import { confirmDestructive } from '../../support/confirmDestructive';
import type { S3ActionDeps } from '../actions';
import type { DetailsPanels } from './detailsPanel';

/** Where incomplete uploads are looked for. */
export interface UploadsPlace {
  readonly profile: string;
  readonly bucket: string;
  /** Empty for the whole bucket. */
  readonly prefix: string;
}

/** Pages with the incomplete uploads below a bucket or prefix. */
export class UploadPages {
  constructor(
    private readonly deps: Pick<S3ActionDeps, 'getProfile' | 'storeOf' | 'consent'>,
    private readonly panels: DetailsPanels,
  ) {}

  /**
   * Shows the uploads in an editor.
   * @throws AppError of kind `profileNotFound`
   */
  show({ profile: name, bucket, prefix }: UploadsPlace): void {
    const { getProfile, storeOf, consent } = this.deps;
    const profile = getProfile(name);
    this.panels.show(
      JSON.stringify(['uploads', name, bucket, prefix]),
      vscode.l10n.t('Uploads: {0}', visibleText(prefix === '' ? bucket : prefix)),
      [name],
      () =>
        new UploadsDetails({
          bucket,
          prefix,
          marks: [{ kind: 'plain', text: name }, ...profileMarks(profile)],
          readOnly: profile.readOnly,
          locale: vscode.env.language,
          store: () => storeOf(name),
          confirm: (uploads) =>
            confirmDestructive(
              getProfile(name),
              {
                question:
                  uploads.length === 1
                    ? vscode.l10n.t(
                        'Abort the upload of {0}?',
                        visibleText(s3Uri({ bucket, key: uploads[0]?.key ?? '' })),
                      )
                    : vscode.l10n.t('Abort {0} uploads?', uploads.length),
                detail: vscode.l10n.t('Their parts are deleted for good. An upload that is still under way fails.'),
                action: vscode.l10n.t('Abort Upload'),
                typed: String(uploads.length),
              },
              consent,
            ),
        }),
    );
  }
}
