import { t } from '@vscode/l10n';
import type { AccountColor } from '../roles/accounts/accountBook';
import { accountColor } from '../roles/accounts/profileAccount';
import { markdown, type Markdown } from '../texts/markdown';
import type { Session, SessionState } from './session';
import { shortName, statusTooltip, type StatusOptions } from './statusViewTooltip';
import { nextTimeChange, timeLeft } from './timeLeft';

/** What the status bar shows; the VS Code file only applies it. */
export interface StatusView {
  readonly icon: string;
  /** A second icon. */
  readonly mark?: string | undefined;
  readonly text: string;
  /** With command links. */
  readonly tooltip: Markdown;
  readonly accessibleLabel: string;
  readonly severity: 'normal' | 'warning' | 'error';
  /** Whether it stands in the colour of production profiles. */
  readonly production: boolean;
  /** That of the session's account, where it is not in that of production. */
  readonly color?: AccountColor | undefined;
  /** When the view changes by itself next, milliseconds since the epoch; undefined for never. */
  readonly nextChange?: number | undefined;
}

/** The status bar for a state at a time. */
export function statusView(state: SessionState, options: StatusOptions): StatusView {
  const { active } = state;
  if (active && state.assuming === active.profile.name && hasEnded(active, options.now)) {
    return {
      icon: 'sync~spin',
      text: `${shortName(active.profile.name)} ${t('expired, renewing…')}`,
      tooltip: markdown(t('Click to cancel.')),
      accessibleLabel: t('AWS session {0}, expired, renewing', active.profile.name),
      severity: 'error',
      production: active.profile.production,
    };
  }
  if (state.assuming !== undefined) {
    const label = t('Assuming {0}…', state.assuming);
    return {
      icon: 'sync~spin',
      text: t('Assuming {0}…', shortName(state.assuming)),
      tooltip: markdown(t('Click to cancel.')),
      accessibleLabel: label,
      severity: 'normal',
      production: false,
    };
  }
  if (!state.active) {
    const label = t('Assume Role');
    return {
      icon: 'key',
      text: label,
      tooltip: markdown(t('No role is assumed. Click to assume one.')),
      accessibleLabel: t('No role is assumed. Assume Role'),
      severity: 'normal',
      production: false,
    };
  }
  return sessionView(state, state.active, options);
}

function hasEnded({ expiration }: Session, now: number): boolean {
  return expiration !== undefined && expiration <= now;
}

function sessionView(state: SessionState, session: Session, options: StatusOptions): StatusView {
  const { profile, expiration } = session;
  const left = expiration === undefined ? undefined : expiration - options.now;
  const expired = left !== undefined && left <= 0;
  const offline = state.trouble?.kind === 'network';
  // What renews itself needs the person only once that fails for a reason that does not pass by itself.
  const needsPerson = !state.renewsItself || (state.trouble !== undefined && !offline);
  const warn = !expired && needsPerson && left !== undefined && left <= options.warnBefore;
  const trouble = expired ? 'error' : warn ? 'warning' : offline ? 'debug-disconnect' : undefined;
  const life = left === undefined ? '' : expired ? t('expired') : timeLeft(left);
  return {
    icon: trouble ?? (profile.production ? 'shield' : 'key'),
    // Production is seen whatever else is.
    mark: trouble && profile.production ? 'shield' : undefined,
    text: [shortName(profile.name), life].filter(Boolean).join(' '),
    tooltip: statusTooltip(state, session, options),
    accessibleLabel: [
      t('AWS session {0}', profile.name),
      profile.production ? t('production') : '',
      expired ? t('expired') : left === undefined ? '' : t('{0} left', life),
      offline ? t('AWS does not answer') : '',
    ]
      .filter(Boolean)
      .join(', '),
    // Offline, nothing but waiting helps, and it goes on by itself.
    severity: expired ? (offline ? 'warning' : 'error') : warn ? 'warning' : 'normal',
    production: profile.production,
    color: accountColor(profile, session.identity.accountId),
    nextChange: nextViewChange(expiration, options, needsPerson),
  };
}

function nextViewChange(
  expiration: number | undefined,
  { now, warnBefore }: StatusOptions,
  needsPerson: boolean,
): number | undefined {
  const text = nextTimeChange(expiration, now);
  if (expiration === undefined || text === undefined) return undefined;
  const warning = expiration - warnBefore;
  return needsPerson && warning > now ? Math.min(text, warning) : text;
}
