import { l10n } from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { defined } from './draft';
import type { PastedProfile } from '../../core/roles/pastes';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError } from '../../core/support/errors';
import type { ProfileSettings } from './settings';

/**
 * The active session's profile in the setting's form, where it is not saved.
 * @throws AppError of kind `invalidRequest` when there is none, or it is saved already
 */
export function unsavedProfile(
  sessions: SessionService,
  settings: ProfileSettings,
): readonly [name: string, profile: PastedProfile] {
  const profile = sessions.state.active?.profile;
  if (!profile) throw new AppError('invalidRequest', l10n.t('No role is assumed.'));
  if (settings.current.profiles.has(profile.name)) {
    throw new AppError('invalidRequest', l10n.t('The session "{0}" comes from a saved profile.', profile.name));
  }
  return [profile.name, written(profile)];
}

/** A resolved profile as it can be written. */
function written(profile: Profile): PastedProfile {
  const { source, chain, region, endpoints, globalSts, fips, dualStack, s3PathStyle, mfaSession } = profile;
  const hops = chain.map(({ durationAsked: _asked, ...hop }, index) =>
    defined({ ...hop, ...(index === 0 && mfaSession !== undefined ? { mfaSerial: mfaSession } : {}) }),
  );
  const [only, ...more] = hops;
  return defined({
    source,
    ...(more.length > 0 ? { chain: hops } : only),
    region,
    endpoints: Object.keys(endpoints).length > 0 ? endpoints : undefined,
    sts: globalSts ? ('global' as const) : undefined,
    fips: fips || undefined,
    dualStack: dualStack || undefined,
    s3: s3PathStyle ? { pathStyle: true } : undefined,
    production: profile.production || undefined,
  }) as PastedProfile;
}
