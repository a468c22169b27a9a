import { t } from '@vscode/l10n';
import { visibleText } from '../../texts/visible';
import type { BaseIdentity } from '../baseIdentity';
import type { Recipe } from '../profile';

/** What a recipe does with a person's machine and secrets, each list without repetition. */
export interface RecipeSummary {
  /** Command lines that run on the machine the extension runs on. */
  readonly commands: readonly string[];
  /** Hosts that are called besides AWS's own, and what for. */
  readonly hosts: readonly string[];
  /** Credentials, secrets, files and environment variables of the person's that are used. */
  readonly secrets: readonly string[];
  /** ARNs of the roles, in the order of the calls. */
  readonly roles: readonly string[];
}

/** Everything in a recipe that a person should know before they agree to it. */
export function recipeSummary(recipe: Recipe): RecipeSummary {
  const { source, chain, mfaSession } = recipe;
  const mfa = [mfaSession, ...chain.map(({ mfaSerial }) => mfaSerial)].flatMap((serial) => serial ?? []);
  const externalIds = chain.flatMap(({ externalId }) => (typeof externalId === 'object' ? externalId.secret : []));
  return {
    commands: commandsOf(source),
    hosts: unique(hostsOf(recipe)),
    secrets: unique([
      ...identityOf(source),
      ...externalIds.map((name) => t('the secret external ID "{0}"', name)),
      ...mfa.map((serial) => t('an MFA code of {0}', serial)),
      ...encryptionOf(recipe),
      ...(recipe.s3.requesterPays ? [t('your account, which pays for the requests to Amazon S3')] : []),
      ...variablesOf(recipe).map((name) => t('the environment variable {0}', name)),
    ]),
    roles: [...('roleArn' in source ? [source.roleArn] : []), ...chain.map(({ roleArn }) => roleArn)],
  };
}

/** A summary for people. */
export interface SummaryText {
  /** Lines; whatever the recipe holds, none of it passes for a line of ours. */
  readonly text: string;
  /** Whether the lines do not hold all of it: nobody can agree to what they are not shown. */
  readonly isCut: boolean;
}

/** The summary as lines for people, as much of it as a dialog has room for. */
export function summaryText({ commands, hosts, secrets, roles }: RecipeSummary): SummaryText {
  const sections = [
    [t('Runs on this machine:'), commands],
    [t('Sends requests to:'), hosts],
    [t('Uses:'), secrets],
    [t('Assumes:'), roles],
  ] as const;
  const text = sections
    .filter(([, items]) => items.length > 0)
    .map(([heading, items]) => [heading, ...listed(items)].join('\n'))
    .join('\n\n');
  const isLong = (item: string): boolean => Array.from(visibleText(item)).length > LONGEST_ITEM;
  return { text, isCut: sections.some(([, items]) => items.length > MOST_ITEMS || items.some(isLong)) };
}

function commandsOf(source: BaseIdentity): string[] {
  if (source.type === 'process') return [source.command];
  return source.type === 'saml' && source.command !== undefined ? [source.command] : [];
}

function hostsOf({ endpoints, source }: Recipe): string[] {
  const found: readonly (readonly [url: string | undefined, purpose: string])[] = [
    [endpoints.sts, 'STS'],
    [endpoints.s3, 'Amazon S3'],
    [endpoints.sso, 'IAM Identity Center'],
    [source.type === 'instanceMetadata' ? source.endpoint : undefined, t('instance metadata')],
    [source.type === 'identityCenter' ? source.startUrl : undefined, t('sign-in page')],
  ];
  return found.flatMap(([url, purpose]) => (url === undefined ? [] : [`${originOf(url)} (${purpose})`]));
}

/** Scheme, host and port alone: whatever else stands in a URL may look like another host. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : url;
}

/** What of the person's a base identity uses. */
function identityOf(source: BaseIdentity): string[] {
  switch (source.type) {
    case 'accessKeys':
      return [t('your access keys "{0}"', source.name)];
    case 'sharedConfig':
      return [t('your profile "{0}" of ~/.aws', source.profile)];
    case 'environment':
      return [t('the AWS credentials of the environment')];
    case 'instanceMetadata':
      return [t('the role of this EC2 instance')];
    case 'container':
      return [t('the role of this container')];
    case 'identityCenter':
      return [t('your sign-in to {0} as {1} in {2}', source.startUrl, source.roleName, source.accountId)];
    case 'webIdentity':
      return [t('the token in the file {0}', source.tokenFile)];
    case 'saml':
      return [t('a SAML assertion for {0}', source.providerArn)];
    case 'process':
      return [t('the credentials the command prints')];
    case 'login':
      return [t('your sign-in of "aws login" for the profile "{0}"', source.profile)];
    case 'defaultChain':
      return [t('the credentials the AWS CLI would use here')];
  }
}

function encryptionOf({ s3: { encryption } }: Recipe): string[] {
  if (encryption === undefined || encryption.type === 'AES256') return [];
  if (encryption.type === 'SSE-C') return [t('your encryption key "{0}"', encryption.key.secret)];
  return encryption.keyId === undefined ? [] : [t('the KMS key {0} for new objects', encryption.keyId)];
}

/** Names of the environment variables in a recipe, wherever they stand. */
function variablesOf(recipe: Recipe): string[] {
  return [...JSON.stringify(recipe).matchAll(/\$\{env:([^}]*)\}/g)].map(([, name = '']) => name);
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** More items than this, or longer ones, would push the rest out of the dialog. */
const MOST_ITEMS = 12;
const LONGEST_ITEM = 600;

function listed(items: readonly string[]): string[] {
  const shown = items.slice(0, MOST_ITEMS).map((item) => `• ${shortened(visibleText(item))}`);
  const left = items.length - shown.length;
  return left > 0 ? [...shown, t('… and {0} more', left)] : shown;
}

/** The beginning and the end of a long text: what is to go unseen may stand behind either. */
function shortened(text: string): string {
  const characters = Array.from(text);
  const left = characters.length - LONGEST_ITEM;
  if (left <= 0) return characters.join('');
  const half = LONGEST_ITEM / 2;
  const middle = t('… {0} more characters …', left);
  return `${characters.slice(0, half).join('')} ${middle} ${characters.slice(-half).join('')}`;
}
