import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { decodeJwt } from 'jose';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ANN, KEYS, MFA, OTHER, roleArn, rulesWorld } from '../worlds/rules';
import type { Fault } from './types';

describe('local AWS: server', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(rulesWorld)));
  afterEach(() => aws.close());

  const whoAmI = (): Promise<unknown> => stsClient(aws, KEYS.ann).send(new GetCallerIdentityCommand({}));

  describe('log', () => {
    it('counts calls, with callers, statuses and codes', async () => {
      await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
      await assume(aws, KEYS.ben, { RoleArn: roleArn('TrustsAccount') }).catch(() => undefined);
      assert.equal(aws.log.count({ service: 'sts', operation: 'AssumeRole' }), 2);
      assert.equal(aws.log.count({ callerArn: ANN, status: 200, region: 'us-east-1' }), 1);
      assert.equal(aws.log.count({ accessKeyId: KEYS.ben.accessKeyId, code: 'AccessDenied', status: 403 }), 1);
      aws.log.clear();
      assert.equal(aws.log.count(), 0);
    });

    it('wakes those who wait for a request', async () => {
      const waiting = aws.log.waitFor({ operation: 'GetCallerIdentity' });
      await whoAmI();
      assert.equal((await waiting).status, 200);
      assert.equal((await aws.log.waitFor({ operation: 'GetCallerIdentity' })).callerArn, ANN);
    });

    it('never holds a secret, a token, a code or an external ID', async () => {
      const externalId = 'door-7c41';
      const input = { RoleArn: roleArn('NeedsExternalId', OTHER), ExternalId: externalId, RoleSessionName: 'test' };
      const session = await assume(aws, KEYS.ann, input);
      const tokenCode = '482913';
      const query = new URLSearchParams({
        Action: 'AssumeRole',
        ExternalId: externalId,
        TokenCode: tokenCode,
        SerialNumber: MFA.ann.serialNumber,
        'X-Amz-Security-Token': session.sessionToken ?? '',
        'X-Amz-Signature': 'f'.repeat(64),
      });
      await fetch(`${aws.endpoint}/?${query.toString()}`);
      const text = JSON.stringify(aws.log.entries);
      assert.match(text, /ExternalId=REDACTED&TokenCode=REDACTED/);
      for (const secret of [
        externalId,
        tokenCode,
        'f'.repeat(64),
        session.secretAccessKey,
        encodeURIComponent(session.sessionToken ?? ''),
        session.sessionToken ?? '',
        KEYS.ann.secretAccessKey,
      ]) {
        assert.ok(!text.includes(secret), secret);
      }
    });
  });

  describe('faults', () => {
    const onceOnly = (action: Fault['action']): Fault => ({
      service: 'sts',
      operation: 'GetCallerIdentity',
      times: 1,
      action,
    });

    it('answer with an error, as often as asked', async () => {
      aws.faults.add({
        ...onceOnly({ type: 'error', status: 400, code: 'Throttling', message: 'Rate exceeded' }),
        times: 2,
      });
      const throttled = { status: 400, name: 'Throttling', message: 'Rate exceeded' };
      await assertRefused(whoAmI(), throttled);
      await assertRefused(whoAmI(), throttled);
      await whoAmI();
      assert.equal(aws.log.count({ code: 'Throttling' }), 2);
    });

    it('stay until removed, and touch nothing else', async () => {
      const fault = aws.faults.add({
        operation: 'AssumeRole',
        action: { type: 'error', status: 503, code: 'ServiceUnavailable' },
      });
      const call = (): Promise<unknown> =>
        stsClient(aws, KEYS.ann).send(
          new AssumeRoleCommand({ RoleArn: roleArn('TrustsAccount'), RoleSessionName: 'test' }),
        );
      await whoAmI();
      await assert.rejects(call());
      await assert.rejects(call());
      fault.dispose();
      await call();
    });

    it('reset the connection', async () => {
      aws.faults.add(onceOnly({ type: 'reset' }));
      await assert.rejects(whoAmI(), { code: 'ECONNRESET' });
      assert.equal(aws.log.count({ status: 0 }), 1);
      await whoAmI();
    });

    it('cut the answer short', async () => {
      aws.faults.add(onceOnly({ type: 'truncate', bytes: 20 }));
      await assert.rejects(whoAmI());
      const cut = await aws.log.waitFor({ operation: 'GetCallerIdentity', status: 0 });
      assert.equal(cut.callerArn, ANN);
      await whoAmI();
    });

    it('answer with garbage, and 200 with an error', async () => {
      aws.faults.add(onceOnly({ type: 'garbage' }));
      await assert.rejects(whoAmI(), /XML parse error/);
      aws.faults.add(onceOnly({ type: 'errorIn200', code: 'InternalError' }));
      assert.equal(((await whoAmI()) as { $metadata: { httpStatusCode?: number } }).$metadata.httpStatusCode, 200);
      assert.equal(aws.log.count({ status: 200, code: 'InternalError' }), 1);
    });

    it('answer with nothing, or with half an answer', async () => {
      for (const body of ['', '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:']) {
        aws.faults.add(onceOnly({ type: 'garbage', body }));
        const answer = await whoAmI().then(
          (identity) => (identity as { Arn?: string }).Arn,
          () => undefined,
        );
        assert.notEqual(answer, ANN);
        assert.equal(aws.log.entries.at(-1)?.status, 200);
      }
      await whoAmI();
    });

    it('hold the answer until released', async () => {
      let release: () => void = () => undefined;
      aws.faults.add(onceOnly({ type: 'hold', until: new Promise<void>((resolve) => (release = resolve)) }));
      const held = whoAmI();
      await aws.log.waitForArrival({ operation: 'GetCallerIdentity' });
      await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
      assert.equal(aws.log.filter({ operation: 'GetCallerIdentity' })[0]?.status, 0);
      release();
      await held;
      assert.equal(aws.log.filter({ operation: 'GetCallerIdentity' })[0]?.status, 200);
    });

    it('delay the answer', async () => {
      aws.faults.add(onceOnly({ type: 'delay', milliseconds: 50 }));
      const started = performance.now();
      await whoAmI();
      assert.ok(performance.now() - started >= 49);
    });
  });

  it('closes at once, with idle connections and delayed answers open', async () => {
    await whoAmI();
    aws.faults.add({ action: { type: 'delay', milliseconds: 3_600_000 } });
    const hanging = assert.rejects(whoAmI());
    while (aws.log.count() < 2) await new Promise(setImmediate);
    await aws.close();
    await hanging;
    await assert.rejects(fetch(aws.endpoint));
    aws = await startLocalAws(rulesWorld);
  });

  it('closes at once, with half a request received', async () => {
    const socket = connect(Number(new URL(aws.endpoint).port), '127.0.0.1');
    await once(socket, 'connect');
    // A reset is a close, too.
    socket.on('error', () => undefined);
    const cut = new Promise((resolve) => socket.on('close', resolve));
    socket.write('PUT /bucket/key HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\nhalf');
    await aws.close();
    await cut;
    aws = await startLocalAws(rulesWorld);
  });

  it('takes the port it is given', async () => {
    const port = Number(new URL(aws.endpoint).port);
    await assert.rejects(startLocalAws(rulesWorld, { port }), { code: 'EADDRINUSE' });
    await aws.close();
    aws = await startLocalAws(rulesWorld, { port });
    await whoAmI();
  });

  it('denies a revoked session everything from then on, but not a new one', async () => {
    const role = roleArn('TrustsAccount');
    const next = { RoleArn: roleArn('TrustsHome', OTHER) };
    const session = await assume(aws, KEYS.ann, { RoleArn: role });
    await assume(aws, session, next);
    aws.clock.offset += 1000;
    aws.iam.revokeSessions(role, aws.clock.now());
    await assertRefused(assume(aws, session, next), { status: 403, name: 'AccessDenied' });
    aws.clock.offset += 1000;
    await assume(aws, await assume(aws, KEYS.ann, { RoleArn: role }), next);
  });

  describe('side door', () => {
    const get = (path: string): Promise<Response> => fetch(`${aws.endpoint}/_localaws/${path}`);

    it('shows the codes of the MFA devices, good for AssumeRole', async () => {
      const devices = (await (await get('mfa.json')).json()) as {
        serialNumber: string;
        code: string;
        secondsLeft: number;
      }[];
      const device = devices.find(({ serialNumber }) => serialNumber === MFA.ann.serialNumber);
      assert.ok(device && device.secondsLeft >= 1 && device.secondsLeft <= 30);
      await assume(aws, KEYS.ann, {
        RoleArn: roleArn('NeedsMfa'),
        SerialNumber: device.serialNumber,
        TokenCode: device.code,
      });
    });

    it('tells where the metadata of an instance is', async () => {
      const environment = (await (await get('environment.json')).json()) as Record<string, string>;
      assert.equal(environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'], aws.imds.endpoint);
    });

    it('makes web identity tokens and SAML assertions', async () => {
      const token = await (await get('web-identity-token?sub=me&aud=you')).text();
      const { sub, aud } = decodeJwt(token);
      assert.deepEqual([sub, aud], ['me', 'you']);
      const assertion = await (await get('saml-assertion?role=a,b&role=c,d&name=ann')).text();
      const xml = Buffer.from(assertion, 'base64').toString();
      for (const part of ['>a,b<', '>c,d<', '>ann<']) assert.ok(xml.includes(part), part);
      assert.equal(aws.log.count(), 0);
    });

    it('has pages for people, and the log', async () => {
      assert.match(await (await get('')).text(), /MFA codes/);
      const page = await get('mfa');
      assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
      await whoAmI();
      assert.deepEqual(await (await get('log')).json(), JSON.parse(JSON.stringify(aws.log.entries)));
      assert.equal((await get('nothing')).status, 404);
      assert.equal(aws.log.count(), 1);
    });
  });
});
