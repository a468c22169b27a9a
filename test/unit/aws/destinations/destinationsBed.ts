import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAwsServices } from '../../../../src/aws';
import type { BaseIdentity, BaseIdentityType } from '../../../../src/core/roles/baseIdentity';
import { recipeOf } from '../../../../src/core/roles/consent/recipe';
import type { Profile } from '../../../../src/core/roles/profile';
import { expandProfile } from '../../../../src/core/roles/variables';
import { askingStores } from '../../../../src/core/s3/askingStore';
import { ObjectChanges } from '../../../../src/core/s3/objectChanges';
import { ObjectStores } from '../../../../src/core/s3/stores';
import type { Destination } from '../../../../src/core/secrets/destination';
import type { AskForHosts, HostQuestion } from '../../../../src/core/secrets/hostGuard';
import type { SecretId } from '../../../../src/core/secrets/secretId';
import { earlierSignInName } from '../../../../src/core/secrets/signInName';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { SessionService } from '../../../../src/core/sessions/sessionService';
import type { CodeQuestion, TokenVault } from '../../../../src/core/sessions/ports';
import { cancelled } from '../../../../src/core/support/errors';
import { customerKeyQuestions } from '../../../../src/vscode/secrets/customerKeyQuestions';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import { writeLoginCache } from '../../../localaws/testing/loginCache';
import {
  ACCESS_KEYS,
  ACCOUNTS,
  demoWorld,
  EXTERNAL_IDS,
  ROLES,
  SAML_PROVIDER,
  USERS,
  WEB_IDENTITY_SUBJECT,
} from '../../../localaws/worlds/demo';
import { PERMISSION_SETS } from '../../../localaws/worlds/demoIdentityCenter';
import { PROFILE_DEFAULTS } from '../../../support/profileDefaults';
import { HostsInMemory, secretsInMemory } from '../../../support/secretsInMemory';
import { Person } from '../identityCenter/person';
import { ManualClock } from '../../support/manualClock';
import { FULL, textsIn, withVariable, type Complete } from './profileTexts';
import { AwsOnLoopback, RecordedHost } from './recordedHosts';

/** Hosts of the test: AWS's own, and two others. */
export type HostName = 'aws' | 'a' | 'b';

/** A secret whose way is watched. */
export interface WatchedSecret {
  readonly id: SecretId | { readonly type: 'signIn'; readonly name: HostName };
  readonly values: readonly string[];
}

/** One thing that a person, or the window by itself, does. */
export interface Deed {
  readonly type: BaseIdentityType;
  readonly sts: HostName;
  readonly s3: HostName;
  readonly sso: HostName;
  readonly origin: Profile['origin'];
  readonly withRoles: boolean;
  readonly encrypted: boolean;
  readonly interactive: boolean;
  /** What the person answers. */
  readonly yes: boolean | 'butNoVariable';
  /** Whether the environment leads the SDK elsewhere. */
  readonly led: boolean;
  /** Which text of the profile holds a variable, counted from 0 in {@link textsOf}; the tag `team` unless given. */
  readonly variableIn?: number | undefined;
  /** Whether the access tokens have ended, so that a refresh token is sent. */
  readonly late: boolean;
}

const CUSTOMER_KEY = createHash('sha256').update('a key of our own').digest();
const HOUR = 3_600_000;
const TEAM = 'team-of-the-environment-7f3a';
const TOKEN_OF_PROCESS = 'session-token-of-the-process';

/** The extension's core and AWS layer on a machine with every kind of secret, before hosts that keep what they are sent. */
export class DestinationsBed {
  readonly asked: HostQuestion[] = [];
  readonly hosts: Readonly<Record<HostName, RecordedHost>>;
  readonly watched: WatchedSecret[] = [];
  records = new HostsInMemory();
  #tokens = new Map<string, string>();
  /** What was kept at first. */
  #kept: ReadonlyMap<string, string> = new Map();
  readonly #transport: AwsOnLoopback;
  #serial = 0;

  private constructor(
    readonly aws: LocalAws,
    hosts: readonly [RecordedHost, RecordedHost, RecordedHost],
    private readonly home: string,
    private readonly homeBefore: string | undefined,
  ) {
    this.hosts = { aws: hosts[0], a: hosts[1], b: hosts[2] };
    this.#transport = new AwsOnLoopback(hosts[0]);
  }

  static async start(): Promise<DestinationsBed> {
    const aws = await startLocalAws(demoWorld);
    const start = (): Promise<RecordedHost> => RecordedHost.start(aws.endpoint);
    const home = await mkdtemp(join(tmpdir(), 'destinations-'));
    const homeBefore = process.env['HOME'];
    process.env['HOME'] = home;
    const bed = new DestinationsBed(aws, [await start(), await start(), await start()], home, homeBefore);
    await bed.#prepare();
    return bed;
  }

  async close(): Promise<void> {
    if (this.homeBefore === undefined) Reflect.deleteProperty(process.env, 'HOME');
    else process.env['HOME'] = this.homeBefore;
    for (const host of Object.values(this.hosts)) host.close();
    await rm(this.home, { recursive: true });
    await this.aws.close();
  }

  /** The destination that a host of the test is. */
  destination(host: HostName): Destination {
    return (host === 'aws' ? 'aws' : this.hosts[host].endpoint) as Destination;
  }

  endpoint(host: HostName): string | undefined {
    return host === 'aws' ? undefined : this.hosts[host].endpoint;
  }

  /** The machine as it was at first: nothing decided, the sign-ins of before kept. */
  reset(): void {
    this.records = new HostsInMemory();
    this.#tokens = new Map(this.#kept);
    this.clear();
  }

  /** Forgets what the hosts were sent and what was asked. */
  clear(): void {
    for (const { requests } of Object.values(this.hosts)) requests.length = 0;
    this.asked.length = 0;
  }

  /** Assumes a profile in a new window and reads an object with it; what fails, fails. @returns the error, if any */
  async do(deed: Deed): Promise<unknown> {
    const profile = this.#profile(deed);
    const env = { ...this.#environment, ...(deed.led ? { AWS_ENDPOINT_URL: this.hosts.b.endpoint } : {}) };
    const window = this.#window(profile, deed);
    try {
      return await withAwsEnvironment(env, async () => {
        const { signal } = new AbortController();
        await window.sessions.assume(profile.name, signal, { interactive: deed.interactive });
        const plain = window.stores.of(profile.name);
        const store = deed.interactive ? window.asking(plain) : plain;
        const address = { bucket: 'acme-drafts', key: `probe-${(this.#serial += 1)}` };
        if (deed.encrypted) await store.write(address, Buffer.from('x'), {}, {}, signal);
        else await store.listBuckets(undefined, signal);
        return 'ok';
      });
    } catch (error) {
      return error;
    } finally {
      window.stores.dispose();
      window.sessions.dispose();
    }
  }

  /** Signs in to Identity Center anew at every host; the tokens are kept as this version and as earlier ones keep them. */
  async #prepare(): Promise<void> {
    const { aws, home } = this;
    await writeFile(join(home, 'token'), await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT }));
    const token = await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT });
    await writeFile(join(home, 'token'), token);
    const assertion = aws.saml.assertion({ roles: [`${ROLES.federated},${SAML_PROVIDER}`] });
    await writeFile(join(home, 'assertion'), assertion);
    const printed = { Version: 1, AccessKeyId: 'ASIAPROCESS000000001', SecretAccessKey: 'of-the-process' };
    await writeFile(join(home, 'printed'), JSON.stringify({ ...printed, SessionToken: TOKEN_OF_PROCESS }));
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    await writeFile(join(home, 'config'), `[profile keys]\n${keys}[profile console]\nlogin_session = ${USERS.alice}\n`);
    await writeLoginCache(home, aws, { userArn: USERS.alice });
    this.watched.push(
      { id: { type: 'accessKeys', name: 'alice' }, values: [secretAccessKey] },
      { id: { type: 'externalId', name: 'lake' }, values: [EXTERNAL_IDS.lake] },
      { id: { type: 'customerKey', name: 'sealing' }, values: [CUSTOMER_KEY.toString('base64')] },
      { id: { type: 'tokenFile', name: join(home, 'token') }, values: [token] },
      { id: { type: 'samlCommand', name: this.#samlCommand }, values: [assertion] },
      { id: { type: 'environmentVariable', name: 'TEAM' }, values: [TEAM] },
      { id: { type: 'credentials', name: this.#sourceName('process') }, values: [TOKEN_OF_PROCESS] },
    );
    for (const host of ['aws', 'a'] as const) {
      const window = this.#window(this.#profile({ ...PLAIN, type: 'identityCenter', sso: host }), PLAIN);
      await withAwsEnvironment(this.#environment, () =>
        window.sessions.assume('p', new AbortController().signal).catch(() => undefined),
      );
      const [, kept] = [...this.#tokens].findLast(([name]) => name.includes('/signIn/')) ?? [];
      const { accessToken, refreshToken, client } = JSON.parse(kept ?? '{}') as {
        accessToken: string;
        refreshToken: string;
        client: { clientSecret: string };
      };
      this.watched.push({
        id: { type: 'signIn', name: host },
        values: [accessToken, refreshToken, client.clientSecret],
      });
      // As an earlier version has kept it, the one at AWS.
      if (host === 'aws') await this.#keepAsBefore(kept ?? '');
    }
    this.#kept = new Map(this.#tokens);
    this.reset();
  }

  async #keepAsBefore(kept: string): Promise<void> {
    const { startUrl, region } = this.aws.identityCenter;
    this.#tokens = new Map([[earlierSignInName({ startUrl }), kept]]);
    // The AWS CLI has the same sign-in.
    const signIn = JSON.parse(kept) as { accessToken: string; refreshToken: string; expiresAt: number };
    const { accessToken, refreshToken, expiresAt } = signIn;
    const folder = join(this.home, '.aws', 'sso', 'cache');
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${createHash('sha1').update(startUrl).digest('hex')}.json`);
    const content = { startUrl, region, accessToken, refreshToken, expiresAt: new Date(expiresAt).toISOString() };
    await writeFile(file, JSON.stringify(content));
  }

  get #samlCommand(): string {
    return `cat '${join(this.home, 'assertion')}'`;
  }

  get #environment(): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    return {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_CONFIG_FILE: join(this.home, 'config'),
      AWS_LOGIN_CACHE_DIRECTORY: join(this.home, '.aws/login/cache'),
      AWS_EC2_METADATA_SERVICE_ENDPOINT: this.aws.imds.endpoint,
      ...this.aws.container.eks,
    };
  }

  #sourceName(type: BaseIdentityType): string {
    return JSON.stringify(this.#source(type));
  }

  #source(type: BaseIdentityType): BaseIdentity {
    const { startUrl, region } = this.aws.identityCenter;
    const role = { roleArn: ROLES.federated, providerArn: SAML_PROVIDER };
    switch (type) {
      case 'accessKeys':
        return { type, name: 'alice' };
      case 'sharedConfig':
        return { type, profile: 'keys' };
      case 'login':
        return { type, profile: 'console' };
      case 'identityCenter':
        return { type, startUrl, region, accountId: ACCOUNTS.lake, roleName: PERMISSION_SETS.analyst };
      case 'webIdentity':
        return { type, tokenFile: join(this.home, 'token'), roleArn: ROLES.deploy };
      case 'saml':
        return { type, ...role, command: this.#samlCommand };
      case 'process':
        return { type, command: `cat '${join(this.home, 'printed')}'` };
      default:
        return { type };
    }
  }

  /** The texts of a profile that has all there can be, by their places. */
  textsOf(type: BaseIdentityType): readonly string[] {
    return textsIn({ source: this.#fullSource(type), ...FULL }).map((place) => place.join('.'));
  }

  /** A base identity with every text that its kind can have. */
  #fullSource(type: BaseIdentityType): BaseIdentity {
    const source = this.#source(type);
    switch (source.type) {
      case 'webIdentity':
        return { ...source, sessionName: 'pod', durationSeconds: 900 } satisfies Complete<typeof source>;
      case 'identityCenter':
        return { ...source, session: 'acme' } satisfies Complete<typeof source>;
      case 'instanceMetadata':
        return { ...source, endpoint: this.aws.imds.endpoint } satisfies Complete<typeof source>;
      case 'saml':
        return { ...source, command: this.#samlCommand, durationSeconds: 900 } satisfies Complete<typeof source>;
      default:
        return source satisfies Complete<typeof source>;
    }
  }

  /** The profile with its variables filled in, as a window has it. */
  #profile(deed: Deed): Profile {
    const { type, variableIn } = deed;
    const written = this.#written(deed);
    const full = { ...written, source: this.#fullSource(type), ...FULL };
    const place = variableIn === undefined ? undefined : textsIn(full)[variableIn];
    const variables = { user: 'tester', hostname: 'here', date: '2026-01-01', env: () => TEAM };
    return expandProfile(place ? withVariable(full, place) : written, variables);
  }

  #written({ type, sts, s3, sso, origin, withRoles, encrypted }: Deed): Profile {
    const lake = { roleArn: ROLES.lake, externalId: { secret: 'lake' }, tags: { team: '${env:TEAM}' } };
    const profile: Profile = {
      ...PROFILE_DEFAULTS,
      name: 'p',
      origin,
      source: this.#source(type),
      chain: withRoles ? [lake] : [],
      endpoints: { sts: this.endpoint(sts), s3: this.endpoint(s3), sso: this.endpoint(sso) },
      s3: {
        ...PROFILE_DEFAULTS.s3,
        pathStyle: true,
        encryption: encrypted ? { type: 'SSE-C', key: { secret: 'sealing' } } : undefined,
      },
    };
    return origin === 'workspace' ? { ...profile, workspaceRecipe: recipeOf(profile) } : profile;
  }

  #window(profile: Profile, { yes, late }: Pick<Deed, 'yes' | 'late'>) {
    const ask: AskForHosts = (question) => {
      this.asked.push(question);
      return Promise.resolve(yes === true || (yes !== false && question.secret.type !== 'environmentVariable'));
    };
    const vault = secretsInMemory(
      {
        accessKeys: () => Promise.resolve(new Credentials(ACCESS_KEYS.alice)),
        externalId: () => Promise.resolve(EXTERNAL_IDS.lake),
        customerKey: () => Promise.resolve(CUSTOMER_KEY),
      },
      ask,
      this.records,
    );
    const services = createAwsServices(vault, undefined, {
      transport: this.#transport,
      tokens: this.#tokenVault(),
      prompter: new Person(this.aws),
      now: () => Date.now() + (late ? 2 * HOUR : 0),
      defaultSessionName: () => 'tester',
    });
    const prompter = {
      // A code that AWS does not take is sent all the same.
      mfaCode: (_: string, { rejected }: CodeQuestion) =>
        rejected === undefined ? Promise.resolve('000000') : Promise.reject(cancelled()),
      storeSecret: () => Promise.reject(cancelled()),
      // The person agrees to every recipe of the workspace, so that hosts alone decide.
      consent: () => Promise.resolve(),
    };
    const sessions = new SessionService({
      ...services,
      vault,
      prompter,
      clock: new ManualClock(),
      defaultSessionName: () => 'tester',
      getProfile: () => profile,
      consents: { has: () => true, add: () => Promise.resolve() },
      holderOf: () => undefined,
      guarded: (given) => given,
    });
    const stores = new ObjectStores(
      sessions,
      services.openStore,
      vault,
      new ObjectChanges(),
      () => () => Promise.resolve(undefined),
    );
    return { sessions, stores, asking: askingStores(customerKeyQuestions({ prompter, vault })) };
  }

  #tokenVault(): TokenVault {
    return {
      mark: () => Promise.resolve(0),
      token: (name) => Promise.resolve(this.#tokens.get(name)),
      storeToken: (name, value) => Promise.resolve(void this.#tokens.set(name, value)),
      deleteToken: (name) => Promise.resolve(void this.#tokens.delete(name)),
    };
  }
}

/** A deed at AWS's own hosts alone. */
export const PLAIN: Deed = {
  type: 'accessKeys',
  sts: 'aws',
  s3: 'aws',
  sso: 'aws',
  origin: 'user',
  withRoles: false,
  encrypted: false,
  interactive: true,
  yes: false,
  led: false,
  late: false,
};
