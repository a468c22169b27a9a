import { l10n, QuickPickItemKind, type QuickPickItem } from 'vscode';
import { roleLabel } from '../../core/roles/arn';
import type { ProfileSet } from '../../core/roles/profileSet';
import type { Choice } from '../support/multiStep';
import type { DraftBase } from './draft';

/** What there is to start a profile from. */
export interface KnownIdentities {
  readonly profiles: ProfileSet['profiles'];
  /** Names of access keys in the vault. */
  readonly storedKeys: readonly string[];
  /** Names of the shared config files' profiles. */
  readonly sharedConfigProfiles: readonly string[];
}

/** Names of the access keys that profiles use; whether the vault has them is another question. */
export function accessKeyNames(profiles: ProfileSet['profiles']): string[] {
  const names = [...profiles.values()].flatMap(({ source }) => (source.type === 'accessKeys' ? [source.name] : []));
  return [...new Set(names)];
}

/** The base identities to choose from, grouped by kind. */
export function baseChoices(known: KnownIdentities): (Choice<DraftBase> | QuickPickItem)[] {
  return [
    separator(l10n.t('access keys')),
    ...known.storedKeys.map((name) =>
      choice('key', name, l10n.t('access keys in secret storage'), { type: 'accessKeys', name }),
    ),
    choice('add', l10n.t('New Access Keys…'), l10n.t('of an IAM user, kept in secret storage'), { type: 'newKeys' }),
    separator(l10n.t('shared config files')),
    ...known.sharedConfigProfiles.map((profile) =>
      choice('file', profile, l10n.t('profile of ~/.aws'), { type: 'sharedConfig', profile }),
    ),
    separator(l10n.t('environment')),
    choice(
      'terminal',
      l10n.t('Environment Variables'),
      process.env['AWS_ACCESS_KEY_ID'] ? 'AWS_ACCESS_KEY_ID, …' : l10n.t('AWS_ACCESS_KEY_ID is not set here'),
      { type: 'environment' },
    ),
    separator(l10n.t('go on from a role profile')),
    ...[...known.profiles.values()].map(({ name, chain }) =>
      choice('account', name, chain.map((hop) => roleLabel(hop.roleArn)).join(' → '), { type: 'profile', name }),
    ),
  ];
}

function separator(label: string): QuickPickItem {
  return { label, kind: QuickPickItemKind.Separator };
}

function choice(icon: string, text: string, description: string, value: DraftBase): Choice<DraftBase> {
  return { label: `$(${icon}) ${text}`, description, value };
}
