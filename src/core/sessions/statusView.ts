import { t } from '@vscode/l10n';
import { roleLabel } from '../roles/arn';
import { sourceLabel } from '../roles/baseIdentity';
import type { Session } from './session';
import type { SessionState } from './sessionService';

/** What the status bar shows; the VS Code file only applies it. */
export interface StatusView {
  readonly text: string;
  /** Markdown with command links. */
  readonly tooltip: string;
  readonly accessibleLabel: string;
  readonly severity: 'normal' | 'warning' | 'error';
  /** When the view changes by itself next, milliseconds since the epoch; undefined for never. */
  readonly nextChange?: number | undefined;
}

/** How the view is made. */
export interface StatusOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds before the expiry at which a session that needs the person turns to a warning. */
  readonly warnBefore: number;
  /** Local time of day, and date when it is not today. */
  readonly formatTime: (time: number) => string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** From here down seconds are shown. */
const LAST_SECONDS = 59_000;

/** The status bar for a state at a time. */
export function statusView(state: SessionState, options: StatusOptions): StatusView {
  if (state.assuming !== undefined) {
    const label = t('Assuming {0}…', state.assuming);
    return {
      text: `$(sync~spin) ${label}`,
      tooltip: t('Click to cancel.'),
      accessibleLabel: label,
      severity: 'normal',
    };
  }
  if (!state.active) {
    const label = t('Assume Role');
    return {
      text: `$(key) ${label}`,
      tooltip: t('No role is assumed. Click to assume one.'),
      accessibleLabel: t('No role is assumed. Assume Role'),
      severity: 'normal',
    };
  }
  const { profile, expiration } = state.active;
  const name = plainIcons(profile.name);
  const tooltip = describe(state.active, options);
  if (expiration === undefined) {
    return { text: `$(key) ${name}`, tooltip, accessibleLabel: t('AWS session {0}', profile.name), severity: 'normal' };
  }
  const left = expiration - options.now;
  if (left <= 0) {
    return {
      text: `$(error) ${name} ${t('expired')}`,
      tooltip,
      accessibleLabel: t('AWS session {0} has expired', profile.name),
      severity: 'error',
    };
  }
  const warn = !state.renewsItself && left <= options.warnBefore;
  return {
    text: `${warn ? '$(warning)' : '$(key)'} ${name} ${timeLeft(left)}`,
    tooltip,
    accessibleLabel: t('AWS session {0}, {1} left', profile.name, timeLeft(left)),
    severity: warn ? 'warning' : 'normal',
    nextChange: options.now + untilNextText(left, state.renewsItself ? undefined : options.warnBefore),
  };
}

/**
 * Time left in the largest useful unit, rounded up so that "1m" is not yet over: `3h 12m`, `42m`; seconds only in the
 * last minute.
 * @param left milliseconds, more than 0
 */
export function timeLeft(left: number): string {
  if (left <= LAST_SECONDS) return t('{0}s', Math.ceil(left / 1000));
  const minutes = Math.ceil(left / MINUTE);
  if (minutes < 60) return t('{0}m', minutes);
  return minutes % 60 === 0 ? t('{0}h', minutes / 60) : t('{0}h {1}m', Math.floor(minutes / 60), minutes % 60);
}

/** Milliseconds until {@link timeLeft} or the severity changes. */
function untilNextText(left: number, warnBefore: number | undefined): number {
  const untilText =
    left <= LAST_SECONDS ? left % 1000 || 1000 : left <= MINUTE ? left - LAST_SECONDS : left % MINUTE || MINUTE;
  const untilWarning = warnBefore !== undefined && left > warnBefore ? left - warnBefore : Infinity;
  return Math.min(untilText, untilWarning);
}

function describe({ profile, identity, expiration }: Session, { now, formatTime }: StatusOptions): string {
  const lines = [
    `**${escapeMarkdown(profile.name)}**${profile.description === undefined ? '' : ` — ${escapeMarkdown(profile.description)}`}`,
    t('Account: {0}', identity.accountId),
    t('Identity: {0}', code(identity.arn)),
  ];
  if (profile.chain.length > 0) {
    lines.push(
      t(
        'Chain: {0}',
        [sourceLabel(profile.source), ...profile.chain.map((hop) => roleLabel(hop.roleArn))].map(escapeMarkdown).join(' → '),
      ),
    );
  }
  lines.push(t('Region: {0}', profile.region));
  if (expiration !== undefined) {
    const left = expiration - now;
    lines.push(
      left > 0 && left < 1000 * HOUR
        ? t('Expires: {0} ({1} left)', formatTime(expiration), timeLeft(left))
        : t('Expired: {0}', formatTime(expiration)),
    );
  }
  const links = [
    `[${t('Switch')}](command:assumeRole.assume)`,
    `[${t('Renew')}](command:assumeRole.renew)`,
    `[${t('Exit Role')}](command:assumeRole.exit)`,
  ];
  return `${lines.join('  \n')}\n\n${links.join(' · ')}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

function code(text: string): string {
  return `\`${text.replace(/`/g, '')}\``;
}

/** `$(name)` in a profile's name is text, not an icon. */
function plainIcons(text: string): string {
  return text.replace(/\$\(/g, '$\u200B(').replace(/\s+/g, ' ');
}
