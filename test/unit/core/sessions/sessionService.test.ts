import assert from 'node:assert/strict';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { settle } from '../../support/manualClock';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const MINUTE = 60_000;

describe('session service', () => {
  it('walks a chain with exactly one STS call per hop, each signed with the hop before', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('three', ['Hub', 'Lake', 'Vault']));
    const session = await service.assume('three', never);
    assert.deepEqual(world.called, ['Hub', 'Lake', 'Vault']);
    assert.deepEqual(
      world.calls.map(({ caller }) => caller),
      ['base:accessKeys', 'Hub#1', 'Lake#2'],
    );
    assert.match(session.identity.arn, /assumed-role\/Vault\/tester$/);
    assert.equal(service.state.active, session);
  });

  it('serves any number of concurrent users of a session without a further call', async () => {
    const world = new MemoryWorld();
    const service = world.service(
      profileOf('two', ['Hub', 'Lake']),
      profileOf('other', ['Other'], { 0: { durationSeconds: 43_200 } }),
    );
    await service.assume('two', never);
    // Only the active session renews by itself; this one waits for its users.
    await service.assume('other', never);
    await world.clock.advance(56 * MINUTE);
    world.calls.length = 0;
    const all = await Promise.all(Array.from({ length: 100 }, () => service.credentials('two', never)));
    assert.equal(new Set(all).size, 1);
    assert.deepEqual(world.called, ['Hub', 'Lake'], 'both hops were near their end: one call each, whoever asked');
  });

  it('renews from the first hop that needs it, not from the root', async () => {
    const world = new MemoryWorld();
    const service = world.service(
      profileOf('two', ['Hub', 'Lake'], { 0: { durationSeconds: 43_200 }, 1: { durationSeconds: 900 } }),
    );
    await service.assume('two', never);
    world.calls.length = 0;
    await world.clock.advance(20 * MINUTE);
    assert.deepEqual(world.called, ['Lake']);
  });

  it('renews quietly before the expiry, and shows the new expiry', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    const first = await service.assume('one', never);
    await world.clock.advance(58 * MINUTE);
    assert.equal(world.calls.length, 2);
    assert.ok((service.state.active?.expiration ?? 0) > (first.expiration ?? 0));
    assert.equal(world.clock.pending, 1, 'one timer at most');
  });

  it('keeps the old session while it is valid when a quiet renewal fails, and tries again', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    const session = await service.assume('one', never);
    world.onCall = () => {
      throw new AppError('network', 'No answer.');
    };
    await world.clock.advance(57 * MINUTE);
    assert.equal(service.state.active?.expiration, session.expiration);
    assert.equal((await service.credentials('one', never)).accessKeyId, 'Hub#1');
    world.onCall = () => undefined;
    await world.clock.advance(2 * MINUTE);
    assert.ok((service.state.active?.expiration ?? 0) > (session.expiration ?? 0));
  });

  it('says where the default chain found its credentials, also after it found others', async () => {
    const world = new MemoryWorld();
    const service = world.service({ ...profileOf('one', ['Hub']), source: { type: 'defaultChain' } });
    const foundIn = (place: string) => () =>
      new Credentials({ accessKeyId: `of ${place}`, secretAccessKey: 'x' }, undefined, place);
    world.base = foundIn('environment variables');
    assert.equal((await service.assume('one', never)).origin, 'environment variables');
    world.base = foundIn('config profile dev');
    await world.clock.advance(58 * MINUTE);
    assert.equal(service.state.active?.origin, 'config profile dev');
  });

  it('asks again when AWS refuses an MFA code, and ends quietly on Escape', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('mfa', ['Admin'], { 0: { mfaSerial: 'GAHT12345678' } }));
    world.codes.push('000000', '123456');
    world.onCall = ({ request }) => {
      if (request.mfa?.code === '000000') throw new AppError('mfaRejected', 'Wrong.');
    };
    await service.assume('mfa', never);
    assert.deepEqual(world.prompts, [
      { serial: 'GAHT12345678', rejected: undefined },
      { serial: 'GAHT12345678', rejected: 'refused' },
    ]);
    service.exit();
    await assert.rejects(service.assume('mfa', never), (error) => isAppError(error, 'cancelled'));
    assert.equal(service.state.active, undefined);
    assert.equal(service.state.assuming, undefined);
  });

  it('never prompts for someone who only uses the session', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('mfa', ['Admin'], { 0: { mfaSerial: 'GAHT12345678' } }));
    world.codes.push('123456');
    await service.assume('mfa', never);
    await world.clock.advance(61 * MINUTE);
    await assert.rejects(
      service.credentials('mfa', never),
      (error) => isAppError(error, 'interactionRequired') && error.message.includes('MFA'),
    );
    assert.equal(world.prompts.length, 1);
    assert.equal(service.state.renewsItself, false);
  });

  it('a renewal the person gives up leaves the session as it was', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('mfa', ['Admin'], { 0: { mfaSerial: 'GAHT12345678' } }));
    world.codes.push('123456');
    const session = await service.assume('mfa', never);
    await assert.rejects(service.renew(never), (error) => isAppError(error, 'cancelled'));
    assert.equal(service.state.active, session);
    assert.equal((await service.credentials('mfa', never)).accessKeyId, 'Admin#1');
  });

  it('asks for a missing secret once and stores it before any call', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('partner', ['Data'], { 0: { externalId: { secret: 'acme' } } }));
    world.secrets.clear();
    world.codes.push('AKIA…', 'acme-42');
    await service.assume('partner', never);
    assert.deepEqual(world.asked, ['accessKeys/alice', 'externalId/acme']);
    assert.equal(world.calls[0]?.request.externalId, 'acme-42');
    service.exit();
    await service.assume('partner', never);
    assert.equal(world.asked.length, 2);
  });

  it('names the secret external ID that a denied hop gave, so that it can be typed again', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('partner', ['Hub', 'Data'], { 1: { externalId: { secret: 'acme' } } }));
    world.codes.push('acme-41');
    world.onCall = ({ request }) => {
      if (request.externalId === 'acme-41') throw new AppError('accessDenied', 'User is not authorized');
    };
    await assert.rejects(service.assume('partner', never), (error) => {
      assert.ok(isAppError(error, 'accessDenied'));
      assert.deepEqual(error.detail.secret, { type: 'externalId', name: 'acme' });
      return true;
    });
    world.secrets.set('externalId/acme', 'acme-42');
    await service.assume('partner', never);
  });

  it('keeps the active session when another assume fails, and names hop, cause and cure', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('good', ['Hub']), profileOf('bad', ['Hub', 'Lake']));
    const good = await service.assume('good', never);
    world.onCall = () => {
      throw new AppError('accessDenied', 'User is not authorized', { code: 'AccessDenied' });
    };
    await assert.rejects(service.assume('bad', never), (error) => {
      assert.ok(isAppError(error, 'accessDenied'));
      assert.equal(error.message, 'Hop 2 of 2, Lake (111111111111): AWS denied sts:AssumeRole (AccessDenied).');
      assert.match(error.detail.cure ?? '', /trust policy names Hub \(111111111111\)/);
      assert.match(error.detail.cure ?? '', /external ID/);
      assert.equal(error.detail.hop, 1);
      return true;
    });
    assert.equal(service.state.active, good);
  });

  it('a second assume cancels the first, which leaves nothing behind', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('slow', ['Slow']), profileOf('fast', ['Fast']));
    world.onCall = ({ request }, signal) =>
      request.roleArn.endsWith('Slow')
        ? new Promise((_, reject) => signal.addEventListener('abort', () => reject(new AppError('cancelled', ''))))
        : undefined;
    const slow = assert.rejects(service.assume('slow', never), (error) => isAppError(error, 'cancelled'));
    await settle();
    assert.equal(service.state.assuming, 'slow');
    await service.assume('fast', never);
    await slow;
    assert.equal(service.state.active?.profile.name, 'fast');
    assert.equal(service.state.assuming, undefined);
    assert.deepEqual(
      service.sessions.map(({ profile }) => profile.name),
      ['fast'],
    );
  });

  it('exit forgets the session: its users are told, no timer runs, and assuming again calls STS again', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    service.exit();
    assert.equal(service.state.active, undefined);
    assert.equal(world.clock.pending, 0);
    await assert.rejects(service.credentials('one', never), (error) => isAppError(error, 'expired'));
    await service.assume('one', never);
    assert.equal(world.calls.length, 2);
  });

  it('switching back to a session that still runs costs no call', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('a', ['A']), profileOf('b', ['B']));
    await service.assume('a', never);
    await service.assume('b', never);
    await service.assume('a', never);
    assert.deepEqual(world.called, ['A', 'B']);
    assert.equal(service.state.active?.profile.name, 'a');
  });

  it('credentials and sessions do not print their secrets', async () => {
    const { inspect } = await import('node:util');
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    const session = await service.assume('one', never);
    const credentials = await service.credentials('one', never);
    const printed = [
      inspect(session, { depth: 9, showHidden: true }),
      JSON.stringify(session),
      inspect(credentials, { depth: 9, showHidden: true }),
      JSON.stringify(credentials),
      String(credentials),
    ].join();
    assert.doesNotMatch(printed, /secret-value|token-value/);
    assert.match(printed, /Hub#1/);
  });
});
