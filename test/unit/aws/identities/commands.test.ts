import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../../../../src/aws/identities/command';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import {
  ACCESS_KEYS,
  demoWorld,
  ROLES,
  SAML_PROVIDER,
  USERS,
  WEB_IDENTITY_SUBJECT,
} from '../../../localaws/worlds/demo';
import { context, failure, identityOf, never, services } from '../support/services';

describe('base identities from commands, files and pastes', () => {
  let aws: LocalAws;
  let folder: string;
  const pasted: string[] = [];
  const prompter = {
    browserAddress: () => Promise.resolve(undefined),
    waitForBrowser: () => Promise.resolve(),
    waitForDeviceCode: () => Promise.resolve(),
    samlAssertion: () => Promise.resolve(pasted.shift() ?? ''),
  };
  const { sources } = services({ prompter });

  before(async () => {
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'identities-'));
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  async function printing(value: unknown): Promise<string> {
    const file = join(folder, 'output.json');
    await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
    return `cat '${file}'`;
  }

  describe('credential_process', () => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    const keys = { Version: 1, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey };
    const resolve = (command: string, signal = never) =>
      sources.resolve({ type: 'process', command }, context(aws, { signal }));

    it('gives what it prints, with the end it tells', async () => {
      const credentials = await resolve(await printing(keys));
      assert.equal(await identityOf(aws, credentials), USERS.alice);
      assert.equal(credentials.expiration, undefined);
      const Expiration = '2033-01-01T00:00:00Z';
      const temporary = await resolve(await printing({ ...keys, SessionToken: 'token', Expiration }));
      assert.equal(temporary.expiration, Date.parse(Expiration));
      assert.ok(temporary.temporary);
    });

    it('runs again each time, so that new credentials count when the old have expired', async () => {
      const counter = join(folder, 'runs');
      const command = `sh -c "echo run >> '${counter}'; ${await printing(keys)}"`;
      await resolve(command);
      await resolve(command);
      assert.equal(await readFile(counter, 'utf8'), 'run\nrun\n');
    });

    it('says what is wrong with the output, not what it says', async () => {
      for (const [output, words] of [
        [{ ...keys, Version: 2 }, /"Version": 1/],
        [{ Version: 1, SecretAccessKey: secretAccessKey }, /lacks AccessKeyId/],
        [{ ...keys, Expiration: 'soon' }, /Expiration/],
        [`oops ${secretAccessKey}`, /no JSON object/],
        [`"${secretAccessKey}"`, /no JSON object/],
      ] as const) {
        const error = await failure(resolve(await printing(output)), 'identityUnavailable', [secretAccessKey]);
        assert.match(error.message, words);
      }
    });

    it('gets its arguments as they are written: no shell reads them', async () => {
      const tool = join(folder, 'tool');
      const seen = join(folder, 'arguments');
      const lines = `printf '%s\\n' "$@" > '${seen}'\n${await printing(keys)}\n`;
      await writeFile(tool, `#!/bin/sh\n${lines}`, { mode: 0o755 });
      const plain = ['a&touch', 'X', '$(touch', 'X)', 'p$HOME;x', '*', 'a|b', 'a#b', '#c', '~', '>f', '`id`', '%PATH%'];
      await resolve(`${tool} ${plain.join(' ')} 'one word' "two \\"words\\""`);
      const expected = [...plain, 'one word', 'two "words"'];
      assert.deepEqual((await readFile(seen, 'utf8')).trimEnd().split('\n'), expected);
      assert.deepEqual(await readdir(folder).then((names) => names.filter((name) => /^[Xf]$/.test(name))), []);
    });

    it('runs in the home directory, without what belongs to the editor', async () => {
      const given = {
        VSCODE_IPC_HOOK_CLI: '/socket',
        ELECTRON_RUN_AS_NODE: '1',
        PATH: `.:bin::${process.env['PATH']}`,
      };
      const before = { ...process.env };
      Object.assign(process.env, given);
      try {
        const printed = await runCommand('sh -c "pwd; env"', never);
        const [folderOfIt, ...variables] = printed.split('\n');
        assert.equal(folderOfIt, await realpath(homedir()));
        assert.ok(!variables.some((line) => /^(VSCODE_|ELECTRON_|PATH=.*(^|[=:])(\.|bin)?(:|$))/.test(line)), printed);
      } finally {
        for (const name of Object.keys(given)) Reflect.deleteProperty(process.env, name);
        Object.assign(process.env, before);
      }
    });

    for (const [command, words] of [
      ['./tool', /relative path/],
      ['tools/get keys', /relative path/],
      ['~/bin/tool', /relative path/],
      ['', /names no program/],
      ['"" x', /names no program/],
      ['print "open', /not closed/],
      ['no-such-program-here --token abc123', /not found/],
      ['/etc/passwd', /may not be run/],
    ] as const) {
      it(`says why \`${command}\` cannot run, without repeating its arguments`, async () => {
        const error = await failure(resolve(command), 'identityUnavailable', ['abc123', 'no-such']);
        assert.match(error.message, words);
      });
    }

    it('names the way to a shell where a command looks written for one', async () => {
      const error = await failure(resolve('cat /nowhere | jq .'), 'identityUnavailable');
      assert.match(error.detail.cure ?? '', /sh -c/);
    });

    it('tells what a failing command complains of, without its output and its arguments', async () => {
      const command = `sh -c "echo ${secretAccessKey}; echo 'not logged in' >&2; exit 3"`;
      const error = await failure(resolve(command), 'identityUnavailable', [secretAccessKey, command]);
      assert.match(error.message, /ended with 3\.$/);
      // Apart from the message, which is logged.
      assert.equal(error.detail.complaint, 'not logged in');
      await failure(resolve('print --token=abc123 \0'), 'identityUnavailable', ['abc123']);
    });

    it('is ended, with all it has started, when the person gives up or it takes too long', async () => {
      const pid = join(folder, 'pid');
      const giveUp = new AbortController();
      const work = resolve(`sh -c "sh -c 'echo $$ > ${pid}; sleep 600' & wait"`, giveUp.signal);
      const running = await eventually(async () => Number(await readFile(pid, 'utf8').catch(() => '')) || undefined);
      giveUp.abort();
      await failure(work, 'cancelled');
      await eventually(() => (isRunning(running) ? undefined : true));
      const slow = await failure(runCommand('sleep 600', never, 50), 'identityUnavailable');
      assert.match(slow.message, /did not end/);
    });
  });

  describe('web identity', () => {
    const source = (tokenFile: string) => ({ type: 'webIdentity', tokenFile, roleArn: ROLES.deploy }) as const;

    it('assumes the role with the token in the file as it is now, unsigned', async () => {
      const tokenFile = join(folder, 'token');
      aws.log.clear();
      for (const name of ['first', 'second']) {
        await writeFile(tokenFile, `${await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT })}\n`);
        const credentials = await sources.resolve({ ...source(tokenFile), sessionName: name }, context(aws));
        assert.equal(await identityOf(aws, credentials), `arn:aws:sts::222222222222:assumed-role/Deploy/${name}`);
      }
      const calls = aws.log.filter({ operation: 'AssumeRoleWithWebIdentity' });
      assert.ok(calls.length === 2 && calls.every(({ accessKeyId }) => accessKeyId === undefined));
    });

    it('names the file that is missing or empty', async () => {
      const missing = await failure(sources.resolve(source('/nowhere/token'), context(aws)), 'identityUnavailable');
      assert.match(missing.message, /\/nowhere\/token.*ENOENT/);
      const empty = join(folder, 'empty');
      await writeFile(empty, '\n');
      await failure(sources.resolve(source(empty), context(aws)), 'identityUnavailable');
    });

    it('reads nothing else than a token, and sends nothing of it', async () => {
      const home = process.env['HOME'];
      process.env['HOME'] = folder;
      try {
        await mkdir(join(folder, '.ssh'));
        const token = await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT });
        await writeFile(join(folder, '.ssh', 'id_ed25519'), token);
        await symlink(join(folder, '.ssh', 'id_ed25519'), join(folder, 'link'));
        await writeFile(join(folder, 'key.pem'), '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n');
        await writeFile(join(folder, 'long'), `${token}${'x'.repeat(20_000)}`);
        await writeFile(join(folder, 'two'), `${token}\n${token}`);
        aws.log.clear();
        for (const file of ['.ssh/id_ed25519', 'link', 'key.pem', 'long', 'two', 'identity-center']) {
          const work = sources.resolve(source(join(folder, file)), context(aws));
          await failure(work, 'identityUnavailable', [token]);
        }
        assert.equal(aws.log.count(), 0);
      } finally {
        process.env['HOME'] = home;
      }
    });

    it('tells a token that was not taken apart, without showing it', async () => {
      const tokenFile = join(folder, 'other');
      const attempt = async (token: string) => {
        await writeFile(tokenFile, token);
        return failure(sources.resolve(source(tokenFile), context(aws)), 'assertionRejected', [token]);
      };
      await attempt(await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT, expiresInSeconds: -60 }));
      await attempt('eyJub3QiOiJ0cnVlIn0.a.token');
      const revoked = await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT });
      aws.oidc.revoke(revoked);
      await attempt(revoked);
    });
  });

  it('neither token nor assertion is shown when AWS repeats it', async () => {
    const tokenFile = join(folder, 'repeated');
    const token = await aws.oidc.token({ subject: WEB_IDENTITY_SUBJECT });
    await writeFile(tokenFile, token);
    const assertion = aws.saml.assertion({ roles: [`${ROLES.federated},${SAML_PROVIDER}`] });
    pasted.push(assertion);
    for (const [source, secret] of [
      [{ type: 'webIdentity', tokenFile, roleArn: ROLES.deploy }, token],
      [{ type: 'saml', roleArn: ROLES.federated, providerArn: SAML_PROVIDER }, assertion],
    ] as const) {
      const action = { type: 'error', status: 400, code: 'ValidationError', message: `Value '${secret}'` } as const;
      const fault = aws.faults.add({ service: 'sts', action });
      const error = await failure(sources.resolve(source, context(aws)), 'invalidRequest', [secret]);
      assert.equal(error.detail.awsMessage, "Value '***'");
      fault.dispose();
    }
  });

  describe('SAML', () => {
    const source = { type: 'saml', roleArn: ROLES.federated, providerArn: SAML_PROVIDER } as const;
    const assertion = () => aws.saml.assertion({ roles: [`${ROLES.federated},${SAML_PROVIDER}`] });

    it('assumes the role with the assertion a person pastes, however it was copied', async () => {
      const posted = (text: string) => `SAMLResponse=${encodeURIComponent(text)}&RelayState=`;
      const inLines = (text: string) => text.replace(/(.{76})/g, '$1\r\n');
      for (const copied of [assertion(), posted(assertion()), inLines(assertion())]) {
        pasted.push(copied);
        const credentials = await sources.resolve(source, context(aws));
        assert.match(await identityOf(aws, credentials), /assumed-role\/Federated\/alice/);
      }
    });

    it('or with the one a command prints, without a person who has allowed the host', async () => {
      const command = await printing(assertion());
      const unasked = sources.resolve({ ...source, command }, context(aws, { interactive: false }));
      await failure(unasked, 'interactionRequired');
      await sources.resolve({ ...source, command }, context(aws));
      const credentials = await sources.resolve({ ...source, command }, context(aws, { interactive: false }));
      assert.match(await identityOf(aws, credentials), /assumed-role\/Federated\//);
    });

    it('asks nobody where nobody may be asked', async () => {
      await failure(sources.resolve(source, context(aws, { interactive: false })), 'interactionRequired');
    });

    it('tells what is no assertion and what was not taken, without showing it', async () => {
      pasted.push('hunter2hunter2');
      await failure(sources.resolve(source, context(aws)), 'assertionRejected', ['hunter2']);
      const late = assertion();
      pasted.push(late);
      aws.clock.offset += 600_000;
      try {
        await failure(sources.resolve(source, context(aws)), 'assertionRejected', [late]);
      } finally {
        aws.clock.offset -= 600_000;
      }
    });
  });
});

/** What `look` finds once it finds something. */
async function eventually<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
