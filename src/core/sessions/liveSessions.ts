import { isSameRecipe } from '../roles/accounts/profileAccount';
import type { Profile } from '../roles/profile';
import type { AppError } from '../support/errors';
import type { Session } from './session';

/** A profile whose chain was walked. */
interface Walked {
  readonly profile: Profile;
  /** Why that failed the last time. */
  readonly failure?: AppError | undefined;
}

/**
 * The profiles whose chains were walked in this window, until Exit Role: those with a session, the active one among
 * them, and those that were only tried, of which half a chain may be kept.
 */
export class LiveSessions {
  readonly #live = new Map<string, Session>();
  readonly #walked = new Map<string, Walked>();
  #activeName: string | undefined;

  /** All sessions, the expired ones included, in the order they were obtained. */
  get all(): readonly Session[] {
    return [...this.#live.values()];
  }

  /** The active one. */
  get active(): Session | undefined {
    return this.#activeName === undefined ? undefined : this.#live.get(this.#activeName);
  }

  /** Names of all profiles that were walked. */
  get names(): readonly string[] {
    return [...this.#walked.keys()];
  }

  /** Names of the profiles that were only tried. */
  get tried(): readonly string[] {
    return [...this.#walked.keys()].filter((name) => !this.#live.has(name));
  }

  /** The session of the profile of that name. */
  get(name: string): Session | undefined {
    return this.#live.get(name);
  }

  /** The profile last walked under that name, as it was then. */
  profile(name: string): Profile | undefined {
    return this.#live.get(name)?.profile ?? this.#walked.get(name)?.profile;
  }

  /** Why the profile of that name could not be walked the last time. */
  failure(name: string): AppError | undefined {
    return this.#walked.get(name)?.failure;
  }

  /** Takes note that a profile is walked, or that this failed; its session stays as it is. */
  walk(profile: Profile, failure?: AppError): void {
    this.#walked.set(profile.name, { profile, failure });
  }

  /** Adds a session that was obtained, or puts it in the place of its profile's. */
  add(session: Session): void {
    this.#live.set(session.profile.name, session);
    this.walk(session.profile);
  }

  /** Puts a session that was renewed in its place. @returns false when another one stands there by now, which stays */
  replace(session: Session, renewed: Session): boolean {
    const { name } = session.profile;
    const now = this.#live.get(name);
    if (!now || !isSameSession(now, session)) return false;
    // It may have been marked meanwhile.
    this.#live.set(name, { ...renewed, profile: now.profile });
    return true;
  }

  /** Puts what is known of accounts now in the place of what was. @returns whether anything reads otherwise */
  mark(guarded: <P extends Profile>(profile: P, account?: string) => P): boolean {
    let isOther = false;
    for (const [name, { profile, failure }] of this.#walked) {
      this.#walked.set(name, { profile: guarded(profile), failure });
    }
    for (const [name, session] of this.#live) {
      const profile = guarded(session.profile, session.identity.accountId);
      if (profile === session.profile) continue;
      this.#live.set(name, { ...session, profile });
      isOther = true;
    }
    return isOther;
  }

  /** Makes the session of that name the active one, once there is one. */
  activate(name: string): void {
    this.#activeName = name;
  }

  /** Takes out all that is known of the profile of that name. */
  remove(name: string): void {
    this.#live.delete(name);
    this.#walked.delete(name);
    if (name === this.#activeName) this.#activeName = undefined;
  }

  /** Takes out everything. */
  clear(): void {
    this.#live.clear();
    this.#walked.clear();
    this.#activeName = undefined;
  }
}

function isSameSession(one: Session, other: Session): boolean {
  return one === other || (one.since === other.since && isSameRecipe(one.profile, other.profile));
}
