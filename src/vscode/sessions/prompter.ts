import * as vscode from 'vscode';
import { arnLabel, type AccountBook } from '../../core/roles/accounts/accountBook';
import { MFA_CODE } from '../../core/roles/limits';
import type { Profile } from '../../core/roles/profile';
import type { Destination } from '../../core/secrets/destination';
import type { CodeQuestion, Prompter } from '../../core/sessions/ports';
import { cancelled, type SecretRef } from '../../core/support/errors';
import type { ProfileEditing } from '../profiles/editing';
import { hostNote } from '../secrets/hostTexts';
import { tokenOf } from '../support/cancellation';
import { showInputBox } from '../texts/inputs';

/** Asks the person in VS Code's own input boxes. */
export class WindowPrompter implements Prompter {
  constructor(
    private readonly editing: () => Promise<ProfileEditing>,
    private readonly accounts: () => AccountBook,
  ) {}

  async mfaCode(
    serial: string,
    { profile, destination, rejected }: CodeQuestion,
    signal: AbortSignal,
  ): Promise<string> {
    const code = await showInputBox(
      {
        title: vscode.l10n.t('MFA Code for {0}', profile),
        prompt: promptText(arnLabel(serial, this.accounts()), rejected) + hostNote([destination]),
        placeHolder: '123456',
        ignoreFocusOut: true,
        // Text, not a milder message: only an error keeps Enter from sending too few digits.
        validateInput: (value) =>
          value === '' || MFA_CODE.test(value.trim()) ? undefined : vscode.l10n.t('An MFA code has 6 digits.'),
      },
      tokenOf(signal),
    );
    if (code === undefined || code.trim() === '') throw cancelled();
    return code.trim();
  }

  async consent(profile: Profile): Promise<void> {
    return (await this.editing()).askConsent(profile);
  }

  async storeSecret(ref: SecretRef, destinations: readonly Destination[], signal: AbortSignal): Promise<void> {
    const editing = await this.editing();
    switch (ref.type) {
      case 'accessKeys':
        return editing.storeAccessKeys(ref.name, destinations, signal);
      case 'externalId':
        return editing.storeExternalId(ref.name, destinations, signal);
      case 'customerKey':
        return editing.storeCustomerKey(ref.name, destinations, signal);
    }
  }
}

function promptText(device: string, rejected: 'refused' | 'reused' | undefined): string {
  switch (rejected) {
    case 'reused':
      return vscode.l10n.t('That code was just used. Wait for the next one of {0}.', device);
    case 'refused':
      return vscode.l10n.t(
        'AWS refused that code: it was wrong or already used. Wait for the next code of {0}.',
        device,
      );
    case undefined:
      return vscode.l10n.t('The 6 digits {0} shows now.', device);
  }
}
