import { t } from '@vscode/l10n';
import type { BaseIdentity } from '../roles/baseIdentity';
import { wayTo } from './configProfiles';
import type { Environment, WrittenHop } from './fields';
import { credentialSourceOf, ownIdentity } from './ownIdentity';
import type { ConfigKey, ConfigProfile, ConfigSettings, SharedConfig } from './sharedConfig';

/** Kinds of places the default chain looks into. */
export type DefaultPlace = 'environment' | 'webIdentity' | 'profile' | 'container' | 'instance';

/** What the default chain finds here: a base identity and the roles from there. */
export interface DefaultWay {
  readonly place: DefaultPlace;
  /** Name of the config profile that counts here, whether or not anything was found in it. */
  readonly profile: string;
  readonly source: BaseIdentity;
  /** In the order of the calls, each with the name of the config profile it stands in. */
  readonly roles: readonly { readonly profile: string; readonly hop: WrittenHop }[];
}

/** Why what stands first in the chain cannot be used: a sentence. */
export interface NoDefaultWay {
  readonly problem: string;
}

/**
 * Where the AWS CLI takes credentials from that is told of no profile (botocore, `create_credential_resolver`): access
 * keys of the environment, the role of the config profile, a web identity, what else the profile has, the container, the
 * instance. As there, what stands in one place and cannot be used is an error: nobody becomes somebody else by a typo.
 */
export function defaultWay(shared: SharedConfig, env: Environment): DefaultWay | NoDefaultWay {
  const named = env['AWS_DEFAULT_PROFILE'] ?? env['AWS_PROFILE'] ?? '';
  const profile = named === '' ? 'default' : named;
  const written = shared.profiles.get(profile);
  if (named !== '' && !written) return { problem: t('The config profile "{0}" does not exist.', named) };
  const found = (place: DefaultPlace, source: BaseIdentity): DefaultWay => ({ place, profile, source, roles: [] });

  if (env['AWS_ACCESS_KEY_ID']) {
    if (env['AWS_SECRET_ACCESS_KEY']) return found('environment', { type: 'environment' });
    return { problem: t('AWS_ACCESS_KEY_ID is set, but not AWS_SECRET_ACCESS_KEY.') };
  }
  const { settings } = written ?? nothingIn(profile);
  if (written && settings.role_arn !== undefined && !settings.web_identity_token_file) return roleWay(written, shared);
  const webIdentity = webIdentityOf(env);
  const own = ownIdentity(
    { ...(written ?? nothingIn(profile)), settings: { ...settings, ...webIdentity } },
    shared,
    [],
  );
  if (own?.type === 'problem') return { problem: t('The profile "{0}" cannot be used: {1}', profile, own.text) };
  if (own) return found(webIdentity.web_identity_token_file ? 'webIdentity' : 'profile', own);
  const inContainer = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (inContainer.some((name) => env[name] !== undefined)) return found('container', { type: 'container' });
  // An endpoint of the environment comes before one of the profile.
  const endpoint = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ? {} : settings;
  return found('instance', credentialSourceOf('Ec2InstanceMetadata', endpoint) ?? { type: 'instanceMetadata' });
}

function roleWay(profile: ConfigProfile, shared: SharedConfig): DefaultWay | NoDefaultWay {
  const notes: string[] = [];
  const way = wayTo(profile, shared, notes);
  if ('problem' in way) return { problem: [...notes, way.problem].join(' ') };
  const { source, hops, through } = way;
  // The profiles are told from the far end, the hops from the near one.
  const roles = hops.map((hop, index) => ({ profile: through[hops.length - 1 - index] ?? profile.name, hop }));
  return { place: 'profile', profile: profile.name, source, roles };
}

const WEB_IDENTITY: Readonly<Partial<Record<ConfigKey, string>>> = {
  web_identity_token_file: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  role_arn: 'AWS_ROLE_ARN',
  role_session_name: 'AWS_ROLE_SESSION_NAME',
};

/** A web identity of the environment, setting by setting (botocore, `AssumeRoleWithWebIdentityProvider`). */
function webIdentityOf(env: Environment): ConfigSettings {
  const entries = Object.entries(WEB_IDENTITY).map(([key, variable]) => [key, env[variable]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function nothingIn(name: string): ConfigProfile {
  return { name, file: 'config', line: 0, settings: {} };
}
