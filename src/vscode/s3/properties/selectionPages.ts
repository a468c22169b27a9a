import * as vscode from 'vscode';
import { profileMarks } from '../../../core/s3/properties/objectView';
import type { SelectedObject } from '../../../core/s3/properties/selection';
import { SelectionDetails } from '../../../core/s3/properties/selectionDetails';
import { confirmDestructive } from '../../support/confirmDestructive';
import type { S3ActionDeps } from '../actions';
import type { DetailsPanels } from './detailsPanel';

/** Pages about several objects together. */
export class SelectionPages {
  constructor(
    private readonly deps: Pick<S3ActionDeps, 'getProfile' | 'storeOf' | 'consent'>,
    private readonly panels: DetailsPanels,
  ) {}

  /**
   * Shows the objects' totals in an editor.
   * @throws AppError of kind `profileNotFound`
   */
  show(objects: readonly SelectedObject[]): void {
    const { getProfile, storeOf, consent } = this.deps;
    const names = [...new Set(objects.map(({ address }) => address.profile))];
    const profiles = names.map((name) => getProfile(name));
    const readOnly = profiles.some((profile) => profile.readOnly);
    const strictest = profiles.find(({ production }) => production) ?? profiles[0];
    const production = strictest?.production ?? false;
    this.panels.show(
      JSON.stringify(['selection', objects.map(({ address }) => address)]),
      vscode.l10n.t('{0} objects', objects.length),
      names,
      () =>
        new SelectionDetails({
          objects,
          marks: [
            ...names.map((text) => ({ kind: 'plain', text }) as const),
            ...profileMarks({ readOnly, production }),
          ],
          readOnly,
          locale: vscode.env.language,
          storeOf,
          confirmCopies: async () => {
            if (!strictest) return;
            const step = {
              question: vscode.l10n.t('Copy {0} objects onto themselves?', objects.length),
              detail: vscode.l10n.t(
                'Their content stays. Where versioning is off, what they had before cannot be brought back; where it is on, each gets a new version.',
              ),
              action: vscode.l10n.t('Copy'),
              typed: String(objects.length),
            };
            await confirmDestructive(strictest, step, consent);
            // The question was about all of them.
            for (const { name, production } of profiles) if (production) consent.give(name);
          },
        }),
    );
  }
}
