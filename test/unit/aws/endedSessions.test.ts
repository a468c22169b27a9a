import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startLocalAws, type LocalAws } from '../../localaws/server';
import { ACCESS_KEYS, demoWorld, ROLES } from '../../localaws/worlds/demo';

const run = promisify(execFile);

describe('of a session that has ended nothing is left in memory, in the bundle as it is packed', () => {
  let aws: LocalAws;
  let folder: string;

  before(async function () {
    this.timeout(60_000);
    aws = await startLocalAws(demoWorld);
    folder = await mkdtemp(join(tmpdir(), 'assume-role-memory-'));
    await build({
      entryPoints: [fileURLToPath(new URL('./support/endedSession.ts', import.meta.url))],
      outfile: join(folder, 'window.cjs'),
      ...{
        bundle: true,
        mainFields: ['module', 'main'],
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        logLevel: 'error',
      },
    });
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const ending of ['exit', 'renew', 'forget']) {
    it(`after ${ending}`, async () => {
      const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
      const args = [aws.endpoint, folder, ending, ROLES.analyst, accessKeyId, secretAccessKey];
      const { stdout } = await run(process.execPath, [join(folder, 'window.cjs'), ...args]);
      const secrets = stdout
        .trim()
        .split('\n')
        .map((line) => Buffer.from(line, 'base64').toString());
      assert.deepEqual(
        secrets.map((secret) => secret.length > 30),
        [true, true],
      );
      const holds = async (name: string): Promise<boolean[]> => {
        const snapshot = await readFile(join(folder, `${name}.heapsnapshot`), 'utf8');
        return secrets.map((secret) => snapshot.includes(secret));
      };
      assert.deepEqual(await holds('before'), [true, true], 'they can be found');
      assert.deepEqual(await holds('after'), [false, false]);
    }).timeout(180_000);
  }
});
