import { t } from '@vscode/l10n';
import { commandLink, escapeMarkdown, markdown, markdownCode, type Markdown } from '../texts/markdown';
import { profileHeading } from './profileTexts';
import type { Session } from './session';
import type { StatusView } from './statusView';
import { shortName } from './statusViewTooltip';
import { nextTimeChange, timeLeft } from './timeLeft';

/** The editor in front, as far as it shows something of S3. */
export interface EditorSession {
  /** The profile that the editor works with. */
  readonly profile: string;
  /** Its session; undefined while its role is not assumed. */
  readonly session: Session | undefined;
  /** Whether the profile is marked so now, whatever it was when its role was assumed. */
  readonly production: boolean;
  /** Whether the session can be renewed without asking the person. */
  readonly renewsItself: boolean;
}

/** What a click does, with the profile as its argument. */
export type EditorStatusCommand = 'assumeRole.assume' | 'assumeRole.showChain' | 'assumeRole.sessions.renew';

/** The second item of the status bar. */
export interface EditorStatusView extends StatusView {
  readonly profile: string;
  readonly command: EditorStatusCommand;
}

/** How the view is made. */
export interface EditorStatusOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds before the expiry at which a session that needs the person turns to a warning. */
  readonly warnBefore: number;
  /** Local time of day, and date when it is not today. */
  readonly formatTime: (time: number) => string;
  /** Name of the active session's profile. */
  readonly active: string | undefined;
}

/**
 * Whose session the editor in front works with, and for how long.
 * @returns undefined where it is the active one, or where no editor of S3 is in front
 */
export function editorStatusView(
  editor: EditorSession | undefined,
  options: EditorStatusOptions,
): EditorStatusView | undefined {
  if (!editor || editor.profile === options.active) return undefined;
  const { profile, session, production, renewsItself } = editor;
  const left = session?.expiration === undefined ? undefined : session.expiration - options.now;
  const expired = left !== undefined && left <= 0;
  const warn = !expired && !renewsItself && left !== undefined && left <= options.warnBefore;
  const life = !session ? t('not assumed') : left === undefined ? '' : expired ? t('expired') : timeLeft(left);
  const icon = expired ? 'error' : warn || !session ? 'warning' : production ? 'shield' : 'file';
  return {
    profile,
    icon,
    text: [t('Editor: {0}', shortName(profile)), life].filter(Boolean).join(' '),
    tooltip: tooltip(editor, options),
    accessibleLabel: [
      t('AWS session of the editor, {0}', profile),
      production ? t('production') : '',
      left === undefined || expired ? life : t('{0} left', life),
    ]
      .filter(Boolean)
      .join(', '),
    severity: expired ? 'error' : warn ? 'warning' : 'normal',
    production,
    command: !session ? 'assumeRole.assume' : expired ? 'assumeRole.sessions.renew' : 'assumeRole.showChain',
    nextChange: nextTimeChange(session?.expiration, options.now),
  };
}

function tooltip({ profile, session, production }: EditorSession, options: EditorStatusOptions): Markdown {
  const { formatTime, now, active } = options;
  const expiration = session?.expiration;
  const paragraphs = [
    session ? profileHeading({ ...session.profile, production }) : [`**${escapeMarkdown(profile)}**`],
    [
      t('The editor in front reads and writes with this session.'),
      active === undefined
        ? t('No session is active.')
        : t('Terminals and commands use the active session, {0}.', escapeMarkdown(active)),
    ],
    session
      ? [
          t('Account: {0}', escapeMarkdown(session.identity.accountId)),
          t('Identity: {0}', markdownCode(session.identity.arn)),
          ...(expiration === undefined
            ? []
            : [
                expiration > now
                  ? t('Expires: {0}', formatTime(expiration))
                  : t('Expired: {0}', formatTime(expiration)),
              ]),
        ]
      : [t('Its role is not assumed.')],
    [
      [
        commandLink(session ? t('Make Active') : t('Assume Role'), 'assumeRole.assume', profile),
        ...(session ? [commandLink(t('Renew'), 'assumeRole.sessions.renew', profile)] : []),
        commandLink(t('Show Chain'), 'assumeRole.showChain', profile),
      ].join(' · '),
    ],
  ];
  return markdown(paragraphs.map((lines) => lines.join('  \n')).join('\n\n'));
}
