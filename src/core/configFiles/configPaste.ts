import { t } from '@vscode/l10n';
import type { PastedProfile } from '../roles/pastedProfile';
import type { WrittenProfile } from '../roles/profileSchema';
import { hopOf, hostsOf, mfaSerialOf, referredName } from './fields';
import { credentialSourceOf, ownIdentity } from './ownIdentity';
import { parsePastedConfig, type ConfigProfile, type SharedConfig } from './sharedConfig';

/** Profiles of pasted sections. */
export interface ConfigPaste {
  readonly profiles: Readonly<Record<string, PastedProfile>>;
  readonly notes: readonly string[];
}

/**
 * Reads sections of `~/.aws/config`, `~/.aws/credentials` or AWS Extend Switch Roles (whose headers need no `profile` and
 * whose roles may stand as `aws_account_id` and `role_name`). Sections that refer to each other become profiles that do;
 * a source profile that is not pasted is one of the shared config files.
 * @returns undefined when the text has no section
 */
export function readConfigPaste(text: string): ConfigPaste | undefined {
  const read = parsePastedConfig(text);
  const profilesByName = new Map([...read.profiles].map(([name, section]) => [name, withRoleArn(section)]));
  const shared = { ...read, profiles: profilesByName };
  if (![...profilesByName.values()].some(saysSomething)) return undefined;
  const notes = [...shared.notes];
  const profiles: [string, PastedProfile][] = [];
  for (const section of shared.profiles.values()) {
    const own: string[] = [];
    const profile = pasted(section, shared, own);
    if (profile) profiles.push([section.name, profile]);
    notes.push(...own.map((note) => `${section.name}: ${note}`));
  }
  return { profiles: Object.fromEntries(profiles), notes };
}

function pasted(section: ConfigProfile, shared: SharedConfig, notes: string[]): PastedProfile | undefined {
  const { settings } = section;
  const asksForRole = settings.role_arn !== undefined && !settings.web_identity_token_file;
  const hop = asksForRole ? hopOf(settings, notes) : undefined;
  if (asksForRole && !hop) return undefined;
  const source = sourceOf(section, shared, notes);
  if (!hop && !source && !section.keys) {
    notes.push(t('It has neither a role nor credentials; what refers to it needs a base identity.'));
    return undefined;
  }
  const mfaSerial = hop ? undefined : mfaSerialOf(settings, notes);
  return {
    ...(source ? { source } : {}),
    ...hop,
    ...(mfaSerial === undefined ? {} : { mfaSerial }),
    ...hostsOf(settings, shared, {}, notes),
  };
}

function sourceOf(section: ConfigProfile, shared: SharedConfig, notes: string[]): WrittenProfile['source'] | undefined {
  const { source_profile: sourceName, credential_source: credentialSource } = section.settings;
  if (credentialSource !== undefined) return credentialSourceOf(credentialSource, section.settings);
  if (sourceName !== undefined) {
    const referred = referredName(shared.profiles, sourceName);
    const target = shared.profiles.get(referred);
    if (!target) return { type: 'sharedConfig', profile: referred };
    if (target !== section) return isProfile(target, shared) ? { type: 'profile', name: target.name } : undefined;
  }
  const own = ownIdentity(section, shared, notes);
  if (own?.type === 'problem') notes.push(own.text);
  if (section.keys) notes.push(t('Access keys are not taken from pasted text; choose a base identity for it.'));
  return own && own.type !== 'problem' && own.type !== 'sharedConfig' ? own : undefined;
}

/** Whether {@link pasted} makes a profile of it that others can go on from; some only name an account. */
function isProfile(section: ConfigProfile, shared: SharedConfig): boolean {
  const { role_arn: role, source_profile: source, credential_source: credentialSource } = section.settings;
  const startsSomewhere = [role, source, credentialSource, section.keys].some((value) => value !== undefined);
  return startsSomewhere || ownIdentity(section, shared, []) !== undefined;
}

function saysSomething({ settings, keys }: ConfigProfile): boolean {
  return keys !== undefined || Object.keys(settings).length > 0;
}

/** AWS Extend Switch Roles, "Configuration": a role as account and name. */
function withRoleArn(section: ConfigProfile): ConfigProfile {
  const { role_arn: arn, aws_account_id: account, role_name: role } = section.settings;
  if (arn !== undefined || account === undefined || role === undefined) return section;
  const settings = { ...section.settings, role_arn: `arn:aws:iam::${account}:role/${role}` };
  return { ...section, settings };
}
