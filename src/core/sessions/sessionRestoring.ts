import type { LiveSessions } from './liveSessions';
import type { Session } from './session';
import type { SessionEndings } from './sessionEndings';

/** What it takes to take up sessions that are kept. */
export interface RestoringDeps {
  readonly live: LiveSessions;
  readonly endings: SessionEndings;
  /** The kept session of the profile of that name, had without asking anyone; undefined when there is none. */
  readonly kept: (name: string) => Promise<Session | undefined>;
  /** Whether an attempt to assume a role is under way, which decides then who is active. */
  readonly isAssuming: () => boolean;
  readonly onDidRestore: () => void;
}

/** See {@link SessionService.restore}. What ends sessions meanwhile ends this too. */
export async function takeUpSessions(
  { live, endings, kept, isAssuming, onDidRestore }: RestoringDeps,
  activeName: string | undefined,
  names: readonly string[],
): Promise<void> {
  const endingsBefore = endings.count;
  for (const name of new Set([...(activeName === undefined ? [] : [activeName]), ...names])) {
    if (live.get(name)) continue;
    const session = await kept(name).catch(() => undefined);
    if (endingsBefore !== endings.count) return;
    if (!session || live.get(name) || endings.isTakenOver(session.profile)) continue;
    live.add(session);
    if (name === activeName && !isAssuming() && !live.active) live.activate(name);
    onDidRestore();
  }
}
