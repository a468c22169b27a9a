import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { createAwsServices } from '../../../src/aws';
import type { Hop, Profile } from '../../../src/core/roles/profile';
import { Credentials } from '../../../src/core/sessions/credentials';
import { SessionService } from '../../../src/core/sessions/sessionService';
import type { AppError } from '../../../src/core/support/errors';
import { cancelled, isAppError, type ErrorKind } from '../../../src/core/support/errors';
import { startLocalAws, type LocalAws } from '../../localaws/server';
import { ACCESS_KEYS, currentMfaCode, demoWorld, EXTERNAL_IDS, MFA_SERIAL, ROLES } from '../../localaws/worlds/demo';
import { ManualClock } from '../support/manualClock';
import { secretsInMemory } from '../../support/secretsInMemory';
import { PROFILE_DEFAULTS } from '../../support/profileDefaults';
import { NO_CONSENTS, noConsent } from '../../support/consent';

const never = new AbortController().signal;

describe('assuming roles against the local AWS', () => {
  let aws: LocalAws;
  /** What a person would type when asked for an MFA code. */
  let typeCode: () => string;

  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());
  beforeEach(() => {
    aws.log.clear();
    aws.faults.clear();
    typeCode = () => {
      throw cancelled();
    };
  });

  function service(keys: { accessKeyId: string; secretAccessKey: string }, profile: Profile): SessionService {
    const vault = secretsInMemory({
      accessKeys: () => Promise.resolve(new Credentials(keys)),
      externalId: () => Promise.resolve(EXTERNAL_IDS.lake),
    });
    const { roles, sources } = createAwsServices(vault, undefined);
    return new SessionService({
      holderOf: () => undefined,
      guarded: (profile) => profile,
      clock: new ManualClock(),
      roles,
      sources,
      vault,
      defaultSessionName: () => 'tester',
      getProfile: () => profile,
      prompter: {
        // A person takes a moment; typing again and again must not be a busy loop.
        mfaCode: () => new Promise((resolve, reject) => setImmediate(() => settle(resolve, reject))),
        storeSecret: () => Promise.reject(cancelled()),
        consent: noConsent,
      },
      consents: NO_CONSENTS,
    });
  }

  function settle(resolve: (code: string) => void, reject: (error: Error) => void): void {
    try {
      resolve(typeCode());
    } catch (error) {
      reject(error as Error);
    }
  }

  function profile(...chain: Hop[]): Profile {
    return {
      ...PROFILE_DEFAULTS,
      name: 'p',
      source: { type: 'accessKeys', name: 'alice' },
      chain,
      endpoints: { sts: aws.endpoint },
    };
  }

  const assume = (chain: Hop[], keys: { accessKeyId: string; secretAccessKey: string } = ACCESS_KEYS.alice) =>
    service(keys, profile(...chain)).assume('p', never);

  async function failure(work: Promise<unknown>, kind: ErrorKind): Promise<AppError> {
    const error: unknown = await work.then(
      () => assert.fail('expected a failure'),
      (reason: unknown) => reason,
    );
    assert.ok(isAppError(error, kind), `${kind} expected, got ${String(error)}`);
    assert.doesNotMatch(error.message, /\n\s+at /, 'no stack trace in a message');
    return error;
  }

  it('walks the chain of three with a secret external ID, one STS call per hop', async () => {
    const session = await assume([
      { roleArn: ROLES.hub },
      { roleArn: ROLES.lake, externalId: { secret: 'lake-partner' } },
      { roleArn: ROLES.vault, sessionName: 'nightly' },
    ]);
    assert.equal(session.identity.arn, 'arn:aws:sts::333333333333:assumed-role/Vault/nightly');
    assert.equal(session.identity.accountId, '333333333333');
    assert.equal(aws.log.count({ service: 'sts' }), 3);
    assert.equal(aws.log.count({ operation: 'AssumeRole', status: 200 }), 3);
  });

  it('asks for as long as the hop says', async () => {
    const session = await assume([{ roleArn: ROLES.analyst, durationSeconds: 43_200 }]);
    assert.ok(Math.abs((session.expiration ?? 0) - Date.now() - 43_200_000) < 60_000);
  });

  it('assumes the role that needs MFA with the code the person types, after a wrong one', async () => {
    const codes = ['000000', currentMfaCode(aws.clock.now())];
    typeCode = () => codes.shift() ?? '';
    const session = await assume([{ roleArn: ROLES.adminMfa, mfaSerial: MFA_SERIAL }]);
    assert.match(session.identity.arn, /AdminMfa/);
    assert.equal(codes.length, 0);
  });

  it('says which hop was denied, why that may be and what to check', async () => {
    const error = await failure(
      assume([{ roleArn: ROLES.hub }, { roleArn: ROLES.lake, externalId: 'wrong-one' }]),
      'accessDenied',
    );
    assert.match(error.message, /^Hop 2 of 2, Lake \(222222222222\): AWS denied sts:AssumeRole \(AccessDenied\)\.$/);
    assert.match(error.detail.cure ?? '', /the external ID is the one the trust policy asks for/);
    assert.match(error.detail.awsMessage ?? '', /not authorized to perform: sts:AssumeRole/);
  });

  it('tells a missing MFA device apart in the advice', async () => {
    const error = await failure(assume([{ roleArn: ROLES.adminMfa }]), 'accessDenied');
    assert.match(error.detail.cure ?? '', /no MFA \(this hop gives no "mfaSerial"\)/);
  });

  it('a duration over the role’s maximum', async () => {
    const error = await failure(assume([{ roleArn: ROLES.hub, durationSeconds: 7200 }]), 'durationTooLong');
    assert.match(error.message, /7200 seconds.*MaxSessionDuration/);
    assert.match(error.detail.cure ?? '', /durationSeconds/);
  });

  it('an unknown access key and a wrong secret key', async () => {
    const unknown = await failure(
      assume([{ roleArn: ROLES.hub }], { accessKeyId: 'AKIAUNKNOWN000000001', secretAccessKey: 'x' }),
      'credentialsRejected',
    );
    assert.match(unknown.message, /does not know the access key/);
    const wrong = await failure(
      assume([{ roleArn: ROLES.hub }], { ...ACCESS_KEYS.alice, secretAccessKey: 'x' }),
      'credentialsRejected',
    );
    assert.match(wrong.message, /secret access key/);
    assert.match(wrong.detail.cure ?? '', /Set Access Keys/);
    assert.deepEqual(wrong.detail.secret, { type: 'accessKeys', name: 'alice' }, 'which keys to set');
  });

  it('a clock that is off', async () => {
    // The SDK learns the difference from the first answer, so it must not get a chance to correct itself.
    const error = await failure(
      withFault(
        {
          type: 'error',
          status: 403,
          code: 'SignatureDoesNotMatch',
          message: 'Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z',
        },
        () => assume([{ roleArn: ROLES.hub }]),
      ),
      'clockSkew',
    );
    assert.match(error.message, /clock/);
  });

  it('STS switched off in the region, and throttling', async () => {
    const off = await failure(
      withFault({ type: 'error', status: 403, code: 'RegionDisabledException' }, () =>
        assume([{ roleArn: ROLES.hub }]),
      ),
      'regionDisabled',
    );
    assert.match(off.message, /us-east-1/);
    await failure(
      withFault({ type: 'error', status: 400, code: 'Throttling' }, () => assume([{ roleArn: ROLES.hub }])),
      'throttled',
    );
  });

  it('an answer that is none', async () => {
    await failure(
      withFault({ type: 'garbage' }, () => assume([{ roleArn: ROLES.hub }])),
      'strangeAnswer',
    );
  });

  it('a network that is down: who did not answer and where to look', async () => {
    const refused = profile({ roleArn: ROLES.hub });
    const error = await failure(
      service(ACCESS_KEYS.alice, { ...refused, endpoints: { sts: `http://127.0.0.1:${await closedPort()}` } }).assume(
        'p',
        never,
      ),
      'network',
    );
    assert.match(error.message, /no answer from 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
    assert.match(error.detail.cure ?? '', /proxy/);
    assert.ok(
      isAppError(
        await failure(
          withFault({ type: 'reset' }, () => assume([{ roleArn: ROLES.hub }])),
          'network',
        ),
      ),
    );
  });

  it('giving up ends at once, however slow AWS is', async () => {
    const controller = new AbortController();
    const fault = aws.faults.add({ service: 'sts', action: { type: 'delay', milliseconds: 60_000 } });
    const sessions = service(ACCESS_KEYS.alice, profile({ roleArn: ROLES.hub }));
    const work = sessions.assume('p', controller.signal);
    await aws.log.waitForArrival({ operation: 'AssumeRole' });
    controller.abort();
    await failure(work, 'cancelled');
    assert.equal(sessions.state.active, undefined);
    fault.dispose();
  });

  it('a refusal in which AWS repeats the external ID does not show it', async () => {
    const message = `1 validation error detected: Value '${EXTERNAL_IDS.lake}' at 'externalId' failed to satisfy constraint`;
    const error = await failure(
      withFault({ type: 'error', status: 400, code: 'ValidationError', message }, () =>
        assume([{ roleArn: ROLES.hub, externalId: EXTERNAL_IDS.lake }]),
      ),
      'invalidRequest',
    );
    assert.match(error.message, /externalId/);
    assert.ok(!`${error.message} ${JSON.stringify(error.detail)}`.includes(EXTERNAL_IDS.lake));
  });

  it('never sends a secret where a log could keep it', async () => {
    await assume([{ roleArn: ROLES.hub }, { roleArn: ROLES.lake, externalId: EXTERNAL_IDS.lake }]);
    const log = JSON.stringify(aws.log.entries);
    for (const secret of [ACCESS_KEYS.alice.secretAccessKey, EXTERNAL_IDS.lake]) assert.ok(!log.includes(secret));
  });

  async function withFault<T>(
    action: Parameters<LocalAws['faults']['add']>[0]['action'],
    work: () => Promise<T>,
  ): Promise<T> {
    const fault = aws.faults.add({ service: 'sts', action });
    try {
      return await work();
    } finally {
      fault.dispose();
    }
  }
});

/** A port nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
