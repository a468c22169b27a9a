import assert from 'node:assert/strict';
import type { Transport } from '../../../src/aws';
import type { AssumeRoleRequest } from '../../../src/core/sessions/ports';
import { type LocalAws, startLocalAws } from '../../localaws/server';
import { assertAbout } from '../../localaws/testing/durations';
import { ACCESS_KEYS, currentMfaCode, demoWorld, EXTERNAL_IDS, MFA_SERIAL, ROLES } from '../../localaws/worlds/demo';
import { RecordingTransport } from './support/recordingTransport';
import { alice, failure, hosts, never, services } from './support/services';

const request = (changes: Partial<AssumeRoleRequest> = {}): AssumeRoleRequest => ({
  roleArn: ROLES.analyst,
  sessionName: 'tester',
  ...changes,
});

describe('calls of STS', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());
  beforeEach(() => {
    aws.log.clear();
    aws.faults.clear();
    aws.clock.offset = 0;
  });

  const { roles } = services();
  const assume = (changes?: Partial<AssumeRoleRequest>, signal = never) =>
    roles.assumeRole(request(changes), alice, hosts(aws), signal);

  it('AssumeRole carries every parameter of the hop, role_session_name too', async () => {
    const transport = new RecordingTransport(aws);
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    });
    const everything = request({
      sessionName: 'nightly',
      externalId: 'partner-1',
      durationSeconds: 7200,
      mfa: { serial: MFA_SERIAL, code: currentMfaCode(aws.clock.now()) },
      tags: { team: 'data', 'streamsets/principal': 'alice' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'alice',
      policy,
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    });
    const { identity, credentials } = await services({ transport }).roles.assumeRole(
      everything,
      alice,
      hosts(aws),
      never,
    );
    assert.equal(identity.arn, 'arn:aws:sts::111111111111:assumed-role/Analyst/nightly');
    assertAbout(((credentials.expiration ?? 0) - Date.now()) / 1000, 7200);
    const form = Object.fromEntries(transport.sent[0]?.form ?? []);
    const { TokenCode, Version, ...others } = form;
    assert.ok(TokenCode && Version);
    assert.deepEqual(others, {
      Action: 'AssumeRole',
      RoleArn: ROLES.analyst,
      RoleSessionName: 'nightly',
      ExternalId: 'partner-1',
      DurationSeconds: '7200',
      SerialNumber: MFA_SERIAL,
      'Tags.member.1.Key': 'team',
      'Tags.member.1.Value': 'data',
      'Tags.member.2.Key': 'streamsets/principal',
      'Tags.member.2.Value': 'alice',
      'TransitiveTagKeys.member.1': 'team',
      SourceIdentity: 'alice',
      Policy: policy,
      'PolicyArns.member.1.arn': 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    });
  });

  it('GetSessionToken turns an MFA code into a session', async () => {
    aws.clock.offset = 3_600_000;
    const code = currentMfaCode(aws.clock.now());
    const session = await roles.sessionToken({ serial: MFA_SERIAL, code }, 43_200, alice, hosts(aws), never);
    assert.ok(session.temporary);
    const role = await roles.assumeRole(request({ roleArn: ROLES.adminMfa }), session, hosts(aws), never);
    assert.match(role.identity.arn, /AdminMfa/);
    await failure(roles.sessionToken({ serial: MFA_SERIAL, code }, 43_200, alice, hosts(aws), never), 'mfaRejected', [
      code,
    ]);
  });

  describe('with a wrong clock on this machine', () => {
    const HOUR = 3_600_000;

    it('a session is as long as AWS gave it, neither shorter nor longer', async () => {
      for (const offset of [-2 * HOUR, 2 * HOUR, -240_000]) {
        aws.clock.offset = offset;
        const { credentials } = await services().roles.assumeRole(request(), alice, hosts(aws), never);
        assertAbout(((credentials.expiration ?? 0) - Date.now()) / 1000, 3600);
      }
    });

    it('only the first request is refused for it', async () => {
      aws.clock.offset = 2 * HOUR;
      const own = services().roles;
      for (let i = 0; i < 3; i++) await own.callerIdentity(alice, hosts(aws), never);
      assert.equal(aws.log.count(), 4);
      assert.equal(aws.log.count({ status: 200 }), 3);
    });

    it('is learnt from refusals too, and forgotten when the clock is right again', async () => {
      const own = services().roles;
      aws.clock.offset = -2 * HOUR;
      await failure(own.assumeRole(request({ roleArn: ROLES.vault }), alice, hosts(aws), never), 'accessDenied');
      aws.clock.offset = 0;
      const { credentials } = await own.assumeRole(request(), alice, hosts(aws), never);
      assertAbout(((credentials.expiration ?? 0) - Date.now()) / 1000, 3600);
    });
  });

  describe('when STS does not answer as it should', () => {
    const impatient: Transport = { requestHandler: () => ({ socketTimeout: 150 }) };
    const attempt = () => services({ transport: impatient }).roles.assumeRole(request(), alice, hosts(aws), never);

    it('slow: it is asked once more, then says who did not answer', async () => {
      aws.faults.add({ service: 'sts', action: { type: 'delay', milliseconds: 60_000 } });
      const error = await failure(attempt(), 'network');
      assert.equal(error.detail.code, 'ETIMEDOUT');
      assert.equal(error.detail.host, new URL(aws.endpoint).host);
      assert.equal(aws.log.count(), 2);
    });

    it('slow once: the second answer counts', async () => {
      aws.faults.add({ service: 'sts', times: 1, action: { type: 'delay', milliseconds: 60_000 } });
      assert.match((await attempt()).identity.arn, /Analyst/);
    });

    it('resetting the connection', async () => {
      aws.faults.add({ service: 'sts', action: { type: 'reset' } });
      assert.equal((await failure(assume(), 'network')).detail.code, 'ECONNRESET');
      aws.faults.clear();
      aws.faults.add({ service: 'sts', times: 1, action: { type: 'reset' } });
      assert.match((await assume()).identity.arn, /Analyst/);
    });

    it('throttling or failing: it is asked again, and says so in the end', async () => {
      for (const [status, code, kind] of [
        [400, 'Throttling', 'throttled'],
        [503, 'ServiceUnavailable', 'serviceFault'],
      ] as const) {
        aws.faults.add({ service: 'sts', times: 2, action: { type: 'error', status, code } });
        assert.match((await assume()).identity.arn, /Analyst/);
        aws.faults.add({ service: 'sts', action: { type: 'error', status, code } });
        assert.equal((await failure(assume(), kind)).detail.code, code);
        aws.faults.clear();
      }
    }).timeout(20_000);

    it('answering what is not from AWS: a page, nothing, half an answer', async () => {
      const page = { type: 'garbage' } as const;
      for (const action of [page, { ...page, body: '' }, { ...page, body: '<AssumeRoleResponse><AssumeRo' }]) {
        aws.faults.add({ service: 'sts', action });
        for (const work of [assume(), roles.callerIdentity(alice, hosts(aws), never)]) {
          const error = await failure(work, 'strangeAnswer');
          assert.match(error.message, /127\.0\.0\.1/);
        }
        aws.faults.clear();
      }
      aws.faults.add({ service: 'sts', action: { type: 'truncate', bytes: 40 } });
      const cut = await assume().catch((error: unknown) => error as { kind?: string });
      assert.match('kind' in cut ? (cut.kind ?? '') : 'no failure', /^(network|strangeAnswer)$/);
    });
  });

  it('tells session policies that are too large, or no policies, apart', async () => {
    const action = (code: string) => ({ type: 'error', status: 400, code }) as const;
    aws.faults.add({ service: 'sts', times: 1, action: action('PackedPolicyTooLarge') });
    await failure(assume(), 'policyTooLarge');
    const error = await failure(assume({ policy: '{"Statement":[{"Effect":"Maybe"}]}' }), 'invalidRequest');
    assert.equal(error.detail.code, 'MalformedPolicyDocument');
  });

  it('tells that root users cannot assume roles', async () => {
    const message = 'Roles may not be assumed by root accounts.';
    aws.faults.add({ service: 'sts', action: { type: 'error', status: 403, code: 'AccessDenied', message } });
    const error = await failure(assume(), 'accessDenied');
    assert.equal(error.detail.awsMessage, message);
  });

  it('shows no secret of a request that AWS repeats, wherever an error is read', async () => {
    const code = '123456';
    const secrets = [EXTERNAL_IDS.lake, code];
    const message = `Value '${EXTERNAL_IDS.lake}' at 'externalId' and '${code}' at 'tokenCode' failed`;
    aws.faults.add({ service: 'sts', action: { type: 'error', status: 400, code: 'ValidationError', message } });
    const error = await failure(
      assume({ externalId: EXTERNAL_IDS.lake, mfa: { serial: MFA_SERIAL, code } }),
      'invalidRequest',
      [...secrets, ACCESS_KEYS.alice.secretAccessKey],
    );
    assert.equal(error.message, "Value '***' at 'externalId' and '***' at 'tokenCode' failed");
  });
});
