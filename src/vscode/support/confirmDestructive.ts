import * as vscode from 'vscode';
import { accountLabel } from '../../core/roles/accounts/accountBook';
import { accountOf } from '../../core/roles/accounts/profileAccount';
import type { Profile } from '../../core/roles/profile';
import type { WriteConsent } from '../../core/s3/writeConsent';
import { cancelled } from '../../core/support/errors';
import { showInputBox } from '../texts/inputs';
import { askModal } from '../texts/messages';

/** Something that cannot be taken back. */
export interface DestructiveStep {
  /** Whole question, such as "Delete 12 objects below s3://lake/tmp/?" */
  readonly question: string;
  /** What is lost, and what is not, one fact a line. */
  readonly detail?: string | undefined;
  /** Text of the button, such as "Delete". */
  readonly action: string;
  /** What the person types, as for a production profile; such as the name of the bucket or the number of objects. */
  readonly typed: string;
  /** Whether it is typed in any profile. */
  readonly alwaysTyped?: boolean;
}

/**
 * Asks before a destructive call: with a dialog, or by typing where the profile is marked `production`.
 * @param consent which agreeing here gives as well: nobody is asked twice about one thing
 * @throws AppError of kind `cancelled` unless the person agrees
 */
export async function confirmDestructive(
  profile: Profile,
  step: DestructiveStep,
  consent: Pick<WriteConsent, 'give'>,
): Promise<void> {
  const agreed =
    profile.production || step.alwaysTyped === true ? await agreedByTyping(profile, step) : await agreedByDialog(step);
  if (!agreed) throw cancelled();
  if (profile.production) consent.give(profile.name);
}

async function agreedByDialog({ question, detail, action }: DestructiveStep): Promise<boolean> {
  return (await askModal(question, { detail }, action)) === action;
}

async function agreedByTyping(
  profile: Profile,
  { question, detail, typed, action }: DestructiveStep,
): Promise<boolean> {
  const account = accountOf(profile);
  const reasons = [
    vscode.l10n.t('"{0}" is a production profile.', profile.name),
    account && vscode.l10n.t('Its account is {0}.', accountLabel(account, profile.accounts)),
  ];
  const answer = await showInputBox({
    title: question,
    prompt: [
      ...(profile.production ? reasons : []),
      detail?.replaceAll('\n', ' · '),
      vscode.l10n.t('Type {0} to confirm: {1}.', typed, action),
    ]
      .filter(Boolean)
      .join(' '),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text === typed || text === '' ? undefined : vscode.l10n.t('Type {0}, or press Escape.', typed),
  });
  return answer === typed;
}
