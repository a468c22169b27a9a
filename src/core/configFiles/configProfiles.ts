import { t } from '@vscode/l10n';
import { kindOf, type BaseIdentity } from '../roles/baseIdentity';
import type { WrittenProfile } from '../roles/profileSchema';
import { hopOf, hostsOf, mfaSerialOf, referredName, type Environment, type WrittenHop } from './fields';
import { credentialSourceOf, ownIdentity } from './ownIdentity';
import type { ConfigProfile, SharedConfig } from './sharedConfig';

export type { Environment } from './fields';

/** A profile of the shared files as the setting would have it. */
export interface ConvertedProfile {
  /**
   * The whole way in one: base identity and all hops, those of source profiles first. Its source is never of type
   * `profile`; `sharedConfig` means the access keys that stand in that profile and nothing else of it. Undefined when it
   * cannot be used.
   */
  readonly profile?: WrittenProfile | undefined;
  /** Names of its source profiles, the nearest first. */
  readonly goesOnFrom?: readonly string[];
  /** What is left out or changed, or why it cannot be used; a sentence each. */
  readonly notes: readonly string[];
}

/** A base identity and the hops from there. */
export interface Way {
  readonly source: BaseIdentity;
  readonly hops: readonly WrittenHop[];
  /** MFA device that stands with the base identity. */
  readonly mfaSerial?: string | undefined;
  /** Names of the profiles it leads through, that of the last hop first. */
  readonly through: readonly string[];
}

/** Why there is no way. */
export interface NoWay {
  readonly problem: string;
}

/**
 * Every profile of the shared files in the setting's form, as the AWS CLI would use it with `--profile`. Never throws.
 * @param env where the region and endpoints may come from besides
 */
export function configProfiles(shared: SharedConfig, env: Environment = {}): ReadonlyMap<string, ConvertedProfile> {
  return new Map([...shared.profiles.values()].map((profile) => [profile.name, convert(profile, shared, env)]));
}

/** What {@link readProfiles} of the profile set takes: the usable ones of {@link configProfiles} by name. */
export function usableProfiles(converted: ReadonlyMap<string, ConvertedProfile>): Record<string, WrittenProfile> {
  return Object.fromEntries(
    [...converted].flatMap(([name, { profile }]) => (profile ? [[name, profile] as const] : [])),
  );
}

function convert(profile: ConfigProfile, shared: SharedConfig, env: Environment): ConvertedProfile {
  const notes: string[] = [];
  const way = wayTo(profile, shared, notes);
  if ('problem' in way) return { notes: [...notes, way.problem] };
  const { hops } = way;
  const [first, ...rest] = hops;
  const mfaSerial = first || kindOf(way.source).temporary === true ? undefined : way.mfaSerial;
  return {
    profile: {
      source: way.source,
      ...(rest.length > 0 ? { chain: [...hops] } : first),
      ...(mfaSerial === undefined ? {} : { mfaSerial }),
      ...hostsOf(profile.settings, shared, env, notes),
    },
    goesOnFrom: way.through.filter((name) => name !== profile.name),
    notes,
  };
}

/** The way to a profile's credentials, with MFA where it can be used. What is left out goes to `notes`. */
export function wayTo(profile: ConfigProfile, shared: SharedConfig, notes: string[]): Way | NoWay {
  const way = findWay(profile, shared, [], notes);
  return 'problem' in way ? way : { ...way, hops: placeMfa(way, notes) };
}

/**
 * The way to a profile's credentials (botocore, `AssumeRoleProvider`, which comes before all other providers of a
 * profile). As a source, a profile with access keys of its own stands for those, whatever role it names.
 * @param from the profiles that led here
 */
function findWay(
  profile: ConfigProfile,
  shared: SharedConfig,
  from: readonly ConfigProfile[],
  notes: string[],
): Way | NoWay {
  const { settings } = profile;
  const asksForRole = settings.role_arn !== undefined && !settings.web_identity_token_file;
  const keysAsSource = from.length > 0 && profile.keys !== undefined;
  if (!asksForRole || keysAsSource) return startWay(profile, shared, notes);
  const hop = hopOf(settings, notes);
  if (!hop) return { problem: t('The role of the profile "{0}" cannot be used.', profile.name) };
  const before = wayBefore(profile, shared, [...from, profile], notes);
  return 'problem' in before
    ? before
    : { ...before, hops: [...before.hops, hop], through: [profile.name, ...before.through] };
}

/** The way to the credentials with which a profile's role is assumed. */
function wayBefore(
  profile: ConfigProfile,
  shared: SharedConfig,
  from: readonly ConfigProfile[],
  notes: string[],
): Way | NoWay {
  const { source_profile: sourceName, credential_source: credentialSource } = profile.settings;
  if (sourceName !== undefined && credentialSource !== undefined) {
    return { problem: t('The profile "{0}" has both source_profile and credential_source.', profile.name) };
  }
  if (credentialSource !== undefined) {
    const source = credentialSourceOf(credentialSource, profile.settings);
    return source
      ? { source, hops: [], through: [] }
      : { problem: t('There is no credential_source "{0}".', credentialSource) };
  }
  // Without either the AWS CLI gives up; keys or a sign-in in the same profile can only be meant for this.
  if (sourceName === undefined) return startWay(profile, shared, notes);
  const referred = referredName(shared.profiles, sourceName);
  const source = shared.profiles.get(referred);
  if (!source) return { problem: t('The source_profile "{0}" does not exist.', referred) };
  if (from.includes(source) && !source.keys) {
    const trail = [...from, source].map(({ name }) => name).join(' → ');
    return { problem: t('The profiles refer to each other in a circle: {0}.', trail) };
  }
  return findWay(source, shared, from, notes);
}

/** A way that starts with what a profile is by itself. */
function startWay(profile: ConfigProfile, shared: SharedConfig, notes: string[]): Way | NoWay {
  const source = ownIdentity(profile, shared, notes);
  if (!source) return { problem: t('The profile "{0}" has no credentials and names no source of any.', profile.name) };
  if (source.type === 'problem')
    return { problem: t('The profile "{0}" cannot be used: {1}', profile.name, source.text) };
  const ownMfa = profile.settings.role_arn === undefined ? mfaSerialOf(profile.settings, notes) : undefined;
  return { source, hops: [], mfaSerial: ownMfa, through: [profile.name] };
}

/**
 * MFA goes with an IAM user's keys, so with the first hop only (STS API, AssumeRole, SerialNumber). A device that stands
 * with the base identity serves the first hop where that names none.
 */
function placeMfa({ source, hops, mfaSerial }: Way, notes: string[]): readonly WrittenHop[] {
  return hops.map((hop, index) => {
    const serial = hop.mfaSerial ?? (index === 0 ? mfaSerial : undefined);
    if (serial === undefined) return hop;
    if (index === 0 && kindOf(source).temporary !== true) return { ...hop, mfaSerial: serial };
    notes.push(t('mfa_serial is left out: only an IAM user’s access keys go with an MFA code.'));
    return { ...hop, mfaSerial: undefined };
  });
}
