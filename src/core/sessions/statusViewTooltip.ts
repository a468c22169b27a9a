import { t } from '@vscode/l10n';
import { cutMiddle } from '../support/cutMiddle';
import { commandLink, escapeMarkdown, markdown, markdownCode, markdownIcon, type Markdown } from '../texts/markdown';
import { clampText } from './chainPictureFacts';
import { accountOfSession, chainText, profileHeading } from './profileTexts';
import type { Session, SessionState } from './session';
import { timeLeft } from './timeLeft';

/** How the view is made. */
export interface StatusOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds before the expiry at which a session that needs the person turns to a warning. */
  readonly warnBefore: number;
  /** Local time of day, and date when it is not today. */
  readonly formatTime: (time: number) => string;
  /** All sessions that can be used, the active one included. */
  readonly sessions: readonly Session[];
}

/** Longest name in the status bar, in characters: the time beside it must stay in sight. */
const LONGEST_NAME = 30;

/** A profile's name for the status bar. */
export function shortName(profile: string): string {
  return cutMiddle(profile, LONGEST_NAME);
}

/** Beyond this many milliseconds nobody counts: such an expiry is told as a date only. */
const COUNTED = 1000 * 60 * 60_000;

/** The active session in full, as Markdown: who, for how long and why no longer, what else there is, and commands. */
export function statusTooltip(state: SessionState, session: Session, options: StatusOptions): Markdown {
  const { profile, identity, origin } = session;
  const paragraphs = [
    profileHeading(profile),
    [
      t('Account: {0}', escapeMarkdown(accountOfSession(session))),
      t('Identity: {0}', markdownCode(identity.arn)),
      ...(profile.chain.length > 0 ? [t('Chain: {0}', escapeMarkdown(chainText(profile)))] : []),
      ...(origin === undefined ? [] : [t('Base identity found in: {0}', escapeMarkdown(origin))]),
      t('Region: {0}', escapeMarkdown(profile.region)),
      ...life(session, options),
    ],
    trouble(state, session, options),
    others(session, options),
    [
      [
        commandLink(t('Switch'), 'assumeRole.assume'),
        commandLink(t('Renew'), 'assumeRole.renew'),
        commandLink(t('Show Chain'), 'assumeRole.showChain', profile.name),
        commandLink(t('Exit Role'), 'assumeRole.exit'),
      ].join(' · '),
    ],
  ];
  return markdown(
    paragraphs
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('  \n'))
      .join('\n\n'),
  );
}

function life({ profile, expiration }: Session, { now, formatTime }: StatusOptions): string[] {
  if (expiration === undefined) return [];
  const left = expiration - now;
  const clamped = clampText(profile, profile.chain.length - 1);
  return [
    left > 0 && left < COUNTED
      ? t('Expires: {0} ({1} left)', formatTime(expiration), timeLeft(left))
      : left > 0
        ? t('Expires: {0}', formatTime(expiration))
        : t('Expired: {0}', formatTime(expiration)),
    ...(clamped === undefined ? [] : [escapeMarkdown(clamped)]),
  ];
}

function trouble({ trouble: error }: SessionState, { expiration }: Session, options: StatusOptions): string[] {
  if (!error) return [];
  const works = expiration !== undefined && expiration > options.now;
  if (error.kind === 'network') {
    const host = error.detail.host ?? 'AWS';
    return [
      `${markdownIcon('debug-disconnect')} ${t('No answer from {0}.', escapeMarkdown(host))}`,
      works
        ? t(
            'The session works until {0} and is renewed by itself as soon as AWS answers.',
            options.formatTime(expiration),
          )
        : t('The session is renewed by itself as soon as AWS answers.'),
    ];
  }
  return [
    `${markdownIcon('warning')} ${t('The renewal fails: {0}', escapeMarkdown(error.message))}`,
    ...(error.detail.cure === undefined ? [] : [escapeMarkdown(error.detail.cure)]),
  ];
}

function others({ profile }: Session, { sessions, now }: StatusOptions): string[] {
  const names = sessions
    .filter((other) => other.profile.name !== profile.name)
    .map((other) => {
      const left = other.expiration === undefined ? undefined : other.expiration - now;
      const plain = escapeMarkdown(other.profile.name);
      const name = other.profile.production ? t('{0}, production', plain) : plain;
      if (left === undefined) return name;
      return left > 0 ? t('{0} ({1} left)', name, timeLeft(left)) : t('{0} (expired)', name);
    });
  return names.length === 0 ? [] : [t('Also assumed: {0}', names.join(', '))];
}
