import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { openDefault } from '../../../../src/core/sessions/openDefault';
import type { SessionService } from '../../../../src/core/sessions/sessionService';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { settle } from '../../support/manualClock';
import { MemoryWorld, profileOf, temporary } from '../../support/memoryWorld';

const never = new AbortController().signal;
const SERIAL = 'arn:aws:iam::111111111111:mfa/alice';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const withMfa = { ...profileOf('mfa', ['A', 'B']), mfaSession: SERIAL };

/** Windows of one person, with these profiles. */
function open(world: MemoryWorld, count: 1 | 2, ...profiles: Profile[]): readonly [SessionService, SessionService] {
  const [first, second = first] = world.windows(count, ...profiles);
  assert.ok(first && second);
  return [first, second];
}

const names = (service: SessionService): string[] => service.sessions.map(({ profile }) => profile.name);

describe('sessions of several windows', () => {
  it('a session survives a reload: no prompt, no call', async () => {
    const world = new MemoryWorld();
    const [before] = open(world, 1, withMfa);
    world.codes.push('111111');
    const session = await before.assume('mfa', never);
    before.dispose();
    world.calls.length = 0;
    const after = world.window(1);
    await after.restore('mfa', ['mfa']);
    assert.deepEqual(after.state.active?.identity, session.identity);
    assert.equal(after.state.active.expiration, session.expiration);
    assert.equal(after.state.renewsItself, true, 'the MFA session is still good');
    assert.match((await after.credentials('mfa', never)).accessKeyId, /^B#/);
    assert.deepEqual([world.called, world.prompts.length], [[], 1]);
  });

  it('restored sessions that are not the active one live on too; what cannot be had silently stays out', async () => {
    const world = new MemoryWorld();
    const [before] = open(world, 1, profileOf('a', ['A']), profileOf('b', ['B']), withMfa, profileOf('gone', ['G']));
    for (const name of ['a', 'b', 'gone']) await before.assume(name, never);
    before.dispose();
    world.profiles.delete('gone');
    const after = world.window(1);
    await after.restore('b', ['a', 'b', 'mfa', 'gone', 'unknown']);
    assert.deepEqual(names(after).sort(), ['a', 'b']);
    assert.equal(after.state.active?.profile.name, 'b');
    assert.equal(world.prompts.length, 0);
  });

  it('a session that has ended is not restored', async () => {
    const world = new MemoryWorld();
    const [before] = open(world, 1, profileOf('a', ['A']));
    await before.assume('a', never);
    before.dispose();
    await world.clock.advance(2 * HOUR);
    const after = world.window(1);
    await after.restore('a', ['a']);
    assert.equal(after.state.active, undefined);
    assert.equal(world.calls.length, 1);
  });

  it('what the person does while sessions are restored counts', async () => {
    const world = new MemoryWorld();
    const [before] = open(world, 1, profileOf('a', ['A']), profileOf('b', ['B']));
    await before.assume('a', never);
    before.dispose();
    for (const [act, expected] of [
      [(service: SessionService) => service.assume('b', never), 'b'],
      [
        (service: SessionService) => {
          service.exit();
          return Promise.resolve();
        },
        undefined,
      ],
      [(service: SessionService) => service.forgetAll(), undefined],
    ] as const) {
      const after = world.window(1);
      let go: () => void = () => undefined;
      world.storage.ready = new Promise((resolve) => (go = resolve));
      const active = new Set<string | undefined>();
      after.onDidChange((state) => active.add(state.active?.profile.name));
      const restored = after.restore('a', ['a']);
      const acted = act(after);
      go();
      await Promise.all([restored, acted]);
      assert.equal(after.state.active?.profile.name, expected);
      assert.ok(!active.has('a'), 'not even for a moment');
      after.dispose();
    }
  });

  it('a second window uses the first one’s session without prompt or call', async () => {
    const world = new MemoryWorld();
    const [one, two] = open(world, 2, withMfa);
    world.codes.push('111111');
    await one.assume('mfa', never);
    await two.assume('mfa', never);
    assert.deepEqual([world.called, world.prompts.length], [['A', 'B'], 1]);
    assert.equal(two.state.renewsItself, true);
  });

  it('many windows renew once, and all show the new end', async () => {
    const world = new MemoryWorld();
    const services = world.windows(5, profileOf('two', ['A', 'B']));
    for (const service of services) await service.assume('two', never);
    await world.clock.advance(56 * MINUTE);
    assert.deepEqual(world.called, ['A', 'B', 'A', 'B'], 'one call for each hop, not one for each window');
    const ends = services.map(({ state }) => state.active?.expiration ?? 0);
    assert.equal(new Set(ends).size, 1);
    assert.ok((ends[0] ?? 0) > world.clock.now() + 50 * MINUTE);
  });

  it('windows that assume the same role at once make one call', async () => {
    const world = new MemoryWorld();
    const services = world.windows(5, profileOf('two', ['A', 'B']));
    await Promise.all(services.map((service) => service.assume('two', never)));
    assert.deepEqual(world.called, ['A', 'B']);
  });

  it('a code typed in one window closes the other’s box', async () => {
    const world = new MemoryWorld();
    const [one, two] = open(world, 2, withMfa);
    const answers: ((code: string) => void)[] = [];
    const boxes: AbortSignal[] = [];
    world.person = ({ window, signal }) =>
      new Promise((resolve) => {
        answers[window] = resolve;
        boxes[window] = signal;
      });
    const both = Promise.all([one.assume('mfa', never), two.assume('mfa', never)]);
    await settle();
    assert.equal(world.prompts.length, 2, 'no window is kept from asking by another that asks');
    answers[1]?.('111111');
    await both;
    assert.equal(boxes[0]?.aborted, true);
    assert.equal(world.sessionTokens.length, 1);
    assert.deepEqual(world.called, ['A', 'B']);
  });

  it('Exit Role ends the session in this window; the other one’s goes on', async () => {
    const world = new MemoryWorld();
    const [one, two] = open(world, 2, withMfa);
    world.codes.push('111111');
    await one.assume('mfa', never);
    await two.assume('mfa', never);
    one.exit();
    await settle();
    assert.equal(world.storage.sessions.size, 0, 'nothing is kept for later windows, the MFA session neither');
    assert.match((await two.credentials('mfa', never)).accessKeyId, /^B#/);
    assert.ok(two.state.active);
    await assert.rejects(one.assume('mfa', never), (error) => isAppError(error, 'cancelled'), 'asks for a code again');
  });

  it('what was exited or forgotten does not come back, however slow the storage is', async () => {
    for (const end of [
      async (service: SessionService) => settle().then(() => service.exit()),
      async (service: SessionService) => service.forgetAll(),
    ]) {
      const world = new MemoryWorld();
      const [service] = open(world, 1, profileOf('a', ['A']));
      await service.assume('a', never);
      let remove: () => void = () => undefined;
      world.storage.removable = new Promise((resolve) => (remove = resolve));
      const ended = end(service);
      await settle();
      const again = service.assume('a', never);
      await settle();
      remove();
      await Promise.all([ended, again]);
      assert.deepEqual(world.called, ['A', 'A']);
      assert.equal(world.storage.sessions.size, 1, 'the new session is kept');
    }
  });

  it('Exit Role keeps the MFA session for the other live roles of the same base identity', async () => {
    const world = new MemoryWorld();
    const other = { ...profileOf('other', ['Other']), mfaSession: SERIAL };
    const [service] = open(world, 1, withMfa, other);
    world.codes.push('111111');
    await service.assume('mfa', never);
    await service.assume('other', never);
    service.exit('mfa');
    assert.deepEqual(names(service), ['other']);
    assert.equal(service.state.active?.profile.name, 'other');
    await world.clock.advance(90 * MINUTE);
    await service.credentials('other', never);
    service.exit();
    await settle();
    assert.equal(world.storage.sessions.size, 0);
  });

  it('Exit Role drops the good hops of a chain that failed', async () => {
    const world = new MemoryWorld();
    const [service] = open(world, 1, profileOf('bad', ['A', 'B']));
    world.onCall = ({ request }) => {
      if (request.roleArn.endsWith('B')) throw new AppError('accessDenied', 'No.');
    };
    await assert.rejects(service.assume('bad', never));
    await assert.rejects(service.assume('bad', never));
    assert.deepEqual(world.called, ['A', 'B', 'B'], 'the good hop is kept for the next try');
    service.exit();
    await settle();
    assert.equal(world.storage.sessions.size, 0);
    await assert.rejects(service.assume('bad', never));
    assert.deepEqual(world.called, ['A', 'B', 'B', 'A', 'B']);
  });

  it('a session that is obtained while its role is exited is not kept', async () => {
    const world = new MemoryWorld();
    const [service] = open(world, 1, profileOf('a', ['A'], { 0: { durationSeconds: 900 } }));
    await service.assume('a', never);
    await world.clock.advance(0);
    let answer: () => void = () => undefined;
    world.onCall = () => new Promise((resolve) => (answer = resolve));
    await world.clock.advance(15 * MINUTE);
    service.exit();
    answer();
    await settle();
    assert.equal(world.storage.sessions.size, 0);
    assert.deepEqual(names(service), []);
  });

  it('Forget All drops every session, here and in the storage', async () => {
    const world = new MemoryWorld();
    const [service] = open(world, 1, profileOf('a', ['A']), profileOf('b', ['B']));
    await service.assume('a', never);
    await service.assume('b', never);
    await service.forgetAll();
    assert.equal(world.storage.sessions.size, 0);
    assert.deepEqual([names(service), service.state.active], [[], undefined]);
    assert.equal(world.clock.pending, 0);
    await assert.rejects(service.credentials('a', never), (error) => isAppError(error, 'expired'));
  });

  it('a storage that fails costs the sharing, never the session', async () => {
    const world = new MemoryWorld();
    const [service] = open(world, 1, profileOf('a', ['A']));
    world.storage.broken = true;
    await service.restore('a', ['a']);
    await service.assume('a', never);
    service.exit();
    await service.assume('a', never);
    await service.forgetAll();
    assert.equal(world.calls.length, 2);
  });

  it('sessions obtained with other access keys than those stored now are not used', async () => {
    const world = new MemoryWorld();
    const [before] = open(world, 1, profileOf('a', ['A']));
    await before.assume('a', never);
    before.dispose();
    world.base = () => new Credentials({ accessKeyId: 'base:rotated', secretAccessKey: 'x' });
    const after = world.window(1);
    await after.restore('a', ['a']);
    assert.equal(after.state.active, undefined);
    await after.assume('a', never);
    assert.equal(world.calls.at(-1)?.caller, 'base:rotated');
  });

  it('a base identity that a person must renew outlives the window, the others stay out of the storage', async () => {
    for (const [source, expected] of [
      [{ type: 'saml', roleArn: 'arn:aws:iam::1:role/R', providerArn: 'arn:aws:iam::1:saml-provider/P' }, 2],
      [{ type: 'process', command: 'print' }, 1],
    ] as const) {
      const world = new MemoryWorld();
      world.base = () => temporary('base:1', world.clock.now() + HOUR);
      const [service] = open(world, 1, { ...profileOf('a', ['A']), source });
      await service.assume('a', never);
      assert.equal(world.storage.sessions.size, expected, source.type);
    }
  });

  describe('the default profile', () => {
    const silent = (): void => undefined;

    it('is assumed on open when that asks for nothing', async () => {
      const world = new MemoryWorld();
      const [service] = open(world, 1, profileOf('a', ['A']));
      assert.equal(await openDefault(service, 'a', never, silent), true);
      assert.equal(service.state.active?.profile.name, 'a');
    });

    it('asks for nothing: no code, no secret, no sign-in, and says nothing', async () => {
      const world = new MemoryWorld();
      const secret = profileOf('secret', ['A'], { 0: { externalId: { secret: 'acme' } } });
      const [service] = open(world, 1, withMfa, secret);
      const reasons: string[] = [];
      for (const name of ['mfa', 'secret', 'unknown']) {
        assert.equal(await openDefault(service, name, never, ({ kind }) => reasons.push(kind)), false, name);
      }
      assert.deepEqual(reasons, ['interactionRequired', 'secretMissing', 'profileNotFound'], 'for the log');
      assert.deepEqual([world.prompts, world.asked], [[], []]);
      assert.ok(world.resolved.every(({ interactive }) => !interactive));
      assert.equal(service.state.active, undefined);
    });

    it('does not take the place of a session that is live', async () => {
      const world = new MemoryWorld();
      const [service] = open(world, 1, profileOf('a', ['A']), profileOf('b', ['B']));
      await service.assume('b', never);
      assert.equal(await openDefault(service, 'a', never, silent), false);
      assert.equal(service.state.active?.profile.name, 'b');
    });
  });
});
