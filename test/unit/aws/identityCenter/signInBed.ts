import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsServices, Transport } from '../../../../src/aws';
import type { Credentials } from '../../../../src/core/sessions/credentials';
import type { SignInMethod, SourceContext, TokenVault } from '../../../../src/core/sessions/ports';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { ACCOUNTS, demoWorld } from '../../../localaws/worlds/demo';
import { PERMISSION_SETS } from '../../../localaws/worlds/demoIdentityCenter';
import { context, services } from '../support/services';
import { Person } from './person';

/** A person who signs in to the Identity Center of a local AWS, on a machine where nobody has signed in before. */
export class SignInBed {
  readonly person: Person;
  /** What the windows keep. */
  readonly tokens = new Map<string, string>();
  /** How many forgettings a vault of several windows would have heard of. */
  forgettings = 0;
  /** The mark each kept text was stored with, by name. */
  readonly marks = new Map<string, number>();
  /** How long polling has waited so far, each time, in milliseconds. */
  readonly pauses: number[] = [];
  method: SignInMethod = 'auto';

  private constructor(
    readonly aws: LocalAws,
    readonly home: string,
    private readonly homeBefore: string | undefined,
  ) {
    this.person = new Person(aws);
  }

  /** Close it after the test. */
  static async start(): Promise<SignInBed> {
    const aws = await startLocalAws(demoWorld);
    const homeBefore = process.env['HOME'];
    // The AWS CLI's sign-ins of this machine are nobody's here.
    const home = await mkdtemp(join(tmpdir(), 'identity-center-'));
    process.env['HOME'] = home;
    return new SignInBed(aws, home, homeBefore);
  }

  async close(): Promise<void> {
    if (this.homeBefore === undefined) Reflect.deleteProperty(process.env, 'HOME');
    else process.env['HOME'] = this.homeBefore;
    await rm(this.home, { recursive: true });
    await this.aws.close();
  }

  /**
   * A window; its clock and its pauses go with the local AWS.
   * @param transport carries its requests
   */
  open(transport?: Transport): AwsServices {
    return services({
      ...(transport && { transport }),
      tokens: this.#vault(),
      prompter: this.person,
      signInMethod: () => this.method,
      now: () => this.aws.clock.now(),
      wait: (milliseconds, signal) => {
        signal.throwIfAborted();
        this.pauses.push(milliseconds);
        this.aws.clock.offset += milliseconds;
        return new Promise((resolve) => setImmediate(resolve));
      },
    });
  }

  /** The base identity that a profile names. */
  source(changes: { roleName?: string; accountId?: string; session?: string } = {}) {
    const { startUrl, region } = this.aws.identityCenter;
    const { analyst: roleName } = PERMISSION_SETS;
    return { type: 'identityCenter', startUrl, region, accountId: ACCOUNTS.lake, roleName, ...changes } as const;
  }

  /** The credentials of a base identity in a window. */
  resolve({ sources }: AwsServices, changes: Partial<SourceContext> = {}, of = this.source()): Promise<Credentials> {
    return sources.resolve(of, context(this.aws, changes));
  }

  /** What is kept under that name, such as `accessToken`. */
  tokensNamed(name: string): string[] {
    return [...this.tokens.values()].flatMap((text) => new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? []);
  }

  /** All secrets that are kept. */
  secretsKept(): string[] {
    return ['accessToken', 'refreshToken', 'clientSecret'].flatMap((name) => this.tokensNamed(name));
  }

  #vault(): TokenVault {
    return {
      token: (name) => Promise.resolve(this.tokens.get(name)),
      mark: () => Promise.resolve(this.forgettings),
      storeToken: (name, value, mark) => {
        this.tokens.set(name, value);
        this.marks.set(name, mark);
        return Promise.resolve();
      },
      deleteToken: (name) => Promise.resolve(void this.tokens.delete(name)),
    };
  }
}
