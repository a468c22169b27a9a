import { t } from '@vscode/l10n';
import { sourceLabel, type BaseIdentity } from '../roles/baseIdentity';
import type { Hop, Profile } from '../roles/profile';
import { quoteWord } from './words';

/** A section of the config file to be: its settings in order, nested ones under a key of their own. */
interface Section {
  readonly type: 'profile' | 'sso-session' | 'services';
  readonly name: string;
  readonly settings: readonly Setting[];
}

type Setting = readonly [key: string, value: string | readonly (readonly [key: string, value: string])[] | undefined];

/** What the first section of a chain starts from. */
interface Start {
  /** Settings of the first hop's section, such as `source_profile`. */
  readonly link: readonly Setting[];
  /** Settings of the profile itself when it has no hop. */
  readonly alone: readonly Setting[];
  /** Sections that both may need. */
  readonly sections: readonly Section[];
}

/**
 * A profile as text for `~/.aws/config`: one section for each hop, the last under the profile's own name, each going on
 * from the one before. What the file cannot say stands as comments on top; no secret is in it.
 * @param asked its variables filled in; a value that still has one is left out with a comment
 * @param taken names of the config file's other profiles, which the sections before the last must not take
 */
export function exportProfile(asked: Profile, taken: ReadonlySet<string> = new Set()): string {
  const notes: string[] = [];
  const profile = { ...asked, name: fileName(asked.name) };
  const names = new Set(taken).add(profile.name);
  if (profile.source.type === 'accessKeys') names.add(fileName(profile.source.name));
  const nameFor = (suffix: string): string => {
    let name = `${profile.name}-${suffix}`;
    for (let number = 2; names.has(name); number++) name = `${profile.name}-${suffix}-${number}`;
    names.add(name);
    return name;
  };
  const start = startOf(profile, nameFor, notes);
  const sections: Section[] = [...start.sections];
  let link = start.link;
  profile.chain.forEach((hop, index) => {
    const last = index === profile.chain.length - 1;
    const name = last ? profile.name : nameFor(`hop-${index + 1}`);
    const mfaSerial = index === 0 ? (profile.mfaSession ?? hop.mfaSerial) : undefined;
    const settings = [...hopSettings({ ...hop, mfaSerial }, index, notes), ...link];
    sections.push({ type: 'profile', name, settings: last ? [...settings, ...hostSettings(profile)] : settings });
    link = [['source_profile', name]];
  });
  if (profile.chain.length === 0) {
    const settings = [...start.alone, ['mfa_serial', profile.mfaSession] as const, ...hostSettings(profile)];
    sections.push({ type: 'profile', name: profile.name, settings });
  }
  const endpoints = Object.entries(profile.endpoints).filter(([, url]) => url !== undefined);
  if (endpoints.length > 0) {
    const settings = endpoints.map(([service, url]) => [service, [['endpoint_url', url]]] as const);
    sections.push({ type: 'services', name: profile.name, settings });
  }
  const comments = notes.map((note) => `# ${oneLine(note)}`);
  return (
    [...(comments.length > 0 ? [comments.join('\n')] : []), ...sections.map(sectionText), ''].join('\n\n').trim() + '\n'
  );
}

function hopSettings(hop: Hop, index: number, notes: string[]): Setting[] {
  const cannot = (what: string): void => {
    notes.push(t('Hop {0}: {1} cannot be written in this file.', index + 1, what));
  };
  const plain = (key: string, value: string | undefined): Setting => {
    if (!value?.includes('${')) return [key, value];
    cannot(t('the variable in {0}', key));
    return [key, undefined];
  };
  if (typeof hop.externalId === 'object') cannot(t('the secret external ID "{0}"', hop.externalId.secret));
  if (hop.tags || hop.transitiveTagKeys) cannot(t('the session tags'));
  if (hop.sourceIdentity !== undefined) cannot(t('the source identity'));
  if (hop.policy || hop.policyArns) cannot(t('the session policy'));
  return [
    ['role_arn', hop.roleArn],
    plain('role_session_name', hop.sessionName),
    plain('external_id', typeof hop.externalId === 'string' ? hop.externalId : undefined),
    plain('mfa_serial', hop.mfaSerial),
    ['duration_seconds', hop.durationSeconds?.toString()],
  ];
}

function hostSettings({ name, region, endpoints, globalSts, fips, dualStack, s3 }: Profile): Setting[] {
  const hasEndpoints = Object.values(endpoints).some((url) => url !== undefined);
  return [
    ['region', region],
    ['sts_regional_endpoints', globalSts ? 'legacy' : undefined],
    ['use_fips_endpoint', fips ? 'true' : undefined],
    ['use_dualstack_endpoint', dualStack ? 'true' : undefined],
    ['s3', s3.pathStyle ? [['addressing_style', 'path']] : undefined],
    ['services', hasEndpoints ? name : undefined],
  ];
}

/** How the file names a base identity. */
function startOf(profile: Profile, nameFor: (suffix: string) => string, notes: string[]): Start {
  const { source, name } = profile;
  const none = { link: [], alone: [], sections: [] };
  const base = (settings: readonly Setting[], more: readonly Section[] = []): Start => {
    if (profile.chain.length === 0) return { link: [], alone: settings, sections: more };
    const section: Section = { type: 'profile', name: nameFor('base'), settings };
    return { link: [['source_profile', section.name]], alone: [], sections: [...more, section] };
  };
  const another = (sourceName: string): Start => ({ ...none, link: [['source_profile', sourceName]] });
  switch (source.type) {
    case 'accessKeys': {
      const section = profile.chain.length === 0 ? name : fileName(source.name);
      notes.push(t('Put the access keys "{0}" into ~/.aws/credentials as [{1}].', source.name, section));
      return another(section);
    }
    case 'sharedConfig':
      if (profile.chain.length === 0 && source.profile !== name) {
        notes.push(
          t('It has the access keys of [{0}]: copy them into ~/.aws/credentials as [{1}].', source.profile, name),
        );
      }
      return another(source.profile);
    case 'login':
      if (profile.chain.length === 0) notes.push(t('Run "aws login --profile {0}" once.', name));
      return another(source.profile);
    case 'environment':
      return named('Environment', source, notes, profile);
    case 'container':
      return named('EcsContainer', source, notes, profile);
    case 'instanceMetadata': {
      const start = named('Ec2InstanceMetadata', source, notes, profile);
      return { ...start, link: [...start.link, ['ec2_metadata_service_endpoint', source.endpoint]] };
    }
    case 'identityCenter': {
      const session = source.session ?? name;
      if (source.session !== undefined) {
        notes.push(t('Leave [sso-session {0}] out where the file has it already.', session));
      }
      const settings: Setting[] = [
        ['sso_start_url', source.startUrl],
        ['sso_region', source.region],
        ['sso_registration_scopes', 'sso:account:access'],
      ];
      return base(
        [
          ['sso_session', session],
          ['sso_account_id', source.accountId],
          ['sso_role_name', source.roleName],
        ],
        [{ type: 'sso-session', name: session, settings }],
      );
    }
    case 'webIdentity':
      if (source.durationSeconds !== undefined) {
        notes.push(
          t('{0}: {1} cannot be written in this file.', sourceLabel(source, profile.accounts), 'duration_seconds'),
        );
      }
      return base([
        ['role_arn', source.roleArn],
        ['web_identity_token_file', source.tokenFile],
        ['role_session_name', source.sessionName?.includes('${') === true ? undefined : source.sessionName],
      ]);
    case 'process':
      return base([['credential_process', source.command]]);
    case 'saml':
    case 'defaultChain':
      notes.push(t('The base identity ({0}) cannot be written in this file.', sourceLabel(source, profile.accounts)));
      return none;
  }
}

/** `credential_source`, which goes with a role only. */
function named(credentialSource: string, source: BaseIdentity, notes: string[], profile: Profile): Start {
  if (profile.chain.length === 0) {
    notes.push(
      t(
        'The base identity ({0}) without a role cannot be written in this file.',
        sourceLabel(source, profile.accounts),
      ),
    );
  }
  return { link: [['credential_source', credentialSource]], alone: [], sections: [] };
}

function sectionText({ type, name, settings }: Section): string {
  const header = type === 'profile' && name === 'default' ? '[default]' : `[${type} ${quoteWord(oneLine(name))}]`;
  const lines = settings.flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (typeof value === 'string') return [`${key} = ${oneLine(value)}`];
    return [`${key} =`, ...value.map(([inner, text]) => `  ${inner} = ${oneLine(text)}`)];
  });
  return [header, ...lines].join('\n');
}

/** A profile's name as a file can hold it: not on several lines, no blanks at its ends. */
function fileName(name: string): string {
  return name.replace(/\s+/g, ' ').trim();
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, ' ');
}
