import { t } from '@vscode/l10n';
import { accountLabel } from '../roles/accounts/accountBook';
import { roleLabel } from '../roles/arn';
import { sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import { escapeMarkdown, markdownIcon } from '../texts/markdown';
import type { Session } from './session';
import { timeLeft } from './timeLeft';

// What several views say of a profile, in the same words.

/** The base identity and the roles in the order of the calls. */
export function chainText({ source, chain, accounts }: Profile): string {
  return [sourceLabel(source, accounts), ...chain.map((hop) => roleLabel(hop.roleArn, accounts))].join(' → ');
}

/** The account a session is in, for people. */
export function accountOfSession({ identity, profile }: Session): string {
  return accountLabel(identity.accountId, profile.accounts);
}

/** Such as `active · 42m left`; empty without a session. */
export function lifeText(session: Session | undefined, active: boolean, now: number): string {
  if (!session) return '';
  const left = session.expiration === undefined ? undefined : session.expiration - now;
  const life = left === undefined ? '' : left > 0 ? t('{0} left', timeLeft(left)) : t('expired');
  return [active ? t('active') : '', life].filter(Boolean).join(' · ') || t('assumed');
}

/**
 * What a row is marked with, a few words.
 * @param isSaved whether the profile is written anywhere
 * @param isGrouped whether the row is always seen under where its profile is written
 */
export function profileMarks(
  { production, readOnly, workspaceRecipe }: Profile,
  isSaved: boolean,
  isGrouped = false,
): string[] {
  return [
    ...(production ? [t('production')] : []),
    ...(readOnly ? [t('read-only')] : []),
    ...(workspaceRecipe && !isGrouped ? [t('from the workspace')] : []),
    ...(isSaved ? [] : [t('not saved')]),
  ];
}

/** The first lines of a tooltip, Markdown: name, description, guard rails. */
export function profileHeading({ name, description, production, readOnly }: Profile): string[] {
  const rails = [
    ...(production ? [`${markdownIcon('shield')} ${t('Production')}`] : []),
    ...(readOnly ? [`${markdownIcon('lock')} ${t('Read-only')}`] : []),
  ];
  return [
    `**${escapeMarkdown(name)}**${description === undefined ? '' : ` — ${escapeMarkdown(description)}`}`,
    ...(rails.length === 0 ? [] : [rails.join(' · ')]),
  ];
}
