import type { ProfileOrigin } from '../../core/roles/profile';
import { profilePlace, type ProfilePlace } from '../../core/roles/sameProfile';
import type { SessionService } from '../../core/sessions/sessionService';
import { isJsonObject } from '../../core/support/json';
import type { ProfileSettings } from '../profiles/settings';

/** The name of a profile whose session was live, and where it was written. */
interface LiveName {
  readonly name: string;
  /** Undefined as earlier versions kept it: it was one of the person's own, or is not taken up again. */
  readonly place?: ProfilePlace | undefined;
}

/** Names of the profiles whose sessions were live in a window; the sessions themselves are secrets. */
export interface LiveNames {
  readonly active?: string | undefined;
  readonly names: readonly LiveName[];
}

/** Those of this window that another one can know: profiles that were made ad hoc are written nowhere. */
export function liveNames({ state: { active }, sessions }: Pick<SessionService, 'state' | 'sessions'>): LiveNames {
  return {
    active: active?.profile.name,
    names: sessions.flatMap(({ profile }) => {
      const place = profilePlace(profile);
      return place ? [{ name: profile.name, place }] : [];
    }),
  };
}

/** What was kept of them; whatever else stands there counts as none. */
export function readNames(value: unknown): LiveNames {
  if (!isJsonObject(value)) return { names: [] };
  const { active, names } = value;
  return {
    active: typeof active === 'string' ? active : undefined,
    names: Array.isArray(names) ? names.flatMap(readName) : [],
  };
}

/** Those that still mean the profile whose session was live. */
export function sameNames(
  { active, names }: LiveNames,
  settings: Pick<ProfileSettings, 'holderOf'>,
): { readonly active: string | undefined; readonly names: readonly string[] } {
  const same = names.filter((kept) => isSame(kept, settings.holderOf(kept.name)?.place)).map(({ name }) => name);
  return { active: active !== undefined && same.includes(active) ? active : undefined, names: same };
}

function isSame({ place }: LiveName, now: ProfilePlace | undefined): boolean {
  if (!now) return false;
  return place ? place.origin === now.origin && place.written === now.written : now.origin !== 'workspace';
}

const ORIGINS: readonly unknown[] = ['user', 'workspace', 'awsConfig'] satisfies ProfileOrigin[];

function readName(value: unknown): LiveName[] {
  if (typeof value === 'string') return [{ name: value }];
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || !isJsonObject(value['place'])) return [];
  const { origin, written } = value['place'];
  if (!ORIGINS.includes(origin) || typeof written !== 'string') return [];
  return [{ name: value['name'], place: { origin: origin as ProfilePlace['origin'], written } }];
}
