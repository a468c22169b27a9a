import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import { AppError, toAppError } from '../support/errors';
import type { SessionService } from './sessionService';

/**
 * Assumes a profile's role when a window opens, if that asks nobody for anything and no session is active. Nobody is
 * told: what is missing shows when the person assumes the role.
 * @param note called with why the role is not assumed, for the log
 * @param options.byWorkspace whether the workspace names it: then it does not stay assumed where AWS tells that its account
 * is one of production
 * @returns whether the role is assumed now
 */
export async function openDefault(
  sessions: Pick<SessionService, 'state' | 'assume' | 'exit'>,
  name: string,
  signal: AbortSignal,
  note: (reason: AppError) => void,
  { byWorkspace = false } = {},
): Promise<boolean> {
  const { active, assuming } = sessions.state;
  if (active !== undefined || assuming !== undefined) return false;
  try {
    const { profile } = await sessions.assume(name, signal, { interactive: false });
    const refusal = byWorkspace ? refusedByWorkspace(profile) : undefined;
    if (!refusal) return true;
    sessions.exit(name);
    note(refusal);
    return false;
  } catch (error) {
    note(toAppError(error));
    return false;
  }
}

/**
 * Why a profile is not assumed at opening although the workspace's settings name it as the default: a workspace chooses
 * among a person's profiles, but does not take them into production.
 */
export function refusedByWorkspace({ name, production }: Profile): AppError | undefined {
  if (!production) return undefined;
  return new AppError('interactionRequired', t('It is marked as production, and it is the workspace that names it.'), {
    profile: name,
    cure: t('Run "AWS: Assume Role", or name it in your user settings.'),
  });
}
