/** Settings a profile can be written in; the workspace's are the narrower ones. */
export type SettingsScope = 'user' | 'workspace';

/** Where the profile of a name is written. */
export interface ScopedName {
  readonly scope: SettingsScope;
  /** Its name there, which differs from the one it is known by where a wider scope has taken that. */
  readonly written: string;
}

/** The names of the profiles in each scope, as written. */
export interface WrittenNames {
  readonly user: Iterable<string>;
  readonly workspace: Iterable<string>;
  /** Those of the shared config files, whether they can be used or not. */
  readonly config: Iterable<string>;
}

/**
 * The one name by which each profile of the settings is known everywhere. A person's own profiles keep theirs; one of
 * the workspace that has the name of one of them, or a name that looks the same, is told apart: `prod (workspace)`.
 */
export function scopedNames({ user, workspace, config }: WrittenNames): ReadonlyMap<string, ScopedName> {
  const names = new Map<string, ScopedName>([...user].map((written) => [written, { scope: 'user', written }]));
  const wider = new Set([...names.keys(), ...config].map(foldedName));
  const ofWorkspace = [...workspace];
  const taken = new Set([...wider, ...ofWorkspace.map(foldedName)]);
  for (const written of ofWorkspace) {
    const name = wider.has(foldedName(written)) ? freeName(written, taken) : written;
    taken.add(foldedName(name));
    names.set(name, { scope: 'workspace', written });
  }
  return names;
}

/** Equal for names that people take for the same: case, width, blanks and what cannot be seen do not count. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/gu, '')
    .replaceAll(/[\s\u2800]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function freeName(written: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? `${written} (workspace)` : `${written} (workspace ${count})`;
    if (!taken.has(foldedName(name))) return name;
  }
}
