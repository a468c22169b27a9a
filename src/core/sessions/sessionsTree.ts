import { t } from '@vscode/l10n';
import type { AccountColor } from '../roles/accounts/accountBook';
import type { Profile, ProfileOrigin } from '../roles/profile';
import type { ProfileSet } from '../roles/profileSet';
import type { Markdown } from '../texts/markdown';
import type { Session } from './session';
import { brokenProfiles } from './brokenProfiles';
import { profileRow } from './sessionsTreeRows';
import { firstTimeChange } from './timeLeft';

/** A row of the Sessions view, with everything that is shown of it. */
export interface SessionsRow {
  /** Stays the same while the row means the same. */
  readonly id: string;
  readonly type: 'group' | 'profile' | 'broken' | 'step';
  /** Undefined for groups. */
  readonly profile?: string | undefined;
  readonly label: string;
  readonly description?: string | undefined;
  /** A codicon's name. */
  readonly icon?: string | undefined;
  /** Whether the icon takes an error's colour. */
  readonly isError?: boolean | undefined;
  /** Whether the icon takes the colour of production, else that of the account. */
  readonly production?: boolean | undefined;
  readonly color?: AccountColor | undefined;
  /** Markdown. */
  readonly tooltip?: Markdown | undefined;
  readonly accessibleLabel: string;
  /** Words that menus go by: `profile live active user`. */
  readonly context: readonly string[];
  readonly hasChildren: boolean;
  readonly isExpanded: boolean;
}

/** The top of the view. */
export interface SessionsTree {
  readonly groups: readonly { readonly row: SessionsRow; readonly rows: readonly SessionsRow[] }[];
  /** When a row changes by itself next, milliseconds since the epoch; undefined for never. */
  readonly nextChange?: number | undefined;
}

/** What the tree is made from. */
export interface SessionsTreeInput {
  readonly profiles: ProfileSet;
  /** Sessions obtained and not exited. */
  readonly sessions: readonly Session[];
  readonly activeName: string | undefined;
  /** Name of the profile being assumed at this moment. */
  readonly assuming: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Local time of day, and date when it is not today. */
  readonly formatTime: (time: number) => string;
}

/** More profiles than this in one group are first shown closed: others come before an organization's hundreds of roles. */
const OPEN_GROUP = 30;

const ORIGINS: readonly { readonly origin: ProfileOrigin; readonly label: () => string }[] = [
  { origin: 'workspace', label: () => t('Workspace') },
  { origin: 'user', label: () => t('User') },
  { origin: 'awsConfig', label: () => t('AWS Config') },
];

/**
 * Live sessions first, in the order they were obtained: a row must not move while somebody aims at it. Then the other
 * profiles by where they are written, then broken ones.
 */
export function sessionsTree(input: SessionsTreeInput): SessionsTree {
  const { profiles, sessions, now } = input;
  const liveNames = new Set(sessions.map(({ profile }) => profile.name));
  const others = [...profiles.profiles.values()].filter(({ name }) => !liveNames.has(name)).sort(byName);
  const groups = [
    group(
      'live',
      t('Live Sessions'),
      sessions.map((session) => profileRow(session.profile, session, input)),
    ),
    ...ORIGINS.map(({ origin, label }) =>
      group(
        origin,
        label(),
        others.filter((profile) => profile.origin === origin).map((profile) => profileRow(profile, undefined, input)),
      ),
    ),
    group(
      'broken',
      t('With Errors'),
      brokenProfiles(profiles).map(({ profile, message }) => ({
        id: `broken/${profile}`,
        type: 'broken',
        profile,
        label: profile,
        description: message,
        icon: 'error',
        isError: true,
        accessibleLabel: t('Profile {0}, error: {1}', profile, message),
        context: ['broken'],
        hasChildren: false,
        isExpanded: false,
      })),
    ),
  ];
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    nextChange: firstTimeChange(sessions, now),
  };
}

function byName(a: Profile, b: Profile): number {
  return a.name.localeCompare(b.name);
}

function group(id: string, label: string, rows: readonly SessionsRow[]): SessionsTree['groups'][number] {
  return {
    row: {
      id: `group/${id}`,
      type: 'group',
      label,
      description: String(rows.length),
      accessibleLabel: rows.length === 1 ? t('{0}, one', label) : t('{0}, {1}', label, rows.length),
      context: ['group'],
      hasChildren: true,
      isExpanded: rows.length <= OPEN_GROUP,
    },
    rows,
  };
}
