import { t } from '@vscode/l10n';
import { accountLabel } from '../roles/accounts/accountBook';
import { accountColor } from '../roles/accounts/profileAccount';
import { parseRoleArn, roleLabel } from '../roles/arn';
import { kindOf, sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import { escapeMarkdown, markdown, markdownCode, type Markdown } from '../texts/markdown';
import { isSaved } from './brokenProfiles';
import { hopFacts, hopFlags, type Fact } from './chainPictureFacts';
import { splitMfaSession } from './chainPictureMfa';
import { accountOfSession, chainText, lifeText, profileHeading, profileMarks } from './profileTexts';
import type { ChainStep, Session } from './session';
import type { SessionsRow, SessionsTreeInput } from './sessionsTree';
import { timeLeft } from './timeLeft';

type Time = Pick<SessionsTreeInput, 'now' | 'formatTime'>;

/** The row of a profile that can be used, with its session if there is one. */
export function profileRow(
  profile: Profile,
  session: Session | undefined,
  {
    profiles,
    activeName,
    assuming,
    now,
    formatTime,
  }: Pick<SessionsTreeInput, 'profiles' | 'activeName' | 'assuming'> & Time,
): SessionsRow {
  const active = profile.name === activeName;
  const isAssuming = profile.name === assuming;
  const hasEnded = session?.expiration !== undefined && session.expiration <= now;
  const attempt = hasEnded ? t('expired, renewing…') : t('assuming…');
  const life = isAssuming ? attempt : lifeText(session, active, now);
  const saved = isSaved(profile.name, profiles);
  const marks = profileMarks(profile, saved, session === undefined);
  return {
    id: `profile/${profile.name}`,
    type: 'profile',
    profile: profile.name,
    label: profile.name,
    description: [life, ...marks, session ? '' : whereTo(profile)].filter(Boolean).join(' · '),
    icon: isAssuming ? 'sync~spin' : iconOf(profile, session, active, now),
    production: profile.production,
    color: accountColor(profile, session?.identity.accountId),
    tooltip: tooltipOf(profile, session, { now, formatTime }),
    accessibleLabel: [profile.name, life, ...marks, whereTo(profile), profile.description ?? '']
      .filter(Boolean)
      .join(', '),
    context: [
      'profile',
      ...(session ? ['live'] : []),
      ...(active ? ['active'] : []),
      saved ? profile.origin : 'unsaved',
    ],
    hasChildren: true,
    isExpanded: false,
  };
}

/** The places of a profile's chain: base identity, MFA session where there is one, then the roles. */
export function stepRows(profile: Profile, steps: readonly ChainStep[], time: Time): SessionsRow[] {
  const stepOf = new Map(steps.map((step) => [step.hop, step]));
  const { source, mfaSession, chain, accounts } = profile;
  const first = splitMfaSession(profile, stepOf.get(-1));
  const base = stepRow(profile, first.base, time, {
    id: 'base',
    label: sourceLabel(source, accounts),
    icon: kindOf(source).icon,
    facts: [t('base identity')],
    more: [{ name: t('Base identity'), value: kindOf(source).title() }],
  });
  const mfa = stepRow(profile, first.mfa, time, {
    id: 'mfa',
    label: t('MFA session'),
    icon: 'lock',
    facts: [mfaSession?.split('/').at(-1) ?? ''],
    more: [{ name: t('Device'), value: mfaSession ?? '' }],
  });
  const hops = chain.map((hop, index) => {
    const parts = parseRoleArn(hop.roleArn);
    return stepRow(profile, stepOf.get(index), time, {
      id: `hop${index}`,
      label: parts?.name ?? hop.roleArn,
      icon: 'person',
      facts: [parts ? accountLabel(parts.accountId, accounts) : '', ...hopFlags(profile, index)],
      more: [{ name: t('Role'), value: hop.roleArn }, ...hopFacts(profile, index)],
    });
  });
  return [base, ...(mfaSession === undefined ? [] : [mfa]), ...hops];
}

interface Place {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  /** For the row. */
  readonly facts: readonly string[];
  /** For the tooltip. */
  readonly more: readonly Fact[];
}

function stepRow(profile: Profile, step: ChainStep | undefined, { now, formatTime }: Time, place: Place): SessionsRow {
  const failed = step?.state === 'failed';
  const expiration = step?.state === 'ok' ? step.expiration : undefined;
  const left = expiration === undefined ? undefined : expiration - now;
  const life = failed ? t('failed') : left === undefined ? '' : left > 0 ? t('{0} left', timeLeft(left)) : t('expired');
  const facts = place.facts.filter(Boolean);
  const lines = [
    `**${escapeMarkdown(place.label)}**`,
    ...place.more.map(({ name, value }) => `${escapeMarkdown(name)}: ${escapeMarkdown(value)}`),
    ...(step?.identity ? [t('Identity: {0}', markdownCode(step.identity.arn))] : []),
    ...(expiration === undefined ? [] : [t('Expires: {0}', escapeMarkdown(formatTime(expiration)))]),
    ...(step?.error ? [escapeMarkdown(step.error.message), escapeMarkdown(step.error.detail.cure ?? '')] : []),
  ];
  return {
    id: `step/${place.id}/${profile.name}`,
    type: 'step',
    profile: profile.name,
    label: place.label,
    description: [life, ...facts].filter(Boolean).join(' · '),
    icon: failed ? 'error' : place.icon,
    isError: failed,
    tooltip: markdown(lines.filter(Boolean).join('  \n')),
    accessibleLabel: [place.label, life, ...facts].filter(Boolean).join(', '),
    context: ['step', ...(failed ? ['failed'] : [])],
    hasChildren: false,
    isExpanded: false,
  };
}

function iconOf(profile: Profile, session: Session | undefined, active: boolean, now: number): string {
  // Whatever else a row of production is, its words say that.
  if (profile.production) return 'shield';
  if (session?.expiration !== undefined && session.expiration <= now) return 'history';
  if (active) return 'pass-filled';
  return session ? 'key' : 'account';
}

/** The role and account in the end, such as `Vault in Audit (333333333333)`, or the base identity. */
function whereTo({ source, chain, accounts }: Profile): string {
  const last = chain.at(-1);
  return last ? roleLabel(last.roleArn, accounts) : sourceLabel(source, accounts);
}

function tooltipOf(profile: Profile, session: Session | undefined, { now, formatTime }: Time): Markdown {
  const lines = [
    ...profileHeading(profile),
    t('Chain: {0}', escapeMarkdown(chainText(profile))),
    session ? t('Account: {0}', escapeMarkdown(accountOfSession(session))) : '',
    session ? t('Identity: {0}', markdownCode(session.identity.arn)) : '',
    session?.expiration === undefined
      ? ''
      : session.expiration > now
        ? t('Expires: {0}', escapeMarkdown(formatTime(session.expiration)))
        : t('Expired: {0}', escapeMarkdown(formatTime(session.expiration))),
    t('Region: {0}', escapeMarkdown(profile.region)),
  ];
  return markdown(lines.filter(Boolean).join('  \n'));
}
