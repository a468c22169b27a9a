import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/vscode/ids';
import { ROLES } from '../localaws/worlds/demo';
import { extensionStarted, run } from './support/extension';
import { loggedDuring } from './support/logFile';
import { objectUri, refusalOf, textOf } from './support/objects';
import { variantOf, writeUserProfiles } from './support/profiles';
import { addTroubledKeys } from './support/sharedConfig';

/** A loopback address where nothing answers. */
async function deadEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

const sharedConfig = (profile: string): Readonly<Record<string, unknown>> => ({
  source: { type: 'sharedConfig', profile },
});

describe('A role that cannot be assumed', () => {
  let removeKeys: () => Promise<void>;
  before(async () => {
    await extensionStarted();
    removeKeys = await addTroubledKeys();
  });
  afterEach(() => writeUserProfiles(undefined));
  after(() => removeKeys());

  /** What the log tells when a profile with these changes is assumed, once; nothing may be left of the attempt. */
  async function failureOf(changes: Readonly<Record<string, unknown>>, kind: string): Promise<string> {
    await writeUserProfiles({ failing: variantOf('analyst', changes) });
    const log = await loggedDuring(() => run('assumeRole.assume', 'failing'), new RegExp(`\\[error\\] \\[${kind}\\]`));
    assert.equal(log.match(/\[error\]/g)?.length, 1, log);
    assert.doesNotMatch(log, /^\s+at /m, 'no stack trace');
    const { code, message } = await refusalOf(textOf(objectUri('failing', 'acme-analytics', 'README.md')));
    assert.equal(code, 'Unavailable');
    assert.match(message, /The role of profile "failing" is not assumed/);
    return log;
  }

  it('because the caller may not: what to check in the policies', async () => {
    const log = await failureOf(sharedConfig('bob'), 'accessDenied');
    assert.match(log, /Analyst.*: AWS denied sts:AssumeRole \(AccessDenied\)\./);
    assert.match(log, /the role exists in account 111111111111 and its trust policy names the base identity/);
    assert.match(log, new RegExp(`a policy of the base identity allows sts:AssumeRole on ${ROLES.analyst}`));
    assert.match(log, /code=AccessDenied status=403 requestId=\S+/);
  });

  it('because the external ID is wrong: that it must be the one of the trust policy, without the ID', async () => {
    const log = await failureOf({ roleArn: ROLES.partnerData, externalId: 'not-the-right-one' }, 'accessDenied');
    assert.match(log, /the external ID is the one the trust policy asks for/);
    assert.doesNotMatch(log, /not-the-right-one/);
  });

  it('because the second hop is denied: which hop', async () => {
    const chain = [{ roleArn: ROLES.hub }, { roleArn: ROLES.vault }];
    const log = await failureOf({ roleArn: undefined, chain }, 'accessDenied');
    assert.match(log, /Hop 2 of 2, .*Vault.*: AWS denied sts:AssumeRole/);
    assert.match(log, /its trust policy names Hub/);
  });

  it('because AWS does not know the access key', async () => {
    const log = await failureOf(sharedConfig('stranger'), 'credentialsRejected');
    assert.match(log, /AWS does not know the access key of the base identity \(InvalidClientTokenId\)/);
    assert.match(log, /Correct the credentials of the base identity\./);
  });

  it('because the secret access key is mistyped', async () => {
    const log = await failureOf(sharedConfig('mistyped'), 'credentialsRejected');
    assert.match(log, /AWS rejected the secret access key of the base identity \(SignatureDoesNotMatch\)/);
  });

  it('because the shared config profile does not exist', async () => {
    const log = await failureOf(sharedConfig('nobody'), 'identityUnavailable');
    assert.match(log, /The shared config profile "nobody" gives no credentials\./);
    assert.match(log, /Check the profile in ~\/\.aws\/config and ~\/\.aws\/credentials/);
  });

  it('because the environment has no credentials', async () => {
    const log = await failureOf({ source: { type: 'environment' } }, 'identityUnavailable');
    assert.match(log, /The environment has no AWS credentials\./);
    assert.match(log, /Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where VS Code is started\./);
  });

  it('because the duration is over the maximum of the role', async () => {
    const log = await failureOf({ roleArn: ROLES.lakeReader, durationSeconds: 10_800 }, 'durationTooLong');
    assert.match(log, /AWS refused a duration of 10800 seconds/);
    assert.match(log, /Lower "durationSeconds" of this hop/);
  });

  it('because the network is down: which host did not answer', async () => {
    const sts = await deadEndpoint();
    const log = await failureOf({ endpoints: { sts } }, 'network');
    assert.match(log, new RegExp(`no answer from ${new URL(sts).host} \\(ECONNREFUSED\\)`));
    assert.match(log, /Check the network, the VPN and proxy settings, and the "endpoints" of the profile\./);
  });

  it('leaves objects of a session whose S3 is down refused with the reason', async () => {
    const s3 = await deadEndpoint();
    await writeUserProfiles({ offline: variantOf('analyst', { endpoints: { ...endpointsOf('analyst'), s3 } }) });
    await run('assumeRole.assume', 'offline');
    try {
      const { code, message } = await refusalOf(textOf(objectUri('offline', 'acme-analytics', 'README.md')));
      assert.equal(code, 'Unavailable');
      assert.match(message, new RegExp(`No answer from ${new URL(s3).host} \\(ECONNREFUSED\\)\\. Check the network`));
    } finally {
      await run('assumeRole.exit');
    }
  });
});

function endpointsOf(profile: string): object {
  return variantOf(profile, {})['endpoints'] as object;
}

describe('A row that VS Code has forgotten while its view was read anew', () => {
  before(extensionStarted);

  // What VS Code hands over then, for each menu and button of a row.
  const forgotten = [undefined, undefined] as const;
  const forgottenOfSeveral = [{}, [{}, undefined]] as const;

  it('is replaced by no other: the person is told that nothing was done', async () => {
    for (const args of [forgotten, forgottenOfSeveral]) {
      for (const command of ['assumeRole.s3.delete', 'assumeRole.sessions.exit'] satisfies CommandId[]) {
        const log = await loggedDuring(
          async () => vscode.commands.executeCommand(command, ...args),
          /\[changed\] The view was just reading this row again, so nothing was done\.\s+Choose the command once more\./,
        );
        assert.equal(log.match(/\[error\]/g)?.length, 1, log);
      }
    }
  });
});
