import { t } from '@vscode/l10n';
import * as v from 'valibot';
import type { BaseIdentity } from '../roles/baseIdentity';
import { profileSchema } from '../roles/profileSchema';
import { referredName, sessionNameOf } from './fields';
import type { ConfigProfile, ConfigSettings, SharedConfig } from './sharedConfig';

/** A base identity, or why there is none: a sentence; undefined when nothing speaks of one. */
export type OwnIdentity = BaseIdentity | { readonly type: 'problem'; readonly text: string } | undefined;

/**
 * The base identity a profile of the shared files is by itself, without the role it may name. Where several kinds
 * stand in one profile, the AWS CLI's order counts (botocore, `ProfileProviderBuilder.providers`): web identity, Identity
 * Center, keys of the credentials file, `aws login`, process, keys of the config file.
 */
export function ownIdentity(profile: ConfigProfile, shared: SharedConfig, notes: string[]): OwnIdentity {
  const { name, settings, keys } = profile;
  const staticKeys = (): OwnIdentity =>
    keys?.complete === true
      ? { type: 'sharedConfig', profile: name }
      : { type: 'problem', text: t('The access keys lack one half.') };
  if (settings.web_identity_token_file) return webIdentity(settings.web_identity_token_file, settings, notes);
  if (settings.sso_account_id !== undefined || settings.sso_role_name !== undefined) {
    return identityCenter(settings, shared);
  }
  if (keys?.file === 'credentials') return staticKeys();
  if (settings.login_session !== undefined) return { type: 'login', profile: name };
  if (settings.credential_process) {
    // A continued value is one command line, not several commands.
    return { type: 'process', command: settings.credential_process.replace(/\s*\n\s*/g, ' ') };
  }
  return keys ? staticKeys() : undefined;
}

function webIdentity(tokenFile: string, settings: ConfigSettings, notes: string[]): OwnIdentity {
  const roleArn = settings.role_arn ?? '';
  if (!v.is(profileSchema.entries.roleArn, roleArn)) {
    return { type: 'problem', text: t('A web identity token file needs a role_arn beside it.') };
  }
  if (settings.duration_seconds !== undefined) {
    notes.push(t('duration_seconds does not count with a web identity token file, as in the AWS CLI.'));
  }
  const sessionName = sessionNameOf(settings, notes);
  return { type: 'webIdentity', tokenFile, roleArn, ...(sessionName === undefined ? {} : { sessionName }) };
}

/** Identity Center by `sso_session`, or with all settings in the profile (botocore, `SSOProvider`). */
function identityCenter(settings: ConfigSettings, shared: SharedConfig): OwnIdentity {
  const session = settings.sso_session && referredName(shared.ssoSessions, settings.sso_session);
  if (session && !shared.ssoSessions.has(session)) {
    return { type: 'problem', text: t('There is no section [sso-session {0}].', session) };
  }
  const all = { ...settings, ...shared.ssoSessions.get(session ?? '') };
  const { sso_start_url: startUrl, sso_region: region, sso_account_id: accountId, sso_role_name: roleName } = all;
  for (const key of ['sso_start_url', 'sso_region', 'sso_account_id', 'sso_role_name'] as const) {
    const other = settings[key];
    if (!all[key]) return { type: 'problem', text: t('Identity Center needs {0}.', key) };
    if (other !== undefined && other !== all[key]) {
      return { type: 'problem', text: t('{0} is another in the profile than in its sso-session.', key) };
    }
  }
  return {
    type: 'identityCenter',
    startUrl: startUrl ?? '',
    region: region ?? '',
    accountId: accountId ?? '',
    roleName: roleName ?? '',
    ...(session ? { session } : {}),
  };
}

/**
 * The base identity of `credential_source` (AWS SDKs and Tools Reference Guide, "Assume role credential provider").
 * @returns undefined when there is none of that name
 */
export function credentialSourceOf(name: string, settings: ConfigSettings): BaseIdentity | undefined {
  switch (name.toLowerCase()) {
    case 'environment':
      return { type: 'environment' };
    case 'ec2instancemetadata': {
      const endpoint = settings.ec2_metadata_service_endpoint;
      return { type: 'instanceMetadata', ...(endpoint ? { endpoint } : {}) };
    }
    case 'ecscontainer':
      return { type: 'container' };
    default:
      return undefined;
  }
}
