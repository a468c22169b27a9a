import { l10n } from 'vscode';
import { askedRecipe } from '../../core/roles/consent/recipe';
import { recipeSummary, summaryText } from '../../core/roles/consent/recipeSummary';
import type { Profile } from '../../core/roles/profile';
import { cutMiddle } from '../../core/support/cutMiddle';
import { cancelled } from '../../core/support/errors';
import { visibleText } from '../../core/texts/visible';
import { askModal } from '../texts/messages';

/** Characters of a profile's name in a question. */
const MAX_NAME = 120;

/**
 * Shows what a profile of the workspace does, and asks whether to use it.
 * @param openSettings shows where the profile is written
 * @throws AppError of kind `cancelled` unless the person says yes
 */
export async function askConsent(profile: Profile, openSettings: () => Promise<void>): Promise<void> {
  const asked = askedRecipe(profile);
  if (!asked) return;
  // A long one would push what the profile does, and the buttons, out of sight.
  const shown = cutMiddle(visibleText(profile.name), MAX_NAME);
  const question =
    profile.origin === 'adHoc'
      ? l10n.t('Use "{0}", which goes on from a profile of this workspace?', shown)
      : l10n.t('Use the profile "{0}" of this workspace?', shown);
  const caution = l10n.t(
    'It stands in the settings of this workspace. Use it only if you trust whoever wrote it. You are asked again when it changes.',
  );
  const { text, isCut } = summaryText(recipeSummary(asked));
  const tooLong = l10n.t(
    'It does more than can be shown here, so it cannot be used. Ask whoever wrote it for a shorter profile.',
  );
  const detail = [text, isCut ? tooLong : caution].join('\n\n');
  // The first button is the one that Enter presses.
  const open = l10n.t('Open Settings');
  const yes = l10n.t('Use Profile');
  const answer = await askModal(question, { detail }, ...(isCut ? [open] : [open, yes]));
  if (answer === open) await openSettings();
  if (answer !== yes) throw cancelled();
}
