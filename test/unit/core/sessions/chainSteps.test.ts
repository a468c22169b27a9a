import assert from 'node:assert/strict';
import type { ChainStep } from '../../../../src/core/sessions/session';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const states = (steps: readonly ChainStep[]): string[] => steps.map(({ hop, state }) => `${hop} ${state}`);
const deny =
  (role: string) =>
  ({ request }: { request: { roleArn: string } }): void => {
    if (request.roleArn.endsWith(role)) throw new AppError('accessDenied', 'No.');
  };

describe('places of a chain', () => {
  it('show what is kept, with its end, and nothing of what was never tried', async () => {
    const world = new MemoryWorld();
    const profile = profileOf('two', ['Hub', 'Lake']);
    const service = world.service(profile);
    assert.deepEqual(states(service.steps(profile)), ['-1 unknown', '0 unknown', '1 unknown']);
    await service.assume('two', never);
    const steps = service.steps(profile);
    assert.deepEqual(states(steps), ['-1 ok', '0 ok', '1 ok']);
    assert.match(steps[1]?.identity?.arn ?? '', /Hub/);
    assert.equal(steps[1]?.expiration, world.clock.now() + 3_600_000);
    service.exit();
    assert.deepEqual(states(service.steps(profile)), ['-1 unknown', '0 unknown', '1 unknown']);
  });

  it('show the last failure in its place, until the next success', async () => {
    const world = new MemoryWorld();
    const profile = profileOf('three', ['Hub', 'Lake', 'Vault']);
    const service = world.service(profile);
    world.onCall = deny('Lake');
    await assert.rejects(service.assume('three', never));
    const steps = service.steps(profile);
    assert.deepEqual(states(steps), ['-1 ok', '0 ok', '1 failed', '2 skipped']);
    assert.equal(steps[2]?.error, service.failure('three'));
    world.onCall = () => undefined;
    await service.assume('three', never);
    assert.equal(service.failure('three'), undefined);
    assert.deepEqual(states(service.steps(profile)), ['-1 ok', '0 ok', '1 ok', '2 ok']);
  });

  it('show a base identity that gives nothing', async () => {
    const world = new MemoryWorld();
    const profile = profileOf('one', ['Hub']);
    const service = world.service(profile);
    world.base = () => {
      throw new AppError('identityUnavailable', 'Nothing here.');
    };
    Object.assign(world.deps.vault, { accessKeys: () => Promise.resolve(undefined) });
    await assert.rejects(service.assume('one', never));
    assert.deepEqual(states(service.steps(profile)), ['-1 failed', '0 skipped']);
  });
});

describe('Test Chain', () => {
  it('walks the hops with new sessions, asks after each who the caller is, and tells as it goes', async () => {
    const world = new MemoryWorld();
    const profile = profileOf('two', ['Hub', 'Lake']);
    const service = world.service(profile);
    const before = await service.assume('two', never);
    const told: ChainStep[] = [];
    const steps = await service.testChain(profile, never, (step) => told.push(step));
    assert.deepEqual(world.called, ['Hub', 'Lake', 'Hub', 'Lake'], 'a kept session proves nothing');
    assert.deepEqual(world.identified, ['base:accessKeys', 'Hub#3', 'Lake#4']);
    assert.deepEqual(states(told), ['-1 running', '-1 ok', '0 running', '0 ok', '1 running', '1 ok']);
    assert.deepEqual(states(steps), ['-1 ok', '0 ok', '1 ok']);
    assert.equal(service.state.active?.profile, before.profile);
  });

  it('stops at the hop that fails and leaves the live session as it was', async () => {
    const world = new MemoryWorld();
    const profile = profileOf('three', ['Hub', 'Lake', 'Vault']);
    const service = world.service(profile);
    await service.assume('three', never);
    world.onCall = deny('Lake');
    const steps = await service.testChain(profile, never, () => undefined);
    assert.deepEqual(states(steps), ['-1 ok', '0 ok', '1 failed', '2 skipped']);
    assert.match((await service.credentials('three', never)).accessKeyId, /^Vault/);
  });

  it('uses the MFA session at hand instead of taking another code', async () => {
    const world = new MemoryWorld();
    const profile = { ...profileOf('one', ['Hub']), mfaSession: 'GAHT12345678' };
    const service = world.service(profile);
    world.codes.push('111111');
    await service.assume('one', never);
    assert.deepEqual(states(await service.testChain(profile, never, () => undefined)), ['-1 ok', '0 ok']);
    assert.equal(world.prompts.length, 1);
  });

  it('ends quietly when the person gives up', async () => {
    const world = new MemoryWorld();
    const profile = { ...profileOf('one', ['Hub']), mfaSession: 'GAHT12345678' };
    const service = world.service(profile);
    await assert.rejects(
      service.testChain(profile, never, () => undefined),
      (error) => isAppError(error, 'cancelled'),
    );
    assert.equal(service.failure('one'), undefined);
  });
});
