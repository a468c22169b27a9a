import assert from 'node:assert/strict';
import { createAwsServices } from '../../../../src/aws';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { SessionService } from '../../../../src/core/sessions/sessionService';
import { AppError, cancelled, isAppError } from '../../../../src/core/support/errors';
import { MovableClock } from '../../../conformance/movableClock';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { ACCESS_KEYS, currentMfaCode, demoWorld, EXTERNAL_IDS, MFA_SERIAL, ROLES } from '../../../localaws/worlds/demo';
import { settle } from '../../support/manualClock';
import { secretsInMemory } from '../../../support/secretsInMemory';
import { profileOf } from '../../support/memoryWorld';
import { NO_CONSENTS, noConsent } from '../../../support/consent';

const never = new AbortController().signal;
const OTHERS_DEVICE = MFA_SERIAL.replace('alice', 'bob');
const SECOND = 1000;
const HOUR = 3600 * SECOND;

describe('MFA and chains, by the rules of AWS', () => {
  let aws: LocalAws;
  let clock: MovableClock;
  let service: SessionService;
  /** What the person types at each box, given why the code before was not taken; Escape when it throws. */
  let type: (rejected: string | undefined) => string;
  let asked: (string | undefined)[];

  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    clock = new MovableClock();
    asked = [];
    type = () => currentMfaCode(aws.clock.now());
    const profiles = [
      profile('admin', { mfaSession: MFA_SERIAL }, { roleArn: ROLES.adminMfa }),
      profile('analyst', { mfaSession: MFA_SERIAL }, { roleArn: ROLES.analyst }),
      profile('admin-direct', {}, { roleArn: ROLES.adminMfa, mfaSerial: MFA_SERIAL, durationSeconds: 14_400 }),
      profile('analyst-direct', {}, { roleArn: ROLES.analyst, mfaSerial: MFA_SERIAL, durationSeconds: 43_200 }),
      profile('wrong-device', { mfaSession: OTHERS_DEVICE }, { roleArn: ROLES.adminMfa }),
      profile('wrong-device-direct', {}, { roleArn: ROLES.adminMfa, mfaSerial: OTHERS_DEVICE }),
      profile(
        'chain',
        {},
        { roleArn: ROLES.hub },
        { roleArn: ROLES.lake, externalId: EXTERNAL_IDS.lake },
        { roleArn: ROLES.vault },
      ),
    ];
    const vault = secretsInMemory({ accessKeys: () => Promise.resolve(new Credentials(ACCESS_KEYS.alice)) });
    service = new SessionService({
      holderOf: () => undefined,
      guarded: (profile) => profile,
      ...createAwsServices(vault, undefined, { now: () => clock.now() }),
      clock,
      vault,
      defaultSessionName: () => 'tester',
      getProfile: (name) => {
        const found = profiles.find((candidate) => candidate.name === name);
        if (!found) throw new AppError('profileNotFound', name);
        return found;
      },
      prompter: {
        // A person takes a moment; typing again and again must not be a busy loop.
        mfaCode: (_serial, { rejected }) => {
          asked.push(rejected);
          return settle().then(() => type(rejected));
        },
        storeSecret: () => Promise.reject(cancelled()),
        consent: noConsent,
      },
      consents: NO_CONSENTS,
    });
  });

  afterEach(async () => {
    service.dispose();
    await aws.close();
  });

  function profile(name: string, more: Partial<Profile>, ...chain: Hop[]): Profile {
    return { ...profileOf(name, []), chain, endpoints: { sts: aws.endpoint }, ...more };
  }

  function elapse(milliseconds: number): void {
    aws.clock.offset += milliseconds;
    clock.move(milliseconds);
  }

  it('one code opens every role of the user, those that ask for MFA too', async () => {
    const admin = await service.assume('admin', never);
    await service.assume('analyst', never);
    assert.match(admin.identity.arn, /assumed-role\/AdminMfa\/tester$/);
    assert.deepEqual(asked, [undefined]);
    assert.equal(aws.log.count({ operation: 'GetSessionToken' }), 1);
    assert.equal(aws.log.count({ operation: 'AssumeRole' }), 2);
  });

  it('when the MFA session is over the person is asked for a code, not told "not authorized"', async () => {
    await service.assume('admin', never);
    elapse(13 * HOUR);
    await assert.rejects(service.credentials('admin', never), (error) => isAppError(error, 'interactionRequired'));
    await service.renew(never);
    assert.deepEqual(asked, [undefined, undefined]);
    assert.equal(aws.log.count({ operation: 'AssumeRole', status: 403 }), 0);
  });

  it('a wrong code is asked for again, a used one is never sent', async () => {
    type = (rejected) => {
      if (rejected === 'reused') elapse(30 * SECOND);
      return asked.length === 1 ? '000000' : currentMfaCode(aws.clock.now());
    };
    await service.assume('admin-direct', never);
    assert.deepEqual(asked, [undefined, 'refused']);
    const session = await service.assume('analyst-direct', never);
    assert.deepEqual(asked, [undefined, 'refused', undefined, 'reused']);
    assert.equal(aws.log.count({ operation: 'AssumeRole', status: 403 }), 1, 'the wrong one only');
    assert.ok((session.expiration ?? 0) > clock.now() + 11.9 * HOUR, 'twelve hours with the code given to the role');
  });

  it('a device of somebody else is told after one code, not asked for again and again', async () => {
    type = () => {
      if (asked.length > 1) throw cancelled();
      return currentMfaCode(aws.clock.now());
    };
    for (const name of ['wrong-device', 'wrong-device-direct']) {
      asked = [];
      await assert.rejects(service.assume(name, never), (error) => isAppError(error, 'mfaDeviceRejected'));
      assert.deepEqual(asked, [undefined]);
      assert.match(service.failure(name)?.message ?? '', /mfa\/bob is not an MFA device of the user/);
    }
  });

  it('roles that take a code each can be assumed at once: nobody is denied for a code used twice', async () => {
    type = (rejected) => {
      if (rejected === 'reused') elapse(30 * SECOND);
      return currentMfaCode(aws.clock.now());
    };
    const profiles = [ROLES.adminMfa, ROLES.analyst].map((roleArn, index) =>
      profile(`direct-${index}`, {}, { roleArn, mfaSerial: MFA_SERIAL }),
    );
    const tests = await Promise.all(profiles.map((one) => service.testChain(one, never, () => undefined)));
    assert.deepEqual(
      tests.map((steps) => steps.map(({ state }) => state)),
      [
        ['ok', 'ok'],
        ['ok', 'ok'],
      ],
    );
    assert.equal(aws.log.count({ operation: 'AssumeRole', status: 403 }), 0);
  });

  it('100 callers at once cost one STS call for each hop', async () => {
    await service.assume('chain', never);
    // The active session renews by itself; this one waits for its users.
    await service.assume('analyst', never);
    elapse(2 * HOUR);
    await service.renew(never);
    aws.log.clear();
    await Promise.all(Array.from({ length: 100 }, () => service.credentials('chain', never)));
    assert.equal(aws.log.count({ operation: 'AssumeRole' }), 3);
  });

  it('Test Chain says who each place is, and stops at the hop that fails', async () => {
    const chain = service.assume('chain', never).then(({ profile: walked }) => walked);
    const steps = await service.testChain(await chain, never, () => undefined);
    assert.deepEqual(
      steps.map(({ identity }) => identity?.arn.split(':').at(-1)),
      ['user/alice', 'assumed-role/Hub/tester', 'assumed-role/Lake/tester', 'assumed-role/Vault/tester'],
    );
    const denied = await service.testChain(
      profile('denied', {}, { roleArn: ROLES.hub }, { roleArn: ROLES.lake }, { roleArn: ROLES.vault }),
      never,
      () => undefined,
    );
    assert.deepEqual(
      denied.map(({ state }) => state),
      ['ok', 'ok', 'failed', 'skipped'],
    );
    assert.ok(isAppError(denied[2]?.error, 'accessDenied'));
    assert.equal(service.failure('denied'), denied[2].error);
  });
});
