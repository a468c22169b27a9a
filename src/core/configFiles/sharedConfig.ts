import { t } from '@vscode/l10n';
import { parseConfigText, type ConfigSection, type ConfigText, type ConfigValue } from './configText';
import { splitWords } from './words';

/** The two shared files: `~/.aws/config` and `~/.aws/credentials`. */
export type ConfigFile = 'config' | 'credentials';

/** What stands in the shared files; a file that is not there is left out. They hold secrets. */
export type ConfigTexts = Readonly<Partial<Record<ConfigFile, string | undefined>>>;

/** Settings of a profile that are known here; those in an indented block have its name before a dot. */
const PROFILE_KEYS = [
  'role_arn',
  'source_profile',
  'credential_source',
  'external_id',
  'mfa_serial',
  'duration_seconds',
  'role_session_name',
  'web_identity_token_file',
  'sso_session',
  'sso_start_url',
  'sso_region',
  'sso_account_id',
  'sso_role_name',
  'credential_process',
  'login_session',
  'region',
  'endpoint_url',
  'services',
  'ignore_configured_endpoint_urls',
  'sts_regional_endpoints',
  'use_fips_endpoint',
  'use_dualstack_endpoint',
  's3.addressing_style',
  'ec2_metadata_service_endpoint',
  'ca_bundle',
  // AWS Extend Switch Roles, in pastes.
  'aws_account_id',
  'role_name',
] as const;

/** A key of {@link ConfigSettings}. */
export type ConfigKey = (typeof PROFILE_KEYS)[number];

/** Settings of a profile or an `sso-session`. None is a secret. */
export type ConfigSettings = Readonly<Partial<Record<ConfigKey, string>>>;

/** Access keys that stand in a profile; what they are is for {@link readStaticKeys} to say. */
export interface ConfigKeys {
  /** Whose `aws_access_key_id` counts; undefined when there is only a secret key. */
  readonly file?: ConfigFile | undefined;
  /** Whether the same file has the secret key too. */
  readonly complete: boolean;
}

/** A profile of the shared files, merged as the AWS CLI does. */
export interface ConfigProfile {
  readonly name: string;
  /** Where it stands; the config file when it stands in both. */
  readonly file: ConfigFile;
  /** Its header's line there, counted from one. */
  readonly line: number;
  readonly settings: ConfigSettings;
  readonly keys?: ConfigKeys | undefined;
}

/** `endpoint_url` by service, of a section `[services …]`. */
export type ServiceEndpoints = Readonly<Partial<Record<'sts' | 's3' | 'sso', string>>>;

/** The shared files without their secrets. */
export interface SharedConfig {
  readonly profiles: ReadonlyMap<string, ConfigProfile>;
  readonly ssoSessions: ReadonlyMap<string, ConfigSettings>;
  readonly services: ReadonlyMap<string, ServiceEndpoints>;
  /** What was passed over and why, a sentence each. */
  readonly notes: readonly string[];
}

/** Files that are not there. */
export const NO_SHARED_CONFIG: SharedConfig = {
  profiles: new Map(),
  ssoSessions: new Map(),
  services: new Map(),
  notes: [],
};

/**
 * Reads both files as the AWS CLI does (botocore, `Session.full_config`): the settings of the credentials file come
 * before those of the config file, key by key. Secrets are left behind. Never throws.
 */
export function parseSharedConfig(texts: ConfigTexts): SharedConfig {
  const config = parseConfigText(texts.config ?? '');
  const credentials = parseConfigText(texts.credentials ?? '');
  const named = configSections(config);
  const { profiles, ssoSessions, services } = merge(named, credentialSections(credentials));
  const notes = [
    ...lineNotes('~/.aws/config', config),
    ...named.notes,
    ...lineNotes('~/.aws/credentials', credentials),
  ];
  return { profiles, ssoSessions, services, notes };
}

/** Reads pasted sections of either file, whose headers may stand with or without `profile`. Never throws. */
export function parsePastedConfig(text: string): SharedConfig {
  const parsed = parseConfigText(text);
  const named = configSections(parsed, true);
  const { profiles, ssoSessions, services } = merge(named, new Map());
  return { profiles, ssoSessions, services, notes: [...lineNotes(t('the pasted text'), parsed), ...named.notes] };
}

function merge(
  named: NamedSections,
  secret: ReadonlyMap<string, ConfigSection>,
): Pick<SharedConfig, 'profiles' | 'ssoSessions' | 'services'> {
  const profiles = new Map<string, ConfigProfile>();
  for (const name of new Set([...named.profile.keys(), ...secret.keys()])) {
    const sections = { config: named.profile.get(name), credentials: secret.get(name) };
    const first = sections.config ?? sections.credentials;
    if (!first) continue;
    profiles.set(name, {
      name,
      file: sections.config ? 'config' : 'credentials',
      line: first.line,
      // A block such as `s3 =` is one value: the other file's replaces it whole.
      settings: settingsOf({ values: new Map([...valuesOf(sections.config), ...valuesOf(sections.credentials)]) }),
      keys: keysOf(sections),
    });
  }
  const mapped = <T>(sections: ReadonlyMap<string, ConfigSection>, map: (section: ConfigSection) => T) =>
    new Map([...sections].map(([name, section]) => [name, map(section)]));
  return {
    profiles,
    ssoSessions: mapped(named['sso-session'], settingsOf),
    services: mapped(named.services, endpointsOf),
  };
}

/** An access key pair as it stands in a file. Secret: only for the layer that calls AWS. */
export interface StaticKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * The access keys of a profile, from one file: the credentials file, else the config file (botocore,
 * `SharedCredentialProvider` and `ConfigProvider`).
 * @returns undefined when there are none or one half is missing
 */
export function readStaticKeys(texts: ConfigTexts, profile: string): StaticKeys | undefined {
  const sections = {
    config: configSections(parseConfigText(texts.config ?? '')).profile.get(profile),
    credentials: credentialSections(parseConfigText(texts.credentials ?? '')).get(profile),
  };
  const file = keysOf(sections)?.file;
  const values = file && sections[file]?.values;
  const accessKeyId = plainText(values?.get('aws_access_key_id'));
  const secretAccessKey = plainText(values?.get('aws_secret_access_key'));
  if (!accessKeyId || !secretAccessKey) return undefined;
  const sessionToken = plainText(values?.get('aws_security_token') ?? values?.get('aws_session_token'));
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

interface NamedSections {
  readonly profile: Map<string, ConfigSection>;
  readonly 'sso-session': Map<string, ConfigSection>;
  readonly services: Map<string, ConfigSection>;
  readonly notes: string[];
}

/**
 * The sections of the config file by type and name (botocore, `configloader.build_profile_map`). Where two headers
 * name the same profile, such as `[default]` and `[profile default]`, the one further down counts whole.
 * @param bare whether a header of no type is a profile's name; else that is noted
 */
function configSections({ sections }: ConfigText, bare = false): NamedSections {
  const named: NamedSections = { profile: new Map(), 'sso-session': new Map(), services: new Map(), notes: [] };
  for (const section of sections) {
    const header = section.header.trim();
    const type = TYPES.find((prefix) => header.startsWith(prefix));
    const [, name, ...rest] = splitWords(header) ?? [];
    if (header === 'default') named.profile.set(header, section);
    else if (type && name && rest.length === 0) named[type].set(name, section);
    else if (bare) named.profile.set(header, section);
    else if (type) {
      const text = t('a name with blanks needs quotes, as in [profile "my team"]');
      named.notes.push(t('Line {0} of {1}: {2}.', section.line, '~/.aws/config', text));
    } else if (section.values.has('role_arn') || section.values.has('aws_access_key_id')) {
      named.notes.push(t('Line {0} of {1}: [{2}] needs to be [profile {2}].', section.line, '~/.aws/config', header));
    }
  }
  return named;
}

const TYPES = ['profile', 'sso-session', 'services'] as const;

/** The sections of the credentials file, whose headers are the profiles' names. */
function credentialSections({ sections }: ConfigText): Map<string, ConfigSection> {
  return new Map(sections.map((section) => [section.header.trim(), section]));
}

function keysOf(sections: Readonly<Record<ConfigFile, ConfigSection | undefined>>): ConfigKeys | undefined {
  const { config, credentials } = sections;
  const has = (section: ConfigSection | undefined, key: string): boolean => section?.values.has(key) === true;
  const file = (['credentials', 'config'] as const).find((name) => has(sections[name], 'aws_access_key_id'));
  if (file) return { file, complete: has(sections[file], 'aws_secret_access_key') };
  const onlySecret = has(config, 'aws_secret_access_key') || has(credentials, 'aws_secret_access_key');
  return onlySecret ? { complete: false } : undefined;
}

/** Keys whose values may hold a blank and a `#` of their own. */
const VERBATIM: ReadonlySet<string> = new Set<ConfigKey>([
  'credential_process',
  'web_identity_token_file',
  'source_profile',
  'sso_session',
  'services',
]);

/** The known settings of a section. */
function settingsOf({ values }: Pick<ConfigSection, 'values'>): ConfigSettings {
  const entries = PROFILE_KEYS.flatMap((key) => {
    const [outer = '', inner] = key.split('.');
    const value = values.get(outer);
    const text = inner === undefined ? value?.text : value?.nested?.get(inner);
    if (text === undefined || (inner === undefined && value?.nested)) return [];
    return [[key, VERBATIM.has(key) ? text : withoutComment(text)] as const];
  });
  return Object.fromEntries(entries);
}

function valuesOf(section: ConfigSection | undefined): ReadonlyMap<string, ConfigValue> {
  return section?.values ?? new Map<string, ConfigValue>();
}

function endpointsOf(section: ConfigSection): ServiceEndpoints {
  const entries = (['sts', 's3', 'sso'] as const).flatMap((service) => {
    const url = section.values.get(service)?.nested?.get('endpoint_url');
    return url === undefined ? [] : [[service, withoutComment(url)] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * A value without the comment behind it. The AWS SDKs take `eu-west-1 # Ireland` for `eu-west-1`; the AWS CLI keeps the
 * comment, and then AWS refuses the value.
 */
export function withoutComment(text: string): string {
  return text.replace(/(^|\s)[#;][^\n]*/g, '').trim();
}

function plainText(value: ConfigValue | undefined): string | undefined {
  return value && withoutComment(value.text);
}

function lineNotes(place: string, { problems }: ConfigText): string[] {
  return problems.map(({ line, text }) => t('Line {0} of {1} {2}.', line, place, text));
}
