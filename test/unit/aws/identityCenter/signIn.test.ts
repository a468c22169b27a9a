import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsServices } from '../../../../src/aws';
import type { SignInMethod, SourceContext, TokenVault } from '../../../../src/core/sessions/ports';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { ACCOUNTS, demoWorld, ROLES } from '../../../localaws/worlds/demo';
import { PERMISSION_SETS } from '../../../localaws/worlds/demoIdentityCenter';
import { context, failure, hosts, identityOf, services } from '../support/services';
import { Person } from './person';

const HOUR = 3_600_000;

describe('signing in to IAM Identity Center', () => {
  let aws: LocalAws;
  let person: Person;
  let tokens: Map<string, string>;
  let home: string;
  let homeBefore: string | undefined;
  /** How long polling has waited so far, each time. */
  let pauses: number[];
  let method: SignInMethod;

  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    person = new Person(aws);
    tokens = new Map();
    pauses = [];
    method = 'auto';
    homeBefore = process.env['HOME'];
    // The AWS CLI's sign-ins of this machine are nobody's here.
    process.env['HOME'] = home = await mkdtemp(join(tmpdir(), 'identity-center-'));
  });
  afterEach(async () => {
    if (homeBefore === undefined) Reflect.deleteProperty(process.env, 'HOME');
    else process.env['HOME'] = homeBefore;
    await rm(home, { recursive: true });
    await aws.close();
  });

  const vault = (): TokenVault => ({
    token: (name) => Promise.resolve(tokens.get(name)),
    storeToken: (name, value) => Promise.resolve(void tokens.set(name, value)),
    deleteToken: (name) => Promise.resolve(void tokens.delete(name)),
  });
  /** A window; its clock and its pauses go with the local AWS. */
  const open = (): AwsServices =>
    services({
      tokens: vault(),
      prompter: person,
      signInMethod: () => method,
      now: () => aws.clock.now(),
      wait: (milliseconds, signal) => {
        signal.throwIfAborted();
        pauses.push(milliseconds);
        aws.clock.offset += milliseconds;
        return new Promise((resolve) => setImmediate(resolve));
      },
    });
  const source = (changes: { roleName?: string; accountId?: string; session?: string } = {}) =>
    ({
      type: 'identityCenter',
      startUrl: aws.identityCenter.startUrl,
      region: aws.identityCenter.region,
      accountId: ACCOUNTS.lake,
      roleName: PERMISSION_SETS.analyst,
      ...changes,
    }) as const;
  const resolve = ({ sources }: AwsServices, changes: Partial<SourceContext> = {}, of = source()) =>
    sources.resolve(of, context(aws, changes));
  const tokensNamed = (name: string): string[] =>
    [...tokens.values()].flatMap((text) => new RegExp(`"${name}":"([^"]+)"`).exec(text)?.[1] ?? []);
  const secretsKept = (): string[] => ['accessToken', 'refreshToken', 'clientSecret'].flatMap(tokensNamed);
  describe('in the browser', () => {
    it('opens the page, waits for the browser to come back, and gives the role’s credentials', async () => {
      const credentials = await resolve(open());
      assert.match(await identityOf(aws, credentials), /assumed-role\/AWSReservedSSO_DataAnalyst_\w+\/alice/);
      assert.deepEqual(
        (await person.shown()).map(({ status }) => status),
        [200],
      );
      assert.match((await person.shown())[0]?.text ?? '', /You can close this page/);
      const page = new URL(person.pages[0] ?? '');
      assert.equal(page.searchParams.get('code_challenge_method'), 'S256');
      assert.match(page.searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    });

    it('keeps the tokens for later windows, in the vault alone', async () => {
      await resolve(open());
      await resolve(open(), { interactive: false });
      assert.equal(person.pages.length, 1);
      assert.equal(aws.log.count({ operation: 'RegisterClient' }), 1);
      const log = JSON.stringify(aws.log.entries);
      assert.ok(secretsKept().length >= 3 && !secretsKept().some((secret) => log.includes(secret)));
    });

    it('once for many profiles of one instance that ask at the same time', async () => {
      const window = open();
      const roles = [PERMISSION_SETS.analyst, PERMISSION_SETS.readOnly];
      const all = Array.from({ length: 20 }, (_, i) => resolve(window, {}, source({ roleName: roles[i % 2] ?? '' })));
      assert.equal((await Promise.all(all)).length, 20);
      assert.equal(person.pages.length, 1);
      assert.equal(aws.log.count({ operation: 'CreateToken' }), 1);
    });

    it('through the port that VS Code forwards to a remote machine', async () => {
      person.address = () => 'http://localhost:54321/';
      person.beforeCallback = (callback) => {
        assert.equal(callback.port, '54321');
        // What VS Code's forwarding does.
        callback.port = String(listening);
        return Promise.resolve();
      };
      let listening = 0;
      const forwarded = person.address;
      person.address = (port) => {
        listening = port;
        return forwarded(port);
      };
      assert.ok((await resolve(open())).temporary);
    });

    it('turns away a callback that was not asked for, and goes on waiting', async () => {
      person.beforeCallback = async (callback) => {
        const forged = new URL(callback);
        forged.searchParams.set('state', 'forged');
        await person.visit(forged);
        for (const path of ['/', '//']) await person.visit(new URL(callback.origin + path));
      };
      await resolve(open());
      assert.deepEqual(
        (await person.shown()).map(({ status }) => status),
        [400, 404, 404, 200],
      );
    });

    it('says that it was denied there', async () => {
      person.decision = 'deny';
      const error = await failure(resolve(open()), 'identityUnavailable');
      assert.match(error.message, /denied in the browser/);
      assert.match((await person.shown())[0]?.text ?? '', /not signed in/);
    });

    it('ends quietly when the person gives up, and listens no longer', async () => {
      person.decision = 'giveUp';
      let port = 0;
      person.address = (listening) => `http://127.0.0.1:${(port = listening)}/`;
      await failure(resolve(open()), 'cancelled');
      await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
      person.decision = 'nothing';
      const giveUp = new AbortController();
      const work = resolve(open(), { signal: giveUp.signal });
      await aws.log.waitFor({ operation: 'RegisterClient' });
      giveUp.abort();
      await failure(work, 'cancelled');
    });

    it('asks nobody where nobody may be asked', async () => {
      await failure(resolve(open(), { interactive: false }), 'interactionRequired');
      assert.equal(person.pages.length, 0);
    });
  });

  describe('with a device code', () => {
    it('where no browser can come back to this machine', async () => {
      const elsewhere = [undefined, 'https://abc-1234.github.dev/', 'http://127.0.0.1:8080/proxy/40123/'];
      for (const address of elsewhere) {
        person.address = () => address;
        tokens.clear();
        assert.ok((await resolve(open())).temporary);
      }
      assert.deepEqual([person.codes.length, person.pages.length], [elsewhere.length, 0]);
    });

    it('where the setting says so; and the setting may also insist on the browser', async () => {
      method = 'deviceCode';
      await resolve(open());
      assert.equal(person.codes.length, 1);
      tokens.clear();
      method = 'browser';
      person.address = () => undefined;
      const error = await failure(resolve(open()), 'identityUnavailable');
      assert.match(error.message, /device code/);
    });

    it('asks as often as AWS wants it, less often when told to slow down', async () => {
      method = 'deviceCode';
      person.decision = 'nothing';
      const slow = { status: 400, code: 'SlowDownException' };
      aws.faults.add({ operation: 'CreateToken', times: 1, action: { type: 'error', ...slow } });
      const work = resolve(open());
      await aws.log.waitFor({ operation: 'CreateToken' });
      aws.identityCenter.approve(person.codes[0] ?? '');
      await work;
      assert.deepEqual(pauses.slice(0, 2), [1000, 6000], 'the local AWS wants a second between two questions');
    });

    it('says that it was denied, or not confirmed in time', async () => {
      method = 'deviceCode';
      person.decision = 'deny';
      assert.match((await failure(resolve(open()), 'identityUnavailable')).message, /denied/);
      person.decision = 'nothing';
      assert.match((await failure(resolve(open()), 'identityUnavailable')).message, /in time/);
    });
  });

  describe('in place, when the sign-in has ended', () => {
    it('refreshes an expired token without the person', async () => {
      await resolve(open());
      aws.clock.offset += 2 * HOUR;
      await resolve(open(), { interactive: false });
      assert.equal(person.pages.length, 1);
      assert.equal(aws.log.count({ operation: 'CreateToken', status: 200 }), 2);
    });

    it('refreshes once however many ask', async () => {
      await resolve(open());
      aws.clock.offset += 2 * HOUR;
      const window = open();
      await Promise.all(Array.from({ length: 10 }, () => resolve(window, { interactive: false })));
      assert.equal(aws.log.count({ operation: 'CreateToken' }), 2);
    });

    it('signs in again when the session was revoked; or says that a person is needed', async () => {
      await resolve(open());
      aws.identityCenter.revoke();
      await failure(resolve(open(), { interactive: false }), 'interactionRequired');
      assert.ok((await resolve(open())).temporary);
      assert.equal(person.pages.length, 2);
    });

    it('does not sign in again for a role the person has not', async () => {
      const error = await failure(resolve(open(), {}, source({ roleName: 'Nobody' })), 'accessDenied');
      assert.equal(error.detail.code, 'ForbiddenException');
      assert.equal(person.pages.length, 1);
    });

    it('registers anew when AWS has forgotten the client', async () => {
      method = 'deviceCode';
      await resolve(open());
      for (const [name, text] of tokens) {
        tokens.set(name, text.replaceAll(/"clientId":"[^"]+"/g, '"clientId":"forgotten"'));
      }
      aws.identityCenter.revoke();
      assert.ok((await resolve(open())).temporary);
      assert.equal(aws.log.count({ operation: 'RegisterClient' }), 2);
    });

    it('what is kept but cannot be read counts as missing', async () => {
      await resolve(open());
      for (const name of tokens.keys()) tokens.set(name, '{"accessToken":');
      assert.ok((await resolve(open())).temporary);
    });
  });

  describe('with the AWS CLI’s own sign-in', () => {
    const file = (id: string) =>
      join(home, '.aws', 'sso', 'cache', `${createHash('sha1').update(id).digest('hex')}.json`);

    /** What `aws sso login` leaves behind. */
    async function signInWithCli(id: string): Promise<void> {
      await resolve(open());
      const kept = [...tokens].find(([name]) => name.includes('/signIn/'))?.[1] ?? '{}';
      const { client, accessToken, refreshToken, expiresAt } = JSON.parse(kept) as {
        client: { clientId: string; clientSecret: string; expiresAt: number };
        accessToken: string;
        refreshToken: string;
        expiresAt: number;
      };
      await mkdir(join(home, '.aws', 'sso', 'cache'), { recursive: true });
      const content = {
        startUrl: aws.identityCenter.startUrl,
        region: aws.identityCenter.region,
        accessToken,
        expiresAt: new Date(expiresAt).toISOString(),
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        registrationExpiresAt: new Date(client.expiresAt).toISOString(),
        refreshToken,
      };
      await writeFile(file(id), JSON.stringify(content));
      tokens.clear();
      person.pages.length = 0;
    }

    it('needs no sign-in of its own, by session name or start URL', async () => {
      await signInWithCli('acme');
      assert.ok((await resolve(open(), { interactive: false }, source({ session: 'acme' }))).temporary);
      await failure(resolve(open(), { interactive: false }), 'interactionRequired');
      await signInWithCli(aws.identityCenter.startUrl);
      assert.ok((await resolve(open(), { interactive: false })).temporary);
    });

    it('refreshes it where the CLI finds it', async () => {
      await signInWithCli('acme');
      const before = await readFile(file('acme'), 'utf8');
      aws.clock.offset += 2 * HOUR;
      await resolve(open(), { interactive: false }, source({ session: 'acme' }));
      const after = JSON.parse(await readFile(file('acme'), 'utf8')) as Record<string, string>;
      const changed = Object.entries(JSON.parse(before) as Record<string, string>).filter(([k, v]) => after[k] !== v);
      assert.deepEqual(
        changed.map(([key]) => key),
        ['accessToken', 'expiresAt', 'refreshToken'],
      );
      assert.ok(Date.parse(after['expiresAt'] ?? '') > aws.clock.now());
    });

    it('is not used for another instance that has the same session name', async () => {
      await signInWithCli('acme');
      const other = { ...source({ session: 'acme' }), startUrl: 'https://other.awsapps.com/start' };
      await failure(resolve(open(), { interactive: false }, other), 'interactionRequired');
    });
  });

  describe('and then', () => {
    const instance = () => ({ startUrl: `${aws.identityCenter.startUrl}/#/`, region: aws.identityCenter.region });

    it('finds every role of every account, all pages of them', async () => {
      const roles = await open().directory.identityCenterRoles(instance(), context(aws));
      assert.equal(new Set(roles.map(({ accountId }) => accountId)).size, 30);
      const lake = roles.filter(({ accountId }) => accountId === ACCOUNTS.lake);
      assert.deepEqual(lake, [
        { accountId: ACCOUNTS.lake, accountName: 'Data Lake', roleName: PERMISSION_SETS.analyst },
        { accountId: ACCOUNTS.lake, accountName: 'Data Lake', roleName: PERMISSION_SETS.readOnly },
      ]);
      const names = roles.map(({ accountName }) => accountName);
      assert.deepEqual(
        names,
        [...names].sort((a, b) => a.localeCompare(b)),
      );
    });

    it('waits when the portal throttles', async () => {
      const action = { type: 'error', status: 429, code: 'TooManyRequestsException' } as const;
      aws.faults.add({ operation: 'ListAccountRoles', times: 2, action });
      const roles = await open().directory.identityCenterRoles(instance(), context(aws));
      assert.ok(roles.length > 80);
    });

    it('is the source of another role', async () => {
      const window = open();
      const base = await resolve(window, {}, source({ accountId: ACCOUNTS.hub }));
      const request = { roleArn: ROLES.lakeReader, sessionName: 'tester' };
      const { identity } = await window.roles.assumeRole(request, base, hosts(aws), new AbortController().signal);
      assert.equal(identity.arn, 'arn:aws:sts::222222222222:assumed-role/LakeReader/tester');
    });

    it('signs out: the tokens are forgotten and good for nothing', async () => {
      await resolve(open());
      const secrets = secretsKept();
      await open().directory.signOut(instance(), new AbortController().signal);
      assert.ok(![...tokens.keys()].some((name) => name.includes('/signIn/')));
      assert.equal(aws.log.count({ operation: 'Logout', status: 200 }), 1);
      assert.ok(secrets.every((secret) => aws.identityCenter.sessions.userOf(secret) === undefined));
      await failure(resolve(open(), { interactive: false }), 'interactionRequired');
      await open().directory.signOut(instance(), new AbortController().signal);
    });

    it('shows no token in any failure, though AWS may repeat what it was sent', async () => {
      await resolve(open());
      const sent = (name: string): string => tokensNamed(name)[0] ?? '';
      const window = open();
      for (const [operation, secret, work] of [
        ['GetRoleCredentials', sent('accessToken'), () => resolve(window)],
        ['ListAccounts', sent('accessToken'), () => window.directory.identityCenterRoles(instance(), context(aws))],
        ['CreateToken', sent('refreshToken'), () => resolve(window)],
        ['Logout', sent('accessToken'), () => window.directory.signOut(instance(), new AbortController().signal)],
      ] as const) {
        if (operation === 'CreateToken') aws.clock.offset += 2 * HOUR;
        const action = {
          type: 'error',
          status: 400,
          code: 'InvalidRequestException',
          message: `Bad: ${secret}`,
        } as const;
        const fault = aws.faults.add({ operation, action });
        const error = await failure(work(), 'invalidRequest', [secret]);
        assert.equal(error.detail.awsMessage, 'Bad: ***');
        fault.dispose();
      }
    });
  });
});
