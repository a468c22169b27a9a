import type { ProfileSet } from '../roles/profileSet';

/** Whether a profile of that name is written anywhere, broken or not; a role can be assumed without. */
export function isSaved(name: string, { profiles, problems }: ProfileSet): boolean {
  return profiles.has(name) || problems.some(({ profile }) => profile === name);
}

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
