/**
 * A window that assumes a role, uses it and exits it, for the test beside this file: what is left of the session is looked
 * for in its memory. Arguments: the local AWS, a folder for the snapshots, how the session ends, the
 * role and the keys it is assumed with.
 */
import { join } from 'node:path';
import { getHeapSnapshot, writeHeapSnapshot } from 'node:v8';
import { createAwsServices } from '../../../../src/aws';
import { ObjectChanges } from '../../../../src/core/s3/objectChanges';
import { ObjectStores } from '../../../../src/core/s3/stores';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { SessionService } from '../../../../src/core/sessions/sessionService';
import { cancelled } from '../../../../src/core/support/errors';
import { systemClock } from '../../../../src/vscode/support/systemClock';
import { PROFILE_DEFAULTS } from '../../../support/profileDefaults';
import { secretsInMemory } from '../../../support/secretsInMemory';

const [endpoint = '', folder = '', ending = '', roleArn = '', accessKeyId = '', secretAccessKey = ''] =
  process.argv.slice(2);
const never = new AbortController().signal;

const nobody = (): Promise<never> => Promise.reject(cancelled());
const vault = secretsInMemory({
  accessKeys: () => Promise.resolve(new Credentials({ accessKeyId, secretAccessKey })),
  externalId: () => Promise.resolve(undefined),
  has: () => Promise.resolve(true),
});
const { roles, sources, openStore } = createAwsServices(vault, undefined);
const sessions = new SessionService({
  ...{ clock: systemClock, roles, sources, vault },
  defaultSessionName: () => 'tester',
  getProfile: (name) => ({
    ...PROFILE_DEFAULTS,
    name,
    source: { type: 'accessKeys', name: 'alice' },
    chain: [{ roleArn }],
    region: 'us-east-1',
    endpoints: { sts: endpoint, s3: endpoint },
    s3: { ...PROFILE_DEFAULTS.s3, pathStyle: true },
  }),
  prompter: { mfaCode: nobody, storeSecret: nobody, consent: nobody },
  consents: { has: () => false, add: nobody },
  holderOf: () => undefined,
  guarded: (profile) => profile,
});
const stores = new ObjectStores(sessions, openStore, vault, new ObjectChanges(), () => nobody);

/** Reads with the session, and tells its secrets to the test: in Base64, to leave no trace of them. */
async function use(): Promise<void> {
  const store = stores.of('analyst');
  await store.listBuckets(undefined, never);
  await store.list({ bucket: 'acme-analytics', prefix: '', maxKeys: 10 }, never);
  await store.presign('GET', { bucket: 'acme-analytics', key: 'a' }, 60, never);
  const session = (await sessions.credentials('analyst', never)).reveal();
  for (const secret of [session.secretAccessKey, session.sessionToken ?? ''])
    console.log(Buffer.from(secret).toString('base64'));
}

async function main(): Promise<void> {
  await sessions.assume('analyst', never);
  await use();
  writeHeapSnapshot(join(folder, 'before.heapsnapshot'));
  if (ending === 'exit') sessions.exit();
  else if (ending === 'renew') await sessions.renew(never);
  else await sessions.forgetAll();
  // What was under way comes to its end, and garbage is collected before a snapshot is made.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  getHeapSnapshot().destroy();
  writeHeapSnapshot(join(folder, 'after.heapsnapshot'));
  stores.dispose();
  sessions.dispose();
}

void main();
