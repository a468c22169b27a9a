import * as vscode from 'vscode';
import { allSecretsOf } from '../../core/roles/profile';
import { AppError, cancelled, type SecretRef } from '../../core/support/errors';
import type { CommandHandlers } from '../ids';
import type { ProfileEditing } from '../profiles/editing';
import type { ProfileSettings } from '../profiles/settings';
import type { Log } from '../support/log';
import { showQuickPick } from '../texts/inputs';

/** What the profile commands work on. */
export interface ProfileCommandDeps {
  readonly settings: ProfileSettings;
  readonly editing: () => Promise<ProfileEditing>;
  readonly log: Log;
}

/** Commands of profiles. */
export type ProfileCommand =
  | 'assumeRole.editProfile'
  | 'assumeRole.importProfiles'
  | 'assumeRole.exportProfile'
  | 'assumeRole.addFromPaste'
  | 'assumeRole.discoverRoles'
  | 'assumeRole.saveSession'
  | 'assumeRole.setAccessKeys'
  | 'assumeRole.setExternalId'
  | 'assumeRole.setCustomerKey'
  | 'assumeRole.manageSecrets'
  | 'assumeRole.rotateAccessKeys'
  | 'assumeRole.signOut'
  | 'assumeRole.forgetSecrets'
  | 'assumeRole.showLog';

/** Editing profiles and their secrets. */
export function profileCommands({ settings, editing, log }: ProfileCommandDeps): Pick<CommandHandlers, ProfileCommand> {
  return {
    'assumeRole.editProfile': async (name) => {
      const profile = typeof name === 'string' ? name : await pickProfile(settings, vscode.l10n.t('Profile to edit'));
      await (await editing()).editProfile(profile);
    },
    'assumeRole.importProfiles': async () => (await editing()).importProfiles(),
    'assumeRole.exportProfile': async (name) => {
      const profile = typeof name === 'string' ? name : await pickProfile(settings, vscode.l10n.t('Profile to export'));
      await (await editing()).exportProfile(profile);
    },
    'assumeRole.addFromPaste': async () => (await editing()).addFromPaste(),
    'assumeRole.discoverRoles': async () => (await editing()).discoverRoles(),
    'assumeRole.saveSession': async (name) =>
      (await editing()).saveSession(typeof name === 'string' ? name : undefined),
    'assumeRole.manageSecrets': async () => (await editing()).manageSecrets(),
    'assumeRole.rotateAccessKeys': async (name) =>
      (await editing()).rotateAccessKeys(typeof name === 'string' ? name : undefined),
    'assumeRole.signOut': async () => (await editing()).signOut(),
    'assumeRole.forgetSecrets': async () => (await editing()).forgetSecrets(),
    'assumeRole.setAccessKeys': async (name) => {
      const keys = typeof name === 'string' ? name : await pickSecret('accessKeys', settings);
      await (await editing()).storeAccessKeys(keys);
      log.info(`Stored access keys "${keys}".`);
    },
    'assumeRole.setExternalId': async (name) => {
      const externalId = typeof name === 'string' ? name : await pickSecret('externalId', settings);
      await (await editing()).storeExternalId(externalId);
      log.info(`Stored external ID "${externalId}".`);
    },
    'assumeRole.setCustomerKey': async (name) => {
      const key = typeof name === 'string' ? name : await pickSecret('customerKey', settings);
      await (await editing()).storeCustomerKey(key);
      log.info(`Stored encryption key "${key}".`);
    },
    'assumeRole.showLog': () => {
      log.show();
    },
  };
}

async function pickProfile({ current }: ProfileSettings, placeHolder: string): Promise<string> {
  const broken = current.problems.flatMap(({ profile }) => profile ?? []);
  const none = vscode.l10n.t('There are no profiles.');
  return pick([...new Set([...current.profiles.keys(), ...broken])], placeHolder, none);
}

async function pickSecret(type: SecretRef['type'], { current }: ProfileSettings): Promise<string> {
  const secrets = [...current.profiles.values()].flatMap(allSecretsOf).filter((secret) => secret.type === type);
  const names = secrets.map(({ name }) => name);
  const [placeHolder, none] = secretTexts(type);
  return pick([...new Set(names)], placeHolder, none);
}

function secretTexts(type: SecretRef['type']): readonly [placeHolder: string, none: string] {
  switch (type) {
    case 'accessKeys':
      return [vscode.l10n.t('Access keys to set'), vscode.l10n.t('No profile uses access keys of secret storage.')];
    case 'externalId':
      return [vscode.l10n.t('External ID to set'), vscode.l10n.t('No profile uses an external ID of secret storage.')];
    case 'customerKey':
      return [
        vscode.l10n.t('Encryption key to set'),
        vscode.l10n.t('No profile encrypts with a key of its own (SSE-C).'),
      ];
  }
}

async function pick(names: readonly string[], placeHolder: string, none: string): Promise<string> {
  if (names.length === 0) {
    const cure = vscode.l10n.t('Run "AWS: Add Role Profile…" first.');
    throw new AppError('profileNotFound', none, { cure });
  }
  const chosen = await showQuickPick(
    [...names].sort((a, b) => a.localeCompare(b)),
    { placeHolder },
  );
  if (chosen === undefined) throw cancelled();
  return chosen;
}
