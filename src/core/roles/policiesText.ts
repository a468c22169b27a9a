import { t } from '@vscode/l10n';
import { accountLabel, type AccountBook } from './accounts/accountBook';
import { generatePolicies, type PolicyFacts } from './policies';
import type { GeneratedPolicy } from './policiesDocument';
import type { Profile } from './profile';

/**
 * The IAM policies a profile needs, as the text of one editor (JSON with comments).
 * @param hop zero-based; only the policies of that hop's role and its caller
 * @returns undefined when nothing in IAM is needed
 */
export function describePolicies(profile: Profile, facts: PolicyFacts = {}, hop?: number): string | undefined {
  const all = generatePolicies(profile, facts);
  const policies = hop === undefined ? all : all.filter(({ hops }) => hops.includes(hop));
  return policies.length === 0 ? undefined : policiesText(profile, policies);
}

/**
 * Policies as the text of one editor (JSON with comments): a list of documents, each under comments that tell whose it is
 * and where it is attached.
 */
export function policiesText(
  profile: Pick<Profile, 'name' | 'accounts'>,
  policies: readonly GeneratedPolicy[],
): string {
  const heading = [
    t('IAM policies for the profile "{0}".', profile.name),
    t('Attach each document, from {0} to {1}, where the comment above it says.', '{', '}'),
  ];
  const body = policies.map((policy, index) => documentText(policy, profile.accounts, index === policies.length - 1));
  return [...heading.map(comment), '[', body.join('\n\n'), ']', ''].join('\n');
}

function documentText(policy: GeneratedPolicy, accounts: AccountBook, last: boolean): string {
  const json = JSON.stringify(policy.document, undefined, 2);
  const lines = [...comments(policy, accounts).map(comment), ...`${json}${last ? '' : ','}`.split('\n')];
  return lines.map((line) => `  ${line}`).join('\n');
}

function comments(
  { kind, owner, accountId, attachTo, needed, notes, document }: GeneratedPolicy,
  accounts: AccountBook,
): string[] {
  const kindText = kind === 'trust' ? t('trust policy') : t('permission policy');
  const place = accountId === undefined ? owner : t('{0} in account {1}', owner, accountLabel(accountId, accounts));
  return [
    `${place} · ${kindText}`,
    kind === 'trust'
      ? t('Trust policy of {0}: add these statements to it, or replace it.', attachTo)
      : t('Attach to {0}.', attachTo),
    ...(needed
      ? []
      : [t('Optional: in the same account the trust policy that names the caller suffices; nothing may deny it.')]),
    ...notes,
    ...(JSON.stringify(document).includes('<') ? [t('Replace what stands in <…> first.')] : []),
  ];
}

/** A line for a comment; line breaks in it could otherwise end the comment. */
function comment(line: string): string {
  return `// ${line.replace(/[\r\n\u2028\u2029]+/g, ' ')}`;
}
