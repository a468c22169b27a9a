import type { Profile } from '../roles/profile';
import { DisposableStore, type Disposable } from '../support/disposable';
import { cancelled, type AppError } from '../support/errors';
import { Emitter, type Event } from '../support/event';
import { SingleFlight } from '../support/singleFlight';
import { baseCaller } from './baseCaller';
import { chainSteps, testChain } from './chainSteps';
import { ChainWalker } from './chainWalker';
import { ConsentGate, type ConsentedProfile } from './consent/consentGate';
import type { Credentials } from './credentials';
import { CurrentAttempt, type AttemptOptions } from './currentAttempt';
import { LiveCredentials, type CredentialsOptions } from './liveCredentials';
import { LiveSessions } from './liveSessions';
import { nothingAssumed, notAssumed, somebodyElse } from './notAssumed';
import { isSamePrincipal } from './principal';
import { PromptQueue } from './promptQueue';
import { QuietRenewal } from './quietRenewal';
import { SessionEndings } from './sessionEndings';
import type { CallerIdentity, ChainStep, Session, SessionState } from './session';
import { lastKey } from './sessionKeys';
import { SessionMaker } from './sessionMaker';
import { takeUpSessions } from './sessionRestoring';
import type { SessionServiceDeps } from './sessionServiceDeps';

/**
 * The sessions of this window: any number live, at most one of them active. The active one renews itself ahead of its
 * end, the others when they are used. One direction: profiles and secrets go in, events come out.
 */
export class SessionService implements Disposable {
  readonly #gate: ConsentGate;
  readonly #walker: ChainWalker;
  readonly #maker: SessionMaker;
  readonly #renewal: QuietRenewal;
  readonly #attempt: CurrentAttempt;
  readonly #live = new LiveSessions();
  readonly #credentials: LiveCredentials;
  readonly #endings: SessionEndings;
  readonly #revivals = new SingleFlight<Session>();
  readonly #changed = new Emitter<SessionState>();
  readonly #subscriptions = new DisposableStore();

  /** Fires after every change of {@link state}, of {@link sessions} and of {@link steps}. */
  readonly onDidChange = this.#changed.event;
  /** Fires with what to tell the person when a session has ended because its name means another profile now. */
  readonly onDidLoseName: Event<AppError>;

  constructor(private readonly deps: SessionServiceDeps) {
    const prompter = new PromptQueue(deps.prompter);
    this.#gate = new ConsentGate({ consents: deps.consents, vault: deps.vault, prompter });
    this.#walker = new ChainWalker({ ...deps, prompter });
    this.#maker = new SessionMaker({ ...deps, walker: this.#walker, prompter });
    const parts = { ...deps, live: this.#live, walker: this.#walker };
    this.#credentials = new LiveCredentials({ ...parts, onDidChange: () => this.#reschedule() });
    this.#endings = this.#subscriptions.add(new SessionEndings(parts));
    this.onDidLoseName = this.#endings.onDidLoseName;
    this.#renewal = new QuietRenewal(deps.clock, {
      dueAt: () => this.#credentials.dueAt(),
      renew: (signal) => this.#credentials.renewActive(signal),
      onTrouble: () => this.#fire(),
    });
    this.#attempt = new CurrentAttempt({
      onDidBegin: (profile) => {
        this.#live.walk(profile);
        this.#fire();
      },
      onDidFail: (profile, failure) => this.#endings.failed(profile, failure),
      onDidEnd: () => this.#fire(),
    });
    this.#subscriptions.add(this.#walker.onDidReplace((key) => this.#credentials.takeOver(key)));
    const forgotten = deps.cache?.onDidForget(() => this.#drop(() => this.#walker.drop()));
    if (forgotten) this.#subscriptions.add(forgotten);
  }

  get state(): SessionState {
    const { active } = this.#live;
    return {
      active,
      assuming: this.#attempt.profileName,
      renewsItself: active !== undefined && this.#walker.renewsAlone(active.profile),
      trouble: this.#renewal.trouble,
    };
  }

  /** Sessions obtained or restored and not exited, the expired ones included. */
  get sessions(): readonly Session[] {
    return this.#live.all;
  }

  /** The session of a profile, the expired one included; undefined while its role is not assumed. */
  session(name: string): Session | undefined {
    return this.#live.get(name);
  }

  /** Whether a live session can be renewed without asking the person, as far as that is known now. */
  renewsItself(name: string): boolean {
    const session = this.#live.get(name);
    return session !== undefined && this.#walker.renewsAlone(session.profile);
  }

  /**
   * Makes the profile's session the active one, asking the person for what is missing. A kept session is reused;
   * starting another attempt cancels this one. On any failure the session active before stays.
   * @param options.interactive whether the person may be asked; otherwise kind `interactionRequired` or `secretMissing`
   * @throws {AppError} kind `cancelled` when the person or another attempt ends it
   */
  async assume(name: string, signal: AbortSignal, { interactive = true } = {}): Promise<Session> {
    return this.#attemptTo(this.deps.getProfile(name), { interactive, afresh: false, activate: true }, signal);
  }

  /** Like {@link assume}, with a profile that stands in no settings. */
  async assumeProfile(profile: Profile, signal: AbortSignal): Promise<Session> {
    return this.#attemptTo(profile, { interactive: true, afresh: false, activate: true }, signal);
  }

  /**
   * Replaces a live session, the active one when none is named, by a new one, whatever time it had left. The recipe is
   * that of the session, even when the settings have changed since.
   */
  async renew(signal: AbortSignal, name?: string): Promise<Session> {
    const session = name === undefined ? this.#live.active : this.#live.get(name);
    if (!session) throw nothingAssumed();
    return this.#attemptTo(session.profile, { interactive: true, afresh: true, activate: false }, signal);
  }

  /**
   * Gets a live session going again that has ended, asking the person for what is missing: for what they do themselves.
   * Everybody who asks for one profile's at a time shares the attempt. One that can be used stays as it is.
   * @throws {AppError} kind `expired` where the role is not assumed: what was exited is not assumed again by the way,
   * and where it is somebody else by now
   */
  async revive(name: string, signal: AbortSignal): Promise<Session> {
    const session = this.#live.get(name);
    if (!session) throw notAssumed(name);
    return await this.#revivals.run(name, signal, async (given) => {
      const options = { interactive: true, afresh: false, activate: false };
      const revived = await this.#attemptTo(session.profile, options, given);
      if (!isSamePrincipal(session.identity, revived.identity)) throw somebodyElse(name, revived.identity.arn);
      return revived;
    });
  }

  /** Gives up the attempt under way; the active session stays. */
  cancel(): void {
    this.#attempt.cancel();
  }

  /**
   * Ends a live session, the active one when none is named, and any attempt under way. Nothing of it is kept, here or
   * for later windows, but what another live session of this window uses. Windows that hold the same session keep it
   * until they exit it themselves.
   */
  exit(name?: string): void {
    this.cancel();
    // Exit Role ends everything that is not live, half-walked chains too.
    this.#endings.exit(name);
    this.#renewal.restart();
    this.#fire();
  }

  /**
   * Credentials of a live session, renewed when that needs no person. For everything that uses a session; never prompts,
   * but waits for the outcome of a prompt that is open.
   * @throws {AppError} kind `interactionRequired` or `expired` when a person is needed
   */
  async credentials(name: string, signal: AbortSignal, options: CredentialsOptions = {}): Promise<Credentials> {
    return await this.#credentials.of(name, signal, options);
  }

  /**
   * Takes up sessions that are kept from before; nobody is asked. Roles come from the cache without a call; a base
   * identity without a role is resolved anew. What cannot be had that way stays out, silently.
   * @param activeName the profile whose session becomes the active one, unless another does meanwhile
   */
  async restore(activeName: string | undefined, names: readonly string[]): Promise<void> {
    const quietly = { interactive: false, signal: new AbortController().signal };
    const parts = {
      live: this.#live,
      endings: this.#endings,
      kept: async (name: string): Promise<Session | undefined> =>
        this.#maker.restore(await this.#gate.admit(this.deps.getProfile(name), quietly)),
      isAssuming: (): boolean => this.#attempt.profileName !== undefined,
      onDidRestore: () => this.#reschedule(),
    };
    await takeUpSessions(parts, activeName, names);
  }

  /** Ends every session and drops all that is kept, in this window and for later ones. */
  async forgetAll(): Promise<void> {
    await this.#drop(() => this.#walker.forgetAll());
  }

  /** What is known of each place of a profile's chain: the base identity first, then the hops. */
  steps(profile: Profile): ChainStep[] {
    return chainSteps(this.#walker, this.#live.get(profile.name)?.profile ?? profile, this.failure(profile.name));
  }

  /**
   * Walks the chain place by place and asks AWS after each who the caller is. The active session stays.
   * @param onStep called with each step as it begins and ends
   * @throws {AppError} only of kind `cancelled`
   */
  async testChain(
    profile: Profile,
    signal: AbortSignal,
    onStep: (step: ChainStep) => void,
  ): Promise<readonly ChainStep[]> {
    const agreed = await this.admit(profile, signal);
    await this.#maker.askForSecrets(agreed, signal);
    const steps = await testChain({ walker: this.#walker, roles: this.deps.roles }, agreed, signal, onStep);
    this.#credentials.showEnded(profile);
    this.#live.walk(profile, steps.find(({ state }) => state === 'failed')?.error);
    this.#fire();
    return steps;
  }

  /**
   * Asks for the person's consent where the profile needs it and has none.
   * @throws {AppError} kind `cancelled` when they do not give it
   */
  async admit(profile: Profile, signal: AbortSignal): Promise<ConsentedProfile> {
    return this.#gate.admit(profile, { interactive: true, signal });
  }

  /** Asks AWS who a profile's base identity is, where its credentials can be had without asking the person. */
  async identify(profile: ConsentedProfile, signal: AbortSignal): Promise<CallerIdentity> {
    return baseCaller(profile, this.deps, signal);
  }

  /** The profile last walked under that name, which may stand in no settings. */
  walkedProfile(name: string): Profile | undefined {
    return this.#live.profile(name);
  }

  /** Why the last attempt to assume, renew or test that profile failed; undefined after a success, an exit or Escape. */
  failure(name: string): AppError | undefined {
    return this.#live.failure(name);
  }

  /**
   * Follows what the settings say now. Sessions whose name means another profile end, see {@link onDidLoseName}. Those
   * that turn out to be production are marked; a mark that was taken off holds until the role is assumed again.
   */
  followSettings(): void {
    const isEnded = this.#endings.endTakenOver();
    if (isEnded) this.#renewal.restart();
    if (this.#live.mark(this.deps.guarded) || isEnded) this.#fire();
  }

  /** Renews at once what is due: the computer woke up, or the person came back to the window. */
  wake(): void {
    this.#renewal.wake();
  }

  dispose(): void {
    this.cancel();
    this.#renewal.dispose();
    this.#subscriptions.dispose();
    this.#walker.dispose();
    this.#changed.dispose();
  }

  async #attemptTo(
    profile: Profile,
    { interactive, afresh, activate }: AttemptOptions,
    signal: AbortSignal,
  ): Promise<Session> {
    return await this.#attempt.run(profile, signal, async (given) => {
      const agreed = await this.#gate.admit(profile, { interactive, signal: given });
      const session = await this.#maker.obtain(agreed, { interactive, afresh, signal: given });
      if (given.aborted) throw cancelled();
      this.#endings.assertNamed(session.profile);
      if (activate) this.#live.activate(profile.name);
      this.#record(session);
      return session;
    });
  }

  #record(session: Session): void {
    const before = this.#live.get(session.profile.name);
    this.#live.add(session);
    if (before && lastKey(before.profile) !== lastKey(session.profile)) this.#endings.forget(before.profile);
    this.#renewal.restart();
    this.#fire();
  }

  #drop<T>(what: () => T): T {
    this.cancel();
    this.#endings.clear();
    const dropped = what();
    this.#renewal.restart();
    this.#fire();
    return dropped;
  }

  #reschedule(): void {
    this.#renewal.schedule();
    this.#fire();
  }

  #fire(): void {
    this.#changed.fire(this.state);
  }
}
