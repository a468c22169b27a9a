import { isSameRecipe } from '../../core/roles/accounts/profileAccount';
import type { HeadCache } from '../../core/s3/headCache';
import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Disposable } from '../../core/support/disposable';

/** Forgets what is known of objects when a session ends or is another; a quiet renewal changes nothing. */
export function forgetHeads(heads: Pick<HeadCache, 'clear'>, sessions: SessionService): Disposable {
  const known = new Map<string, Session>();
  return sessions.onDidChange(() => {
    const now = new Map(sessions.sessions.map((session) => [session.profile.name, session]));
    const isOther = ([name, { since, profile }]: [string, Session]): boolean => {
      const other = now.get(name);
      return other?.since !== since || !isSameRecipe(other.profile, profile);
    };
    if ([...known].some(isOther)) heads.clear();
    known.clear();
    for (const [name, session] of now) known.set(name, session);
  });
}
