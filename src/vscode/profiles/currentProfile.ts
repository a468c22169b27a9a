import { t } from '@vscode/l10n';
import type { Profile } from '../../core/roles/profile';
import { asUsed, isSameProfile, isTakenOver, profilePlace } from '../../core/roles/sameProfile';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError, isAppError } from '../../core/support/errors';
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
 * The profile of that name as it is used now, by the rule of {@link asUsed} where a session lives under the name. That
 * of a session whose profile is written nowhere any more, or has errors, is the session's.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`
 */
export function currentProfile(name: string, places: LivePlaces): Profile {
  const { settings } = places;
  const session = liveSession(name, places);
  if (!session) return profileNamed(name, places);
  // Only the session tells the account of a base identity such as access keys.
  const guarded = (profile: Profile): Profile => settings.guarded(profile, session.identity.accountId);
  let now: Profile;
  try {
    now = profileNamed(name, places);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return guarded(session.profile);
  }
  return asUsed(guarded(session.profile), guarded(now));
}

/**
 * The profile of that name as its roles are assumed now.
 * @throws AppError of kind `profileNotFound` or `invalidProfile`, also while another profile's session has that name: all
 * that is open through it would go on as somebody else
 */
export function profileToAssume(name: string, places: LivePlaces): Profile {
  const profile = profileNamed(name, places);
  const session = liveSession(name, places);
  if (!session) return profile;
  const place = profilePlace(profile);
  const isOther = place ? isTakenOver(session.profile, { place, profile }) : !isSameProfile(session.profile, profile);
  if (!isOther) return places.settings.guarded(profile, session.identity.accountId);
  throw new AppError('invalidProfile', t('Another profile named "{0}" has a session in this window.', name), {
    profile: name,
    cure: t('Exit its role first.'),
  });
}

function liveSession(name: string, { sessions }: LivePlaces): SessionService['sessions'][number] | undefined {
  return sessions.sessions.find((live) => live.profile.name === name);
}

/** One that was made ad hoc as it was made, but none that was removed from where it stood. */
function profileNamed(name: string, places: LivePlaces): Profile {
  const unsaved = unsavedProfile(name, places);
  return unsaved?.origin === 'adHoc' ? unsaved : places.settings.guarded(places.settings.expanded(name));
}
