import type { SessionService } from '../../core/sessions/sessionService';
import { isJsonObject } from '../../core/support/json';

/** Names of the profiles whose sessions were live in a window; the sessions themselves are secrets. */
export interface LiveNames {
  readonly active?: string | undefined;
  readonly names: readonly string[];
}

/** Those of this window. */
export function liveNames({ state: { active }, sessions }: Pick<SessionService, 'state' | 'sessions'>): LiveNames {
  return { active: active?.profile.name, names: sessions.map(({ profile }) => profile.name) };
}

/** What was kept of them; whatever else stands there counts as none. */
export function readNames(value: unknown): LiveNames {
  if (!isJsonObject(value)) return { names: [] };
  const { active, names } = value;
  return {
    active: typeof active === 'string' ? active : undefined,
    names: Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [],
  };
}
