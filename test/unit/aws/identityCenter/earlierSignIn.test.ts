import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { earlierSignInName } from '../../../../src/core/secrets/signInName';
import { RecordingTransport } from '../support/recordingTransport';
import { failure, hosts } from '../support/services';
import { SignInBed } from './signInBed';

const HOUR = 3_600_000;

describe('a sign-in to IAM Identity Center that was made before', () => {
  let bed: SignInBed;
  beforeEach(async () => (bed = await SignInBed.start()));
  afterEach(() => bed.close());

  describe('when it has ended', () => {
    it('refreshes an expired token without the person', async () => {
      await bed.resolve(bed.open());
      bed.aws.clock.offset += 2 * HOUR;
      await bed.resolve(bed.open(), { interactive: false });
      assert.equal(bed.person.pages.length, 1);
      assert.equal(bed.aws.log.count({ operation: 'CreateToken', status: 200 }), 2);
    });

    it('refreshes once however many ask', async () => {
      await bed.resolve(bed.open());
      bed.aws.clock.offset += 2 * HOUR;
      const window = bed.open();
      await Promise.all(Array.from({ length: 10 }, () => bed.resolve(window, { interactive: false })));
      assert.equal(bed.aws.log.count({ operation: 'CreateToken' }), 2);
    });

    it('signs in again when the session was revoked; or says that a person is needed', async () => {
      await bed.resolve(bed.open());
      bed.aws.identityCenter.revoke();
      await failure(bed.resolve(bed.open(), { interactive: false }), 'interactionRequired');
      assert.ok((await bed.resolve(bed.open())).temporary);
      assert.equal(bed.person.pages.length, 2);
    });

    it('does not sign in again for a role the person has not', async () => {
      const error = await failure(bed.resolve(bed.open(), {}, bed.source({ roleName: 'Nobody' })), 'accessDenied');
      assert.equal(error.detail.code, 'ForbiddenException');
      assert.equal(bed.person.pages.length, 1);
    });

    it('registers anew when AWS has forgotten the client', async () => {
      bed.method = 'deviceCode';
      await bed.resolve(bed.open());
      for (const [name, text] of bed.tokens) {
        bed.tokens.set(name, text.replaceAll(/"clientId":"[^"]+"/g, '"clientId":"forgotten"'));
      }
      bed.aws.identityCenter.revoke();
      assert.ok((await bed.resolve(bed.open())).temporary);
      assert.equal(bed.aws.log.count({ operation: 'RegisterClient' }), 2);
    });

    it('is none at another host, and comes back there when an earlier version has kept it', async () => {
      await bed.resolve(bed.open());
      const kept = [...bed.tokens].find(([name]) => name.includes('/signIn/'))?.[1] ?? '';
      const elsewhere = { interactive: false, target: hosts(undefined, { endpoints: { sso: 'http://127.0.0.1:9' } }) };
      await failure(bed.resolve(bed.open(), elsewhere), 'interactionRequired');
      bed.tokens.clear();
      bed.tokens.set(earlierSignInName(bed.source()), kept);
      await failure(bed.resolve(bed.open(), elsewhere), 'interactionRequired');
      assert.ok((await bed.resolve(bed.open(), { interactive: false })).temporary);
      bed.aws.clock.offset += 2 * HOUR;
      await bed.resolve(bed.open(), { interactive: false });
      assert.equal(bed.tokens.has(earlierSignInName(bed.source())), false);
    });

    it('what is kept but cannot be read counts as missing', async () => {
      await bed.resolve(bed.open());
      for (const name of bed.tokens.keys()) bed.tokens.set(name, '{"accessToken":');
      assert.ok((await bed.resolve(bed.open())).temporary);
    });
  });

  describe('by the AWS CLI', () => {
    const file = (id: string) =>
      join(bed.home, '.aws', 'sso', 'cache', `${createHash('sha1').update(id).digest('hex')}.json`);

    /** A window whose requests to AWS's own hosts come to the local AWS. */
    const open = () => bed.open(new RecordingTransport(bed.aws));
    const atAws = { target: hosts() };
    const quietly = { ...atAws, interactive: false };

    /** What `aws sso login` leaves behind. */
    async function signInWithCli(id: string): Promise<void> {
      await bed.resolve(open(), atAws);
      const kept = [...bed.tokens].find(([name]) => name.includes('/signIn/'))?.[1] ?? '{}';
      const { client, accessToken, refreshToken, expiresAt } = JSON.parse(kept) as {
        client: { clientId: string; clientSecret: string; expiresAt: number };
        accessToken: string;
        refreshToken: string;
        expiresAt: number;
      };
      await mkdir(join(bed.home, '.aws', 'sso', 'cache'), { recursive: true });
      const content = {
        startUrl: bed.aws.identityCenter.startUrl,
        region: bed.aws.identityCenter.region,
        accessToken,
        expiresAt: new Date(expiresAt).toISOString(),
        clientId: client.clientId,
        clientSecret: client.clientSecret,
        registrationExpiresAt: new Date(client.expiresAt).toISOString(),
        refreshToken,
      };
      await writeFile(file(id), JSON.stringify(content));
      bed.tokens.clear();
      bed.person.pages.length = 0;
    }

    it('needs no sign-in of its own, by session name or start URL', async () => {
      await signInWithCli('acme');
      assert.ok((await bed.resolve(open(), quietly, bed.source({ session: 'acme' }))).temporary);
      await failure(bed.resolve(open(), quietly), 'interactionRequired');
      await signInWithCli(bed.aws.identityCenter.startUrl);
      assert.ok((await bed.resolve(open(), quietly)).temporary);
    });

    it('refreshes it where the CLI finds it', async () => {
      await signInWithCli('acme');
      const before = await readFile(file('acme'), 'utf8');
      bed.aws.clock.offset += 2 * HOUR;
      await bed.resolve(open(), quietly, bed.source({ session: 'acme' }));
      const after = JSON.parse(await readFile(file('acme'), 'utf8')) as Record<string, string>;
      const changed = Object.entries(JSON.parse(before) as Record<string, string>).filter(([k, v]) => after[k] !== v);
      assert.deepEqual(
        changed.map(([key]) => key),
        ['accessToken', 'expiresAt', 'refreshToken'],
      );
      assert.ok(Date.parse(after['expiresAt'] ?? '') > bed.aws.clock.now());
    });

    it('replaces its file whole, for nobody else to read, and follows no link there, as the CLI does', async () => {
      await signInWithCli('acme');
      const kept = join(bed.home, 'somewhere-else.json');
      await rename(file('acme'), kept);
      await chmod(kept, 0o644);
      await symlink(kept, file('acme'));
      const before = await readFile(kept, 'utf8');
      bed.aws.clock.offset += 2 * HOUR;
      await bed.resolve(open(), quietly, bed.source({ session: 'acme' }));
      assert.equal(await readFile(kept, 'utf8'), before);
      const status = await lstat(file('acme'));
      assert.ok(status.isFile());
      assert.equal(status.mode & 0o777, 0o600);
      assert.equal((await readdir(dirname(file('acme')))).length, 1, 'no other file is left');
      assert.notEqual(await readFile(file('acme'), 'utf8'), before);
    });

    it('goes to AWS’s own hosts alone, and in its own region', async () => {
      await signInWithCli('acme');
      const source = bed.source({ session: 'acme' });
      await failure(bed.resolve(bed.open(), { interactive: false }, source), 'interactionRequired');
      await failure(bed.resolve(open(), quietly, { ...source, region: 'eu-west-1' }), 'interactionRequired');
    });

    it('is not used for another instance that has the same session name', async () => {
      await signInWithCli('acme');
      const other = { ...bed.source({ session: 'acme' }), startUrl: 'https://other.awsapps.com/start' };
      await failure(bed.resolve(open(), quietly, other), 'interactionRequired');
    });
  });
});
