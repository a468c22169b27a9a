import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { EXTERNAL_IDS, ROLES } from '../localaws/worlds/demo';
import type { CommandId } from '../../src/vscode/ids';
import { extensionStarted, run } from './support/extension';
import { objectUri, refusalOf, textOf } from './support/objects';
import { loggedDuring } from './support/logFile';
import { variantOf, writeUserProfiles } from './support/profiles';
import { operations, requestsDuring } from './support/requests';

const README = objectUri('analyst', 'acme-analytics', 'README.md');
const PARTNER_README = objectUri('partner', 'partner-exchange', 'shared/README.md');

/** Names of the STS operations while `body` runs. */
async function stsDuring(body: () => Promise<unknown>): Promise<string[]> {
  return operations(await requestsDuring(body), 'sts');
}

describe('A session', () => {
  before(extensionStarted);
  beforeEach(exitAll);
  after(async () => {
    await exitAll();
    await writeUserProfiles(undefined);
  });

  /** Sessions are kept when another becomes active, so each is made active and exited. */
  async function exitAll(): Promise<void> {
    for (const profile of ['analyst', 'partner']) {
      await run('assumeRole.assume', profile);
      await run('assumeRole.exit');
    }
  }

  it('costs one STS call and makes objects readable', async () => {
    assert.deepEqual(await stsDuring(() => run('assumeRole.assume', 'analyst')), ['AssumeRole']);
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('serves ten users at the same time without a further STS call', async () => {
    await run('assumeRole.assume', 'analyst');
    const keys = ['.', '..', 'same', 'same/inside.txt', '日本語.txt', '100%.txt', 'trailing space '];
    const uris = [
      ...keys.map((key) => objectUri('analyst', 'acme-analytics', `odd keys/${key}`)),
      objectUri('analyst', 'acme-reports-eu', 'README.md'),
      objectUri('analyst', 'acme-versions', 'contract.md'),
      README,
    ];
    const entries = await requestsDuring(async () => {
      const texts = await Promise.all(uris.map(textOf));
      assert.ok(texts.every((text) => text.length > 10));
    });
    assert.equal(uris.length, 10);
    assert.deepEqual(operations(entries, 'sts'), []);
    assert.equal(operations(entries, 's3').filter((operation) => operation === 'GetObject').length >= 10, true);
  });

  it('of ten callers at the same time costs one STS call', async () => {
    const calls = await stsDuring(() =>
      Promise.all(Array.from({ length: 10 }, () => run('assumeRole.assume', 'analyst'))),
    );
    assert.deepEqual(calls, ['AssumeRole']);
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('of a chain of three roles costs one STS call for each hop', async () => {
    const chain = [
      // A name of its own, because profiles share the sessions of hops they have in common.
      { roleArn: ROLES.hub, sessionName: 'three-hops' },
      { roleArn: ROLES.lake, externalId: EXTERNAL_IDS.lake },
      { roleArn: ROLES.vault },
    ];
    await writeUserProfiles({ 'vault-chain': variantOf('analyst', { roleArn: undefined, chain }) });
    const calls = await stsDuring(() => run('assumeRole.assume', 'vault-chain'));
    assert.deepEqual(calls, ['AssumeRole', 'AssumeRole', 'AssumeRole']);
    assert.match(await textOf(objectUri('vault-chain', 'partner-vault', 'README.md')), /^# The vault\n/);
    await run('assumeRole.exit');
  });

  it('that is exited leaves nothing readable, at once', async () => {
    await run('assumeRole.assume', 'analyst');
    await vscode.workspace.fs.stat(README);
    await textOf(README);

    await run('assumeRole.exit');

    const entries = await requestsDuring(async () => {
      for (const operation of [vscode.workspace.fs.stat(README), vscode.workspace.fs.readFile(README)]) {
        const { code, message } = await refusalOf(operation);
        assert.equal(code, 'Unavailable');
        assert.match(message, /The role of profile "analyst" is not assumed\. Run "AWS: Assume Role"\./);
      }
    });
    assert.deepEqual(entries, []);
  });

  it('can be had again after the exit', async () => {
    await run('assumeRole.assume', 'analyst');
    await run('assumeRole.exit');
    assert.deepEqual(await stsDuring(() => run('assumeRole.assume', 'analyst')), ['AssumeRole']);
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('is kept while another is active, so that going back costs no STS call', async () => {
    await run('assumeRole.assume', 'analyst');
    await run('assumeRole.assume', 'partner');
    assert.match(await textOf(PARTNER_README), /^# For all partners\n/);
    assert.deepEqual(await stsDuring(() => run('assumeRole.assume', 'analyst')), []);
    await run('assumeRole.exit');
    assert.equal((await refusalOf(textOf(README))).code, 'Unavailable');
    assert.match(await textOf(PARTNER_README), /^# For all partners\n/);
  });

  it('is renewed while another is active, and that one stays active', async () => {
    await run('assumeRole.assume', 'analyst');
    await run('assumeRole.assume', 'partner');
    assert.deepEqual(await stsDuring(() => run('assumeRole.sessions.renew', 'analyst')), ['AssumeRole']);
    await run('assumeRole.exit');
    assert.equal((await refusalOf(textOf(PARTNER_README))).code, 'Unavailable');
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('is not ended by a click on a row that is just redrawn', async () => {
    await run('assumeRole.assume', 'analyst');
    await vscode.commands.executeCommand('assumeRole.sessions.exit' satisfies CommandId);
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('never has more rights than its role', async () => {
    await run('assumeRole.assume', 'analyst');
    await run('assumeRole.assume', 'partner');
    const { code, message } = await refusalOf(
      textOf(objectUri('partner', 'partner-exchange', 'globex/confidential.txt')),
    );
    assert.equal(code, 'NoPermissions');
    assert.match(message, /s3:GetObject.*partner-exchange/);
  });

  it('is renewed by one STS call', async () => {
    await run('assumeRole.assume', 'analyst');
    assert.deepEqual(await stsDuring(() => run('assumeRole.renew')), ['AssumeRole']);
    assert.match(await textOf(README), /^# Analytics\n/);
  });

  it('stays the active one when assuming another fails', async () => {
    await writeUserProfiles({ denied: variantOf('analyst', { roleArn: ROLES.vault }) });
    await run('assumeRole.assume', 'analyst');
    await loggedDuring(() => run('assumeRole.assume', 'denied'), /\[accessDenied\]/);
    assert.match(await textOf(README), /^# Analytics\n/);
    await run('assumeRole.exit');
    assert.equal((await refusalOf(textOf(README))).code, 'Unavailable');
  });

  it('under way can be given up, silently and with nothing left', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const endpoints = { sts: `http://127.0.0.1:${port}` };
    await writeUserProfiles({ stuck: variantOf('analyst', { endpoints }) });

    const log = await loggedDuring(async () => {
      const attempt = run('assumeRole.assume', 'stuck');
      await once(silent, 'connection');
      silent.close();
      await run('assumeRole.cancel');
      await attempt;
      await run('assumeRole.assume', 'analyst');
    }, /Assumed analyst/);

    assert.doesNotMatch(log, /\[error\]/);
    assert.equal((await refusalOf(textOf(objectUri('stuck', 'acme-analytics', 'README.md')))).code, 'Unavailable');
  });
});
