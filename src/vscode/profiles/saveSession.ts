import { l10n } from 'vscode';
import type { Profile } from '../../core/roles/profile';
import { unsavedProfile } from './currentProfile';
import { defined } from './draft';
import type { PastedProfile } from '../../core/roles/pastes';
import { withoutReadOnly } from '../../core/roles/profileResolver';
import { isOwn } from '../../core/secrets/secretUse';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError } from '../../core/support/errors';
import type { ProfileSettings } from './settings';

/**
 * A session's profile in the setting's form, where it is not saved.
 * @param name of the session; without it the active one's counts, or else that of the first session without a profile
 * @throws AppError of kind `invalidRequest` when there is none, it is saved already, or anything of it is a workspace's
 */
export function profileToSave(
  name: string | undefined,
  places: { readonly sessions: SessionService; readonly settings: ProfileSettings },
): readonly [name: string, profile: PastedProfile] {
  const { active } = places.sessions.state;
  const candidates = [...(active ? [active] : []), ...places.sessions.sessions].map(({ profile }) => profile.name);
  const [profile] = (name === undefined ? candidates : [name]).flatMap((each) => unsavedProfile(each, places) ?? []);
  if (!profile) throw new AppError('invalidRequest', l10n.t('Every session comes from a saved profile.'));
  if (!isOwn(profile)) {
    const message = l10n.t('"{0}" goes on from a profile of this workspace, which is not yours.', profile.name);
    const cure = l10n.t('Copy the profile of the workspace into your user settings first, and read what it does.');
    throw new AppError('invalidRequest', message, { profile: profile.name, cure });
  }
  return [profile.name, written(profile)];
}

/** A resolved profile as it can be written. */
function written(profile: Profile): PastedProfile {
  const { source, region, endpoints, globalSts, fips, dualStack, s3, mfaSession, readOnly } = profile;
  const hops = withoutReadOnly(profile).map(({ durationAsked: _asked, ...hop }, index) =>
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
    s3: s3.pathStyle ? { pathStyle: true } : undefined,
    readOnly: readOnly || undefined,
    production: profile.production || undefined,
  }) as PastedProfile;
}
