import type { AccountBook } from '../../../src/core/roles/accounts/accountBook';
import { withProductionMarks } from '../../../src/core/roles/accounts/productionMarks';
import { recipeOf } from '../../../src/core/roles/consent/recipe';
import { stsDestination } from '../../../src/core/secrets/destination';
import type { Hop, Profile } from '../../../src/core/roles/profile';
import type { NameHolder } from '../../../src/core/roles/sameProfile';
import type { ConsentedProfile } from '../../../src/core/sessions/consent/consentGate';
import { Credentials } from '../../../src/core/sessions/credentials';
import type {
  AssumedRole,
  AssumeRoleRequest,
  KeptSession,
  MfaCode,
  SessionCache,
} from '../../../src/core/sessions/ports';
import { SessionService } from '../../../src/core/sessions/sessionService';
import type { SessionServiceDeps } from '../../../src/core/sessions/sessionServiceDeps';
import { AppError, cancelled } from '../../../src/core/support/errors';
import { Emitter } from '../../../src/core/support/event';
import { Turns } from '../../../src/core/support/turns';
import { untilAborted } from '../../../src/core/support/untilAborted';
import { PROFILE_DEFAULTS } from '../../support/profileDefaults';
import { secretsInMemory } from '../../support/secretsInMemory';
import { ManualClock } from './manualClock';

/** One AssumeRole call as the port saw it. */
export interface Call {
  readonly request: AssumeRoleRequest;
  /** Access key ID of the caller. */
  readonly caller: string;
}

/** One GetSessionToken call as the port saw it. */
export interface SessionTokenCall {
  readonly mfa: MfaCode;
  readonly durationSeconds: number;
  readonly caller: string;
}

/** A question to the person. */
export interface Question {
  readonly serial: string;
  readonly profile: string;
  readonly rejected: string | undefined;
  /** Index of the window that asks. */
  readonly window: number;
  readonly signal: AbortSignal;
}

/** A profile with hops to roles of these names; `mfa`, `duration` and the like per hop by index. */
export function profileOf(
  name: string,
  roles: readonly string[],
  hops: Readonly<Record<number, Partial<Hop>>> = {},
): ConsentedProfile {
  const profile: Profile = {
    ...PROFILE_DEFAULTS,
    name,
    source: { type: 'accessKeys', name: 'alice' },
    chain: roles.map((role, index) => ({ roleArn: `arn:aws:iam::111111111111:role/${role}`, ...hops[index] })),
  };
  // A person's own profiles need no consent.
  return profile as ConsentedProfile;
}

/** The profile as if it stood in the workspace's settings. */
export function ofWorkspace(profile: Profile): Profile {
  return { ...profile, origin: 'workspace', workspaceRecipe: recipeOf(profile) };
}

/** In-memory ends of the session service's ports: roles that last as long as asked, secrets, and a person. */
export class MemoryWorld {
  readonly clock = new ManualClock();
  readonly calls: Call[] = [];
  readonly profiles = new Map<string, Profile>();
  readonly secrets = new Map<string, string>([['accessKeys/alice', 'AKIA']]);
  /** What the person types, in order; nothing left means Escape. */
  readonly codes: string[] = [];
  readonly prompts: { serial: string; rejected?: string | undefined }[] = [];
  readonly sessionTokens: SessionTokenCall[] = [];
  /** How often the base identity was asked for credentials, and whether the person might have been asked. */
  readonly resolved: { interactive: boolean }[] = [];
  /** Calls of GetCallerIdentity, by access key ID. */
  readonly identified: string[] = [];
  readonly asked: string[] = [];
  /** Names of the workspace's profiles whose use the person was asked about, and whether they agree. */
  readonly consentAsked: string[] = [];
  consents = true;
  /** Recipes agreed to. */
  readonly agreed = new Set<string>();
  /** Runs before each answer of AssumeRole; throw to refuse. */
  onCall: (call: Call, signal: AbortSignal) => Promise<void> | void = () => undefined;
  /** Credentials of the base identity; an IAM user's long-term keys unless replaced. */
  base: (interactive: boolean, signal: AbortSignal) => Credentials | Promise<Credentials> = () =>
    new Credentials({ accessKeyId: 'base:accessKeys', secretAccessKey: 'x' });
  /** The person at the MFA box: types {@link codes} unless replaced. */
  person: (question: Question) => Promise<string> = () => {
    const code = this.codes.shift();
    return code === undefined ? Promise.reject(cancelled()) : Promise.resolve(code);
  };
  /** Runs before each answer of GetSessionToken; throw to refuse. */
  onSessionToken: (call: SessionTokenCall) => Promise<void> | void = () => undefined;
  /** What is known of accounts, where it is not what the profiles came with. */
  accounts: AccountBook | undefined;
  /** What names mean in the settings. */
  readonly holders = new Map<string, NameHolder>();
  /** What windows of this world share. */
  readonly storage = new MemoryStorage();
  readonly #locks = new Turns();
  #serial = 0;

  readonly deps: SessionServiceDeps = {
    clock: this.clock,
    defaultSessionName: () => 'tester',
    guarded: (profile, account) => withProductionMarks(profile, this.accounts ?? profile.accounts, { account }),
    holderOf: (name) => this.holders.get(name),
    getProfile: (name) => {
      const profile = this.profiles.get(name);
      if (!profile) throw new AppError('profileNotFound', `There is no profile "${name}".`);
      return profile;
    },
    sources: {
      resolve: async (_source, { interactive, signal }) => {
        this.resolved.push({ interactive });
        return this.base(interactive, signal);
      },
    },
    roles: {
      assumeRole: async ({ externalId, ...request }, caller, target, signal) => {
        const text = typeof externalId === 'object' ? externalId.for(stsDestination(target)) : externalId;
        return this.#assume({ ...request, externalId: text }, caller, signal);
      },
      sessionToken: async (mfa, durationSeconds, caller) => {
        const call = { mfa, durationSeconds, caller: caller.accessKeyId };
        this.sessionTokens.push(call);
        await this.onSessionToken(call);
        return this.#temporary('MFA', durationSeconds);
      },
      callerIdentity: (caller) => {
        this.identified.push(caller.accessKeyId);
        return Promise.resolve({ arn: 'arn:aws:iam::111111111111:user/alice', accountId: '111111111111' });
      },
    },
    vault: secretsInMemory({
      has: ({ type, name }) => Promise.resolve(this.secrets.has(`${type}/${name}`)),
      externalId: (name) => Promise.resolve(this.secrets.get(`externalId/${name}`)),
      accessKeys: async () => this.base(false, new AbortController().signal),
    }),
    consents: {
      has: (recipe) => this.agreed.has(recipe),
      add: (recipe) => {
        this.agreed.add(recipe);
        return Promise.resolve();
      },
    },
    prompter: {
      mfaCode: (...question) => this.#ask(0, ...question),
      consent: ({ name }) => {
        this.consentAsked.push(name);
        return this.consents ? Promise.resolve() : Promise.reject(cancelled());
      },
      storeSecret: ({ type, name }) => {
        this.asked.push(`${type}/${name}`);
        const value = this.codes.shift();
        if (value === undefined) return Promise.reject(cancelled());
        this.secrets.set(`${type}/${name}`, value);
        return Promise.resolve();
      },
    },
  };

  /** A service over this world, with these profiles in its settings. */
  service(...profiles: Profile[]): SessionService {
    for (const profile of profiles) this.profiles.set(profile.name, profile);
    return new SessionService(this.deps);
  }

  /** Services over this world that share a storage and a lock, as the windows of one person do. */
  windows(count: number, ...profiles: Profile[]): SessionService[] {
    for (const profile of profiles) this.profiles.set(profile.name, profile);
    return Array.from({ length: count }, (_, index) => this.window(index));
  }

  /** One more window, with the index it gets in {@link Question}. */
  window(index: number): SessionService {
    return new SessionService({
      ...this.deps,
      prompter: { ...this.deps.prompter, mfaCode: (...question) => this.#ask(index, ...question) },
      cache: this.storage.view(),
      lock: { run: (key, signal, work) => this.#locks.run(key, signal, work) },
    });
  }

  /** Role names called so far, in order. */
  get called(): string[] {
    return this.calls.map(({ request }) => request.roleArn.split('/').at(-1) ?? '');
  }

  async #assume(request: AssumeRoleRequest, caller: Credentials, signal: AbortSignal): Promise<AssumedRole> {
    const call = { request, caller: caller.accessKeyId };
    this.calls.push(call);
    await this.onCall(call, signal);
    if (signal.aborted) throw cancelled();
    const role = request.roleArn.split('/').at(-1) ?? '';
    return {
      credentials: this.#temporary(role, request.durationSeconds ?? 3600),
      identity: {
        arn: `arn:aws:sts::111111111111:assumed-role/${role}/${request.sessionName}`,
        accountId: '111111111111',
      },
    };
  }

  async #ask(
    window: number,
    serial: string,
    { profile, rejected }: { profile: string; rejected?: string | undefined },
    signal: AbortSignal,
  ): Promise<string> {
    this.prompts.push({ serial, rejected });
    return untilAborted(this.person({ serial, profile, rejected, window, signal }), signal);
  }

  #temporary(name: string, seconds: number): Credentials {
    this.#serial += 1;
    return temporary(`${name}#${this.#serial}`, this.clock.now() + seconds * 1000);
  }
}

/** Credentials of a session; the secrets are the same everywhere, so that a leak is found. */
export function temporary(accessKeyId: string, expiration: number): Credentials {
  return new Credentials({ accessKeyId, secretAccessKey: 'secret-value', sessionToken: 'token-value' }, expiration);
}

/** What windows share: sessions by key, and word of changes to the others. */
export class MemoryStorage {
  readonly sessions = new Map<string, KeptSession>();
  /** Whether every access fails. */
  broken = false;
  /** Every access waits for it. */
  ready: Promise<void> = Promise.resolve();
  /** Every removal waits for it too. */
  removable: Promise<void> = Promise.resolve();
  readonly #views = new Set<Emitter<string>>();

  /** The storage as one window sees it. */
  view(): SessionCache {
    const changed = new Emitter<string>();
    this.#views.add(changed);
    const tell = (key: string): void => {
      for (const view of this.#views) if (view !== changed) view.fire(key);
    };
    const access = (): Promise<void> =>
      this.broken ? Promise.reject(new Error('The storage is locked.')) : this.ready;
    return {
      load: async (key) => {
        await access();
        return this.sessions.get(key);
      },
      mark: () => Promise.resolve(0),
      store: async (key, session) => {
        await access();
        this.sessions.set(key, session);
        tell(key);
      },
      remove: async (key) => {
        await access();
        await this.removable;
        if (this.sessions.delete(key)) tell(key);
      },
      clear: async () => {
        await access();
        await this.removable;
        const keys = [...this.sessions.keys()];
        this.sessions.clear();
        keys.forEach(tell);
      },
      onDidChange: changed.event,
      onDidForget: new Emitter<void>().event,
    };
  }
}
