import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import { isTakenOver, type NameHolder, type ProfilePlace } from '../roles/sameProfile';
import { AppError } from '../support/errors';
import { Emitter } from '../support/event';
import type { ChainWalker } from './chainWalker';
import type { LiveSessions } from './liveSessions';

/** What endings depend on. */
export interface SessionEndingsDeps {
  readonly live: LiveSessions;
  readonly walker: ChainWalker;
  /** See {@link SessionServiceDeps.holderOf}. */
  readonly holderOf: (name: string) => NameHolder | undefined;
}

/** How sessions end: nothing of them is kept but what another live session of the window uses. */
export class SessionEndings {
  readonly #nameLost = new Emitter<AppError>();
  #count = 0;

  /** Fires with what to tell the person when a session has ended because its name means another profile now. */
  readonly onDidLoseName = this.#nameLost.event;

  constructor(private readonly deps: SessionEndingsDeps) {}

  /** Counts what ends sessions, so that a restoration under way does not bring them back. */
  get count(): number {
    return this.#count;
  }

  /** Ends a live session, the active one when none is named, and then all that was only tried too. */
  exit(name: string | undefined): void {
    this.#count += 1;
    const { live } = this.deps;
    const ending = name ?? live.active?.profile.name;
    if (ending !== undefined) this.#end(ending);
    if (name === undefined) for (const other of live.tried) this.#end(other);
  }

  /** Takes out everything; what is kept of it is the caller's to drop. */
  clear(): void {
    this.#count += 1;
    this.deps.live.clear();
  }

  /** Drops what is kept of a profile's chain and no live session uses. */
  forget(profile: Profile): void {
    const { live, walker } = this.deps;
    const others = live.all.map((session) => session.profile);
    walker.forget(profile, others);
  }

  /**
   * Ends the sessions whose name has come to mean another profile: what is open under it must not stand for that one.
   * @returns whether there were any
   */
  endTakenOver(): boolean {
    const { live, holderOf } = this.deps;
    let isAny = false;
    for (const name of live.names) {
      const profile = live.profile(name);
      const holder = holderOf(name);
      if (!profile || !holder || !isTakenOver(profile, holder)) continue;
      const wasLive = live.get(name) !== undefined;
      this.#count += 1;
      this.#end(name);
      if (wasLive) this.#nameLost.fire(nameLost(name, holder.place));
      isAny = true;
    }
    return isAny;
  }

  /**
   * Keeps a session from coming to life whose name was taken while it was obtained.
   * @throws {AppError} kind `invalidProfile`; nothing of it is kept then
   */
  assertNamed(profile: Profile): void {
    const { name } = profile;
    const holder = this.deps.holderOf(name);
    if (!holder || !isTakenOver(profile, holder)) return;
    this.#end(name);
    this.forget(profile);
    throw nameLost(name, holder.place);
  }

  /** Notes why a profile could not be assumed, unless its name means another one by now: that one has not failed. */
  failed(profile: Profile, failure: AppError): void {
    if (!this.isTakenOver(profile)) this.deps.live.walk(profile, failure);
  }

  /** Whether the name of a profile means another one. */
  isTakenOver(profile: Profile): boolean {
    const holder = this.deps.holderOf(profile.name);
    return holder !== undefined && isTakenOver(profile, holder);
  }

  dispose(): void {
    this.#nameLost.dispose();
  }

  #end(name: string): void {
    const { live } = this.deps;
    const profile = live.profile(name);
    live.remove(name);
    if (profile) this.forget(profile);
  }
}

function nameLost(name: string, { origin }: ProfilePlace): AppError {
  const texts: Readonly<Record<ProfilePlace['origin'], string>> = {
    user: t('The session of "{0}" has ended: another profile in your settings has that name now.', name),
    workspace: t('The session of "{0}" has ended: a profile of this workspace has that name now.', name),
    awsConfig: t('The session of "{0}" has ended: a profile in the AWS config files has that name now.', name),
  };
  return new AppError('invalidProfile', texts[origin], {
    profile: name,
    cure: t(
      'Give one of them another name. What is open under it stays closed to the other one until you assume that.',
    ),
  });
}
