import type { Hop, Profile } from '../../../src/core/roles/profile';
import { Credentials } from '../../../src/core/sessions/credentials';
import type { AssumedRole, AssumeRoleRequest } from '../../../src/core/sessions/ports';
import { SessionService, type SessionServiceDeps } from '../../../src/core/sessions/sessionService';
import { AppError, cancelled } from '../../../src/core/support/errors';
import { ManualClock } from './manualClock';

/** One AssumeRole call as the port saw it. */
export interface Call {
  readonly request: AssumeRoleRequest;
  /** Access key ID of the caller. */
  readonly caller: string;
}

/** A profile with hops to roles of these names; `mfa`, `duration` and the like per hop by index. */
export function profileOf(
  name: string,
  roles: readonly string[],
  hops: Readonly<Record<number, Partial<Hop>>> = {},
): Profile {
  return {
    name,
    origin: 'user',
    source: { type: 'accessKeys', name: 'alice' },
    chain: roles.map((role, index) => ({ roleArn: `arn:aws:iam::111111111111:role/${role}`, ...hops[index] })),
    region: 'us-east-1',
    endpoints: {},
    globalSts: false,
    fips: false,
    dualStack: false,
    s3PathStyle: false,
    readOnly: false,
    production: false,
  };
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
  readonly asked: string[] = [];
  /** Runs before each answer of AssumeRole; throw to refuse. */
  onCall: (call: Call, signal: AbortSignal) => Promise<void> | void = () => undefined;
  #serial = 0;

  readonly deps: SessionServiceDeps = {
    clock: this.clock,
    defaultSessionName: () => 'tester',
    getProfile: (name) => {
      const profile = this.profiles.get(name);
      if (!profile) throw new AppError('profileNotFound', `There is no profile "${name}".`);
      return profile;
    },
    sources: {
      resolve: (source) =>
        Promise.resolve(new Credentials({ accessKeyId: `base:${source.type}`, secretAccessKey: 'x' })),
    },
    roles: {
      assumeRole: async (request, caller, _target, signal) => this.#assume(request, caller, signal),
      sessionToken: () => Promise.reject(new AppError('unexpected', 'Not in this world.')),
      callerIdentity: () => Promise.resolve({ arn: 'arn:aws:iam::111111111111:user/alice', accountId: '111111111111' }),
    },
    vault: {
      has: ({ type, name }) => Promise.resolve(this.secrets.has(`${type}/${name}`)),
      externalId: (name) => Promise.resolve(this.secrets.get(`externalId/${name}`)),
      accessKeys: () => Promise.resolve(undefined),
    },
    prompter: {
      mfaCode: (serial, { rejected }) => {
        this.prompts.push({ serial, rejected });
        const code = this.codes.shift();
        return code === undefined ? Promise.reject(cancelled()) : Promise.resolve(code);
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

  /** Role names called so far, in order. */
  get called(): string[] {
    return this.calls.map(({ request }) => request.roleArn.split('/').at(-1) ?? '');
  }

  async #assume(request: AssumeRoleRequest, caller: Credentials, signal: AbortSignal): Promise<AssumedRole> {
    const call = { request, caller: caller.accessKeyId };
    this.calls.push(call);
    await this.onCall(call, signal);
    if (signal.aborted) throw cancelled();
    this.#serial += 1;
    const role = request.roleArn.split('/').at(-1) ?? '';
    const expiration = this.clock.now() + (request.durationSeconds ?? 3600) * 1000;
    return {
      credentials: new Credentials(
        { accessKeyId: `${role}#${this.#serial}`, secretAccessKey: 'secret-value', sessionToken: 'token-value' },
        expiration,
      ),
      identity: {
        arn: `arn:aws:sts::111111111111:assumed-role/${role}/${request.sessionName}`,
        accountId: '111111111111',
      },
    };
  }
}
