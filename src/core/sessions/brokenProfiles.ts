import type { ProfileSet } from '../roles/profileSet';

/** The profiles that cannot be used, each with the first thing that is wrong with it, by name. */
export function brokenProfiles({ problems }: ProfileSet): { readonly profile: string; readonly message: string }[] {
  const first = new Map<string, string>();
  for (const { severity, profile, message } of problems) {
    if (severity === 'error' && profile !== undefined && !first.has(profile)) first.set(profile, message);
  }
  return [...first]
    .map(([profile, message]) => ({ profile, message }))
    .sort((a, b) => a.profile.localeCompare(b.profile));
}
