import { t } from '@vscode/l10n';
import { parseRoleArn } from '../roles/arn';
import type { Profile, ProfileOrigin } from '../roles/profile';
import type { ProfileSet } from '../roles/profileSet';
import { brokenProfiles, isSaved } from './brokenProfiles';
import { chainText, lifeText, profileMarks } from './profileTexts';
import type { Session } from './session';
import { firstTimeChange } from './timeLeft';

/** A row of the switcher. */
export type SwitcherRow =
  | { readonly type: 'separator'; readonly label: string }
  | {
      readonly type: 'profile';
      readonly profile: string;
      /** Whether there is a session to renew. */
      readonly live: boolean;
      /** Whether it is written anywhere; a role can be assumed without. */
      readonly isSaved: boolean;
      readonly icon: string;
      /** A second icon: production is seen whatever else is. */
      readonly mark?: string | undefined;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
    }
  | {
      readonly type: 'broken';
      readonly profile: string;
      readonly icon: string;
      readonly label: string;
      readonly detail: string;
    }
  | { readonly type: 'arn'; readonly arn: string; readonly icon: string; readonly label: string };

/** What the switcher is made from. */
export interface SwitcherInput {
  readonly profiles: ProfileSet;
  readonly sessions: readonly Session[];
  readonly activeName: string | undefined;
  /** Profile names, most recently used first. */
  readonly recent: readonly string[];
  /** What the person has typed. */
  readonly filter: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const ORIGINS: readonly { readonly origin: ProfileOrigin; readonly label: () => string }[] = [
  { origin: 'workspace', label: () => t('workspace') },
  { origin: 'user', label: () => t('user') },
  { origin: 'awsConfig', label: () => t('AWS config') },
];

/**
 * The rows: a typed role ARN that can be assumed as it is; live and recently used profiles, the last used first; then the
 * others by where they are written, by name; then those with errors.
 */
export function switcherRows({ profiles, sessions, activeName, recent, filter, now }: SwitcherInput): SwitcherRow[] {
  const live = new Map(sessions.map((session) => [session.profile.name, session]));
  // A live session may be of a profile that stands in no settings.
  const known = new Map([
    ...profiles.profiles,
    ...sessions.map(({ profile }): [string, Profile] => [profile.name, profile]),
  ]);
  const used = [...new Set([...recent, ...live.keys()])].filter((name) => known.has(name));
  const rest = [...known.values()]
    .filter(({ name }) => !used.includes(name))
    .sort((a, b) => a.name.localeCompare(b.name));
  const row = (profile: Profile): SwitcherRow =>
    profileRow(profile, live.get(profile.name), { profiles, active: profile.name === activeName, now });
  const arn = filter.trim();
  return [
    ...(parseRoleArn(arn) ? [{ type: 'arn', arn, icon: 'key', label: t('Assume {0}…', arn) } as const] : []),
    ...group(
      live.size > 0 ? t('live and recent') : t('recently used'),
      used.flatMap((name) => known.get(name) ?? []).map(row),
    ),
    ...ORIGINS.flatMap(({ origin, label }) =>
      group(label(), rest.filter((profile) => profile.origin === origin).map(row)),
    ),
    ...group(
      t('with errors'),
      brokenProfiles(profiles).map(({ profile, message }) => ({
        type: 'broken',
        profile,
        icon: 'error',
        label: profile,
        detail: message,
      })),
    ),
  ];
}

/** When a row's time left changes next, milliseconds since the epoch; undefined for never. */
export function nextSwitcherChange({ sessions, now }: Pick<SwitcherInput, 'sessions' | 'now'>): number | undefined {
  return firstTimeChange(sessions, now);
}

function group(label: string, rows: readonly SwitcherRow[]): SwitcherRow[] {
  return rows.length === 0 ? [] : [{ type: 'separator', label }, ...rows];
}

function profileRow(
  profile: Profile,
  session: Session | undefined,
  { profiles, active, now }: { readonly profiles: ProfileSet; readonly active: boolean; readonly now: number },
): SwitcherRow {
  const icon = active ? 'check' : session ? 'key' : profile.production ? 'shield' : 'account';
  const saved = isSaved(profile.name, profiles);
  return {
    type: 'profile',
    profile: profile.name,
    live: session !== undefined,
    isSaved: saved,
    icon,
    mark: profile.production && icon !== 'shield' ? 'shield' : undefined,
    label: profile.name,
    // VS Code leaves out the separators while the person types.
    description: [lifeText(session, active, now), ...profileMarks(profile, saved), profile.description]
      .filter(Boolean)
      .join(' · '),
    detail: profile.chain.length === 0 ? t('{0}, no role', chainText(profile)) : chainText(profile),
  };
}
