import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';
import { NO_ACCOUNTS } from './accounts/accountBook';
import { withProductionMarks } from './accounts/productionMarks';
import { sourceLabel, type BaseIdentity } from './baseIdentity';
import { environmentVariable, isSecretValue } from './environmentNames';
import { EXTERNAL_ID, MFA_SERIAL, SESSION_NAME, SOURCE_IDENTITY, TAGS, type TextLimit } from './limits';
import type { Hop, Profile } from './profile';
import { pathText, placeText } from './profileProblem';
import { limitProblem } from './profileSchema';

/** What `${…}` in a profile stands for, so that one shared profile gives each person names and tags of their own. */
export interface Variables {
  /** Name of the user of the operating system. */
  readonly user: string;
  readonly hostname: string;
  /** Name of the first workspace folder; undefined in an empty window. */
  readonly workspaceFolderBasename?: string | undefined;
  /** Today, `2026-11-21`. */
  readonly date: string;
  /** The environment variable of that name. */
  readonly env: (name: string) => string | undefined;
}

/** Names of all variables, as they are written. */
export const VARIABLES = [
  'user',
  'hostname',
  'workspaceFolderBasename',
  'callerName',
  'profile',
  'date',
  'env:NAME',
] as const;

type Path = readonly (string | number)[];

/**
 * The profile with its variables filled in and the results checked against STS's limits. In session names, source
 * identities and tag values, characters of a variable that AWS refuses become `-`; texts that get too long are cut.
 * @throws {AppError} of kind `invalidProfile` that names profile, hop and field: no such variable, or a broken limit
 */
export function expandProfile(profile: Profile, variables: Variables): Profile {
  // To the AWS CLI, and so in its files, they are plain text.
  if (profile.origin === 'awsConfig') return profile;
  const { source, chain, mfaSession } = profile;
  const sent = new Set<string>();
  const inSource = new Set<string>();
  const note = (name: string, { staysHere = false }: Rule): void => {
    inSource.add(name);
    if (!staysHere) sent.add(name);
  };
  const expand = expander(profile, { ...variables, callerName: undefined }, note);
  const expandedSource = expandSource(source, expand);
  // It goes to AWS, where a name that somebody gave the account has no place.
  const callerName = sourceLabel(expandedSource, NO_ACCOUNTS);
  const named = expander(profile, { ...variables, callerName }, (name) => {
    // The name of the caller may hold what its own texts were filled with.
    for (const each of name === 'callerName' ? inSource : [name]) sent.add(each);
  });
  const expanded: Profile = {
    ...profile,
    source: expandedSource,
    mfaSession: mfaSession === undefined ? undefined : named(mfaSession, ['mfaSerial'], { limit: MFA_SERIAL }),
    chain: chain.map((hop, index) => expandHop(hop, ['chain', index], named)),
    environment: [...sent].flatMap((name) => environmentVariable(name) ?? []),
  };
  // A variable may have brought an account.
  return withProductionMarks(expanded, expanded.accounts);
}

interface Rule {
  readonly limit?: TextLimit;
  /** Characters that variables may bring along and AWS does not take, where the text may be changed. */
  readonly fit?: RegExp;
  /** Whether the text goes into no call by itself; whatever is not known to stay counts as sent. */
  readonly staysHere?: boolean;
}

type Expand = (text: string, path: Path, rule?: Rule) => string;

const NAME_RULE = { limit: SESSION_NAME, fit: /[^\w+=,.@-]+/g };
const SOURCE_IDENTITY_RULE = { limit: SOURCE_IDENTITY, fit: NAME_RULE.fit };
const TAG_RULE = { limit: TAGS.value, fit: /[^\p{L}\p{Z}\p{N}_.:/=+\-@]+/gu };

function expandSource(source: BaseIdentity, expand: Expand): BaseIdentity {
  switch (source.type) {
    case 'accessKeys':
      return { ...source, name: expand(source.name, ['source', 'name'], { staysHere: true }) };
    case 'webIdentity': {
      const { sessionName } = source;
      return {
        ...source,
        tokenFile: expand(source.tokenFile, ['source', 'tokenFile'], { staysHere: true }),
        ...(sessionName === undefined
          ? {}
          : { sessionName: expand(sessionName, ['source', 'sessionName'], NAME_RULE) }),
      };
    }
    default:
      return source;
  }
}

function expandHop(hop: Hop, path: Path, expand: Expand): Hop {
  const { sessionName, externalId, mfaSerial, tags, sourceIdentity } = hop;
  const field = (text: string, name: string, rule: Rule): string => expand(text, [...path, name], rule);
  return {
    ...hop,
    ...(sessionName === undefined ? {} : { sessionName: field(sessionName, 'sessionName', NAME_RULE) }),
    ...(typeof externalId === 'string' ? { externalId: field(externalId, 'externalId', { limit: EXTERNAL_ID }) } : {}),
    ...(mfaSerial === undefined ? {} : { mfaSerial: field(mfaSerial, 'mfaSerial', { limit: MFA_SERIAL }) }),
    ...(sourceIdentity === undefined
      ? {}
      : { sourceIdentity: field(sourceIdentity, 'sourceIdentity', SOURCE_IDENTITY_RULE) }),
    ...(tags === undefined
      ? {}
      : {
          tags: Object.fromEntries(
            Object.entries(tags).map(([key, value]) => [key, expand(value, [...path, 'tags', key], TAG_RULE)]),
          ),
        }),
  };
}

/** @param note hears of each variable that is filled in, and by what rule its text is */
function expander(
  { name: profile, writtenName = profile }: Profile,
  variables: Variables & { readonly callerName: string | undefined },
  note: (name: string, rule: Rule) => void,
): Expand {
  return (text, path, rule = {}) => {
    const { limit, fit } = rule;
    if (!text.includes('${')) return text;
    const invalid = (reason: string): AppError =>
      new AppError('invalidProfile', `${placeText(profile, path)} ${reason}.`, {
        profile,
        field: pathText(path),
        cure: t('Correct the profile in the settings.'),
      });
    const filled = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
      const value = valueOf(name, writtenName, variables);
      if (value === undefined) {
        const known = VARIABLES.map((variable) => `\${${variable}}`).join(', ');
        throw invalid(t('has no value for {0} here (variables are {1})', `\${${name}}`, known));
      }
      if (!rule.staysHere && isSecretValue(value)) {
        throw invalid(t('must not hold {0}: its value is an address with a user name or password', `\${${name}}`));
      }
      note(name, rule);
      return fit ? value.replace(fit, '-') : value;
    });
    const fitting = fit && limit ? filled.slice(0, limit.maxLength) : filled;
    const problem = limit && limitProblem(fitting, limit);
    if (problem === undefined) return fitting;
    // Who takes a value from the environment may do so to keep it out of what others see.
    throw invalid(text.includes('${env:') ? problem : `${problem} (${t('it became {0}', `"${fitting}"`)})`);
  };
}

function valueOf(
  name: string,
  profile: string,
  variables: Variables & { readonly callerName: string | undefined },
): string | undefined {
  const inEnvironment = environmentVariable(name);
  if (inEnvironment !== undefined) return variables.env(inEnvironment);
  switch (name) {
    case 'profile':
      return profile;
    case 'user':
    case 'hostname':
    case 'workspaceFolderBasename':
    case 'callerName':
    case 'date':
      return variables[name];
    default:
      return undefined;
  }
}
