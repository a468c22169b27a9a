import { toAppError, type AppError } from '../support/errors';
import type { SessionService } from './sessionService';

/**
 * Assumes a profile's role when a window opens, if that asks nobody for anything and no session is active. Nobody is
 * told: what is missing shows when the person assumes the role.
 * @param note called with why the role is not assumed, for the log
 * @returns whether the role is assumed now
 */
export async function openDefault(
  sessions: Pick<SessionService, 'state' | 'assume'>,
  name: string,
  signal: AbortSignal,
  note: (reason: AppError) => void,
): Promise<boolean> {
  const { active, assuming } = sessions.state;
  if (active !== undefined || assuming !== undefined) return false;
  try {
    await sessions.assume(name, signal, { interactive: false });
    return true;
  } catch (error) {
    note(toAppError(error));
    return false;
  }
}
