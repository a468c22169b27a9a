import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { DURATION } from '../roles/limits';
import { profileSchema, type WrittenProfile } from '../roles/profileSchema';
import { withoutComment, type ConfigKey, type ConfigSettings, type SharedConfig } from './sharedConfig';

/** Variables of the environment the AWS CLI looks at besides the files. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One hop in the setting's form. */
export type WrittenHop = NonNullable<WrittenProfile['chain']>[number];

/** Where a profile's requests go, in the setting's form. */
export type WrittenHosts = Pick<WrittenProfile, 'region' | 'endpoints' | 'sts' | 'fips' | 'dualStack' | 's3'>;

/** `value` when the profile's format takes it there; else undefined, and a note says why it is left out. */
function fitting(
  field: 'sessionName' | 'externalId' | 'mfaSerial' | 'region',
  key: ConfigKey,
  value: string | undefined,
  notes: string[],
): string | undefined {
  if (value === undefined || value === '') return undefined;
  const { success, issues } = v.safeParse(profileSchema.entries[field], value);
  if (success) return value;
  notes.push(leftOut(key, issues[0].message));
  return undefined;
}

function leftOut(key: ConfigKey, reason: string): string {
  return t('{0} is left out: it {1}.', key, reason);
}

/**
 * The hop a section with `role_arn` asks for.
 * @returns undefined when its role ARN is none
 */
export function hopOf(settings: ConfigSettings, notes: string[]): WrittenHop | undefined {
  const roleArn = settings.role_arn ?? '';
  const { success, issues } = v.safeParse(profileSchema.entries.roleArn, roleArn);
  if (!success) {
    notes.push(t('role_arn {0}.', issues[0].message));
    return undefined;
  }
  const hop: WrittenHop = { roleArn };
  const sessionName = fitting('sessionName', 'role_session_name', settings.role_session_name, notes);
  const externalId = fitting('externalId', 'external_id', settings.external_id, notes);
  const mfaSerial = mfaSerialOf(settings, notes);
  const durationSeconds = durationOf(settings, notes);
  if (sessionName !== undefined) hop.sessionName = sessionName;
  if (externalId !== undefined) hop.externalId = externalId;
  if (mfaSerial !== undefined) hop.mfaSerial = mfaSerial;
  if (durationSeconds !== undefined) hop.durationSeconds = durationSeconds;
  return hop;
}

/** The MFA device of a section. */
export function mfaSerialOf(settings: ConfigSettings, notes: string[]): string | undefined {
  return fitting('mfaSerial', 'mfa_serial', settings.mfa_serial, notes);
}

/** The role session name of a section. */
export function sessionNameOf(settings: ConfigSettings, notes: string[]): string | undefined {
  return fitting('sessionName', 'role_session_name', settings.role_session_name, notes);
}

/** `duration_seconds`; the AWS CLI passes over what is no number, and AWS refuses what is out of its limits. */
function durationOf({ duration_seconds: text }: ConfigSettings, notes: string[]): number | undefined {
  if (text === undefined) return undefined;
  const seconds = /^[+-]?\d{1,9}$/.test(text) ? Number(text) : undefined;
  if (seconds !== undefined && seconds >= DURATION.min && seconds <= DURATION.max) return seconds;
  notes.push(leftOut('duration_seconds', t('must be a number from {0} to {1}', DURATION.min, DURATION.max)));
  return undefined;
}

/**
 * Regions where `sts_regional_endpoints = legacy` means the global endpoint (AWS SDKs and Tools Reference Guide, "AWS
 * STS Regional endpoints").
 */
const LEGACY_GLOBAL_STS: ReadonlySet<string> = new Set([
  ...['ap-northeast-1', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1'],
  ...['eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1', 'us-east-1', 'us-east-2'],
  ...['us-west-1', 'us-west-2'],
]);

/** Where the requests of a profile go: its region, endpoints and the choice among AWS's own hosts. */
export function hostsOf(
  settings: ConfigSettings,
  shared: SharedConfig,
  env: Environment,
  notes: string[],
): WrittenHosts {
  const hosts: WrittenHosts = {};
  const own = fitting('region', 'region', settings.region, notes);
  const region = [own, env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find(Boolean);
  if (region !== undefined && v.is(profileSchema.entries.region, region)) hosts.region = region;
  const endpoints = endpointsOf(settings, shared, env, notes);
  if (Object.keys(endpoints).length > 0) hosts.endpoints = endpoints;
  const sts = settings.sts_regional_endpoints ?? env['AWS_STS_REGIONAL_ENDPOINTS'];
  if (sts?.toLowerCase() === 'legacy' && LEGACY_GLOBAL_STS.has(region ?? 'us-east-1')) hosts.sts = 'global';
  const fips = settings.use_fips_endpoint ?? env['AWS_USE_FIPS_ENDPOINT'];
  if (isTrue(fips)) hosts.fips = true;
  const dualStack = settings.use_dualstack_endpoint ?? env['AWS_USE_DUALSTACK_ENDPOINT'];
  if (isTrue(dualStack)) hosts.dualStack = true;
  if (settings['s3.addressing_style'] === 'path') hosts.s3 = { pathStyle: true };
  if (settings.ca_bundle !== undefined) {
    notes.push(t('ca_bundle is not used; name the certificates’ file in AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS.'));
  }
  return hosts;
}

/** Endpoints in the order of the AWS CLI (botocore, `ConfiguredEndpointProvider`): environment, service, profile. */
function endpointsOf(
  settings: ConfigSettings,
  shared: SharedConfig,
  env: Environment,
  notes: string[],
): NonNullable<WrittenProfile['endpoints']> {
  if (isTrue(settings.ignore_configured_endpoint_urls ?? env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'])) return {};
  const section = referredName(shared.services, settings.services ?? '');
  const services = shared.services.get(section);
  if (settings.services !== undefined && !services) notes.push(t('There is no section [services {0}].', section));
  const endpoints: NonNullable<WrittenProfile['endpoints']> = {};
  for (const service of ['sts', 's3', 'sso'] as const) {
    const url =
      [env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`], env['AWS_ENDPOINT_URL'], services?.[service]].find(Boolean) ??
      settings.endpoint_url;
    if (!url) continue;
    const { success, issues } = v.safeParse(profileSchema.entries.endpoints, { [service]: url });
    if (success) endpoints[service] = url;
    else if (!notes.includes(leftOut('endpoint_url', issues[0].message))) {
      notes.push(leftOut('endpoint_url', issues[0].message));
    }
  }
  return endpoints;
}

/** The name a setting refers to; a comment behind it does not count, unless there is something of such a name. */
export function referredName(map: ReadonlyMap<string, unknown>, written: string): string {
  return map.has(written) ? written : withoutComment(written);
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}
