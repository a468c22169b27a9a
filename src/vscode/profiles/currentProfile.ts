import type { Profile } from '../../core/roles/profile';
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
 * The profile of that name as its roles are assumed now: one that was made ad hoc as it was made, but none that was
 * removed from where it stood.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`
 */
export function currentProfile(name: string, places: LivePlaces): Profile {
  const { settings, sessions } = places;
  const unsaved = unsavedProfile(name, places);
  const profile = unsaved?.origin === 'adHoc' ? unsaved : settings.expanded(name);
  // Only the session tells the account of a base identity such as access keys.
  const session = sessions.sessions.find((live) => live.profile.name === name);
  return settings.guarded(profile, session?.identity.accountId);
}
