import type { ProfileSet } from '../../core/roles/profileSet';

/** Names of the access keys that profiles use; whether the vault has them is another question. */
export function accessKeyNames(profiles: ProfileSet['profiles']): string[] {
  const names = [...profiles.values()].flatMap(({ source }) => (source.type === 'accessKeys' ? [source.name] : []));
  return [...new Set(names)];
}
