import { t } from '@vscode/l10n';
import { roleLabel } from '../roles/arn';
import { sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import type { ProfileSet } from '../roles/profileSet';
import type { Session } from './session';
import { timeLeft } from './statusView';

/** A row of the switcher. */
export type SwitcherRow =
  | { readonly type: 'separator'; readonly label: string }
  | {
      readonly type: 'profile';
      readonly profile: string;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
    }
  | { readonly type: 'broken'; readonly profile: string; readonly label: string; readonly detail: string };

/** What the switcher is made from. */
export interface SwitcherInput {
  readonly profiles: ProfileSet;
  readonly sessions: readonly Session[];
  readonly activeName: string | undefined;
  /** Profile names, most recently used first. */
  readonly recent: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The rows: live and recent profiles first, then the rest by name, then those with errors. */
export function switcherRows({ profiles, sessions, activeName, recent, now }: SwitcherInput): SwitcherRow[] {
  const live = new Map(sessions.map((session) => [session.profile.name, session]));
  const names = [...profiles.profiles.keys()];
  const used = recent.filter((name) => profiles.profiles.has(name));
  const rest = names.filter((name) => !used.includes(name)).sort((a, b) => a.localeCompare(b));
  const row = (name: string): SwitcherRow[] => {
    const profile = profiles.profiles.get(name);
    return profile ? [profileRow(profile, live.get(name), name === activeName, now)] : [];
  };
  const broken = profiles.problems.filter((problem) => problem.severity === 'error' && problem.profile !== undefined);
  const firstProblems = broken.filter(
    (problem, index) => broken.findIndex((other) => other.profile === problem.profile) === index,
  );
  return [
    ...group(t('recently used'), used.flatMap(row)),
    ...group(used.length > 0 ? t('other profiles') : t('profiles'), rest.flatMap(row)),
    ...group(
      t('profiles with errors'),
      firstProblems.map(({ profile = '', message }) => ({
        type: 'broken',
        profile,
        label: `$(error) ${profile}`,
        detail: message,
      })),
    ),
  ];
}

function group(label: string, rows: readonly SwitcherRow[]): SwitcherRow[] {
  return rows.length === 0 ? [] : [{ type: 'separator', label }, ...rows];
}

function profileRow(profile: Profile, session: Session | undefined, active: boolean, now: number): SwitcherRow {
  const left = session?.expiration === undefined ? undefined : session.expiration - now;
  const life = !session
    ? ''
    : left === undefined
      ? t('active')
      : left > 0
        ? t('{0} left', timeLeft(left))
        : t('expired');
  return {
    type: 'profile',
    profile: profile.name,
    label: `${active ? '$(check)' : session ? '$(key)' : '$(account)'} ${profile.name}`,
    description: [life, profile.description].filter(Boolean).join(' · '),
    detail:
      profile.chain.length === 0
        ? t('{0}, no role', sourceLabel(profile.source))
        : [sourceLabel(profile.source), ...profile.chain.map((hop) => roleLabel(hop.roleArn))].join(' → '),
  };
}
