import type { SessionService } from './sessionService';

/**
 * Assumes a profile's role when a window opens, if that asks nobody for anything and no session is active. Silent: what
 * is missing shows when the person assumes the role.
 * @returns whether the role is assumed now
 */
export async function openDefault(
  sessions: Pick<SessionService, 'state' | 'assume'>,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { active, assuming } = sessions.state;
  if (active !== undefined || assuming !== undefined) return false;
  try {
    await sessions.assume(name, signal, { interactive: false });
    return true;
  } catch {
    return false;
  }
}
