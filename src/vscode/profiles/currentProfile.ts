import { t } from '@vscode/l10n';
import type { Profile } from '../../core/roles/profile';
import { lastKey } from '../../core/sessions/sessionKeys';
import { AppError } from '../../core/support/errors';
import type { SessionService } from '../../core/sessions/sessionService';
import type { ProfileSettings } from './settings';

/** Where profiles are looked up. */
export interface ProfilePlaces {
  readonly settings: Pick<ProfileSettings, 'get' | 'expanded' | 'holds' | 'guarded'>;
  readonly sessions: Pick<SessionService, 'walkedProfile'>;
}

/** With the sessions there are. */
export interface LivePlaces extends ProfilePlaces {
  readonly sessions: Pick<SessionService, 'walkedProfile' | 'sessions'>;
}

/** The profile of a session that stands neither in the settings nor in the AWS CLI's files (any more). */
export function unsavedProfile(name: string, { settings, sessions }: ProfilePlaces): Profile | undefined {
  return settings.holds(name) ? undefined : sessions.walkedProfile(name);
}

/**
 * The profile of that name with its variables as they are written; one that is not saved as it was assumed.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`
 */
export function writtenProfile(name: string, places: ProfilePlaces): Profile {
  return unsavedProfile(name, places) ?? places.settings.get(name);
}

/**
 * Whether a profile is marked as production now; of one that is in no settings any more, whether it was when its role
 * was assumed.
 */
export function isProduction(
  name: string,
  getProfile: (name: string) => Profile,
  sessions: Pick<SessionService, 'session'>,
): boolean {
  try {
    return getProfile(name).production;
  } catch {
    return sessions.session(name)?.profile.production ?? false;
  }
}

/**
 * The profile of that name as it is used now: as it stands in the settings, or as it was made for one that was made ad hoc.
 * Where the name has come to mean another profile while a session lives under it, it is the session's, as it was assumed,
 * with the guard rails of both: what comes by that name, such as a workspace's, takes none away.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`
 */
export function currentProfile(name: string, places: LivePlaces): Profile {
  const { settings, sessions } = places;
  const profile = profileNamed(name, places);
  const session = sessions.sessions.find((live) => live.profile.name === name);
  // Only the session tells the account of a base identity such as access keys.
  const guarded = settings.guarded(profile, session?.identity.accountId);
  if (!session || isSame(session.profile, profile)) return guarded;
  const assumed = settings.guarded(session.profile, session.identity.accountId);
  return {
    ...assumed,
    readOnly: assumed.readOnly || guarded.readOnly,
    production: assumed.production || guarded.production,
  };
}

/**
 * The profile of that name as its roles are assumed now.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`, also while another profile's session has that name: all
 * that is open through it would go on as somebody else
 */
export function profileToAssume(name: string, places: LivePlaces): Profile {
  const profile = profileNamed(name, places);
  const live = places.sessions.sessions.find((session) => session.profile.name === name)?.profile;
  if (!live || isSame(live, profile) || lastKey(live) === lastKey(profile)) return currentProfile(name, places);
  throw new AppError('invalidProfile', t('Another profile named "{0}" has a session in this window.', name), {
    profile: name,
    cure: t('Exit its role first.'),
  });
}

function profileNamed(name: string, places: LivePlaces): Profile {
  const unsaved = unsavedProfile(name, places);
  return unsaved?.origin === 'adHoc' ? unsaved : places.settings.expanded(name);
}

/** Whether two profiles of one name are one, which may have been edited meanwhile. */
function isSame(a: Profile, b: Profile): boolean {
  return a.origin === b.origin && a.writtenName === b.writtenName;
}
