import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { untilAborted } from '../../../../src/core/support/untilAborted';
import { settle } from '../../support/manualClock';
import { MemoryWorld, profileOf, temporary } from '../../support/memoryWorld';

const never = new AbortController().signal;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const PROCESS = { type: 'process', command: 'print' } as const;
const offline = (): never => {
  throw new AppError('network', 'No answer.', { host: 'sts.us-east-1.amazonaws.com' });
};

describe('quiet renewal', () => {
  it('goes on for days, one call an hour, the other live sessions only when they are used', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('idle', ['Idle']), profileOf('one', ['Hub']));
    await service.assume('idle', never);
    await service.assume('one', never);
    world.calls.length = 0;
    await world.clock.advance(48 * HOUR);
    assert.ok(world.calls.length >= 48 && world.calls.length <= 54, String(world.calls.length));
    assert.ok(world.called.every((role) => role === 'Hub'));
    await service.credentials('idle', never);
    assert.equal(world.called.at(-1), 'Idle');
    const idle = service.sessions.find(({ profile }) => profile.name === 'idle');
    assert.ok((idle?.expiration ?? 0) > world.clock.now(), 'its new end is shown');
  });

  it('offline: says why, tries again after growing waits, and recovers by itself', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    world.calls.length = 0;
    world.onCall = offline;
    const tries: number[] = [];
    const began = world.clock.now();
    for (let minute = 0; minute < 90; minute += 1) {
      const before = world.calls.length;
      await world.clock.advance(MINUTE);
      if (world.calls.length > before) tries.push(Math.round((world.clock.now() - began) / MINUTE));
    }
    assert.deepEqual(tries.slice(0, 6), [55, 56, 58, 61, 66, 71]);
    assert.ok(isAppError(service.state.trouble, 'network'));
    assert.ok(service.state.active, 'the expired session stays to be seen');
    world.onCall = () => undefined;
    await world.clock.advance(5 * MINUTE);
    assert.equal(service.state.trouble, undefined);
    assert.ok((service.state.active.expiration ?? 0) > world.clock.now());
  });

  it('leaves no timer behind when the window closes in the middle of it', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    world.onCall = (_, signal) => untilAborted(new Promise(() => undefined), signal);
    await world.clock.advance(56 * MINUTE);
    assert.equal(world.calls.length, 2, 'it is under way');
    service.dispose();
    await settle();
    assert.equal(world.clock.pending, 0);
  });

  it('offline: users of a session that still runs do not wait for an answer that does not come', async () => {
    const world = new MemoryWorld();
    const service = world.service(
      profileOf('one', ['Hub']),
      profileOf('other', ['Other'], { 0: { durationSeconds: 43_200 } }),
    );
    await service.assume('one', never);
    await service.assume('other', never);
    await world.clock.advance(56 * MINUTE);
    world.calls.length = 0;
    world.onCall = offline;
    for (let second = 0; second < 50; second += 1) {
      assert.equal((await service.credentials('one', never)).accessKeyId, 'Hub#1');
      await world.clock.advance(SECOND);
    }
    assert.equal(world.calls.length, 1);
  });

  it('back at the computer: tries at once instead of at the end of the wait', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    world.onCall = offline;
    await world.clock.advance(75 * MINUTE);
    assert.ok(service.state.trouble);
    world.onCall = () => undefined;
    service.wake();
    await settle();
    assert.equal(service.state.trouble, undefined);
    assert.ok((service.state.active?.expiration ?? 0) > world.clock.now());
  });

  it('after sleep the session is renewed within a minute, although its timer stood still', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    world.clock.jump(8 * HOUR);
    await world.clock.advance(MINUTE);
    assert.equal(world.calls.length, 2);
    assert.ok((service.state.active?.expiration ?? 0) > world.clock.now());
  });

  it('a clock that is put back renews once, and then goes on as before', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    world.clock.jump(-5 * HOUR);
    await world.clock.advance(2 * MINUTE);
    await service.credentials('one', never);
    await service.credentials('one', never);
    assert.equal(world.calls.length, 2);
    await world.clock.advance(HOUR);
    assert.equal(world.calls.length, 3);
  });

  it('whatever the clock does, STS is never called more than about once a minute, with one timer at most', async () => {
    const jump = fc.integer({ min: -48 * 60, max: 48 * 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(jump, fc.boolean()), { maxLength: 8 }), async (jumps) => {
        const world = new MemoryWorld();
        const service = world.service(profileOf('one', ['Hub']));
        await service.assume('one', never);
        for (const [minutes, up] of jumps) {
          world.onCall = up ? () => undefined : offline;
          world.clock.jump(minutes * MINUTE);
          const before = world.calls.length;
          await world.clock.advance(10 * MINUTE);
          assert.ok(world.calls.length - before <= 10, `${world.calls.length - before} calls`);
          assert.equal(world.clock.pending, 1);
        }
        world.onCall = () => undefined;
        await world.clock.advance(7 * MINUTE);
        assert.equal(service.state.trouble, undefined);
      }),
      { numRuns: 40 },
    );
  });

  it('exit while a renewal is under way: nothing comes back', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    await service.assume('one', never);
    let answer: () => void = () => undefined;
    world.onCall = () => new Promise((resolve) => (answer = resolve));
    await world.clock.advance(56 * MINUTE);
    service.exit();
    answer();
    await settle();
    assert.deepEqual([service.sessions, service.state.active, world.clock.pending], [[], undefined, 0]);
  });

  it('changed settings leave the live session alone; the next assume takes the new recipe', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Old']));
    await service.assume('one', never);
    world.profiles.set('one', profileOf('one', ['New']));
    await world.clock.advance(HOUR);
    assert.deepEqual(world.called, ['Old', 'Old']);
    await service.assume('one', never);
    assert.equal(world.called.at(-1), 'New');
    assert.match((await service.credentials('one', never)).accessKeyId, /^New/);
  });
});

describe('credentials AWS has refused before their end', () => {
  it('are never handed out again; all who were refused share one renewal', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('two', ['Hub', 'Lake']));
    await service.assume('two', never);
    const rejected = await service.credentials('two', never);
    world.calls.length = 0;
    const users = Array.from({ length: 100 }, () => service.credentials('two', never, { rejected }));
    const all = new Set((await Promise.all(users)).map(({ accessKeyId }) => accessKeyId));
    assert.deepEqual(world.called, ['Lake']);
    assert.equal(all.size, 1);
    assert.ok(!all.has(rejected.accessKeyId));
    assert.ok(
      all.has((await service.credentials('two', never, { rejected })).accessKeyId),
      'a late one gets the new ones',
    );
    assert.deepEqual(world.called, ['Lake']);
  });

  it('are not taken from the storage of all windows either', async () => {
    const world = new MemoryWorld();
    const [service] = world.windows(1, profileOf('one', ['Hub']));
    assert.ok(service);
    await service.assume('one', never);
    const rejected = await service.credentials('one', never);
    const renewed = await service.credentials('one', never, { rejected });
    assert.notEqual(renewed.accessKeyId, rejected.accessKeyId);
  });

  it('of an earlier hop are replaced too, from the base identity on', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('two', ['Hub', 'Lake']));
    await service.assume('two', never);
    const rejected = await service.credentials('two', never);
    await world.clock.advance(MINUTE);
    world.calls.length = 0;
    world.onCall = ({ caller }) => {
      if (caller === 'Hub#1') throw new AppError('expired', 'The security token included in the request is expired');
    };
    await service.credentials('two', never, { rejected });
    assert.deepEqual(world.called, ['Lake', 'Hub', 'Lake']);
  });

  it('of a base identity that has no others end with an error that says so', async () => {
    const world = new MemoryWorld();
    for (const base of [
      temporary('base:1', world.clock.now() + HOUR),
      new Credentials({ accessKeyId: 'base:2', secretAccessKey: 'x' }),
    ]) {
      world.base = () => base;
      const service = world.service(profileOf('base', []));
      await service.assume('base', never);
      await assert.rejects(service.credentials('base', never, { rejected: base }), (error) =>
        isAppError(error, 'expired'),
      );
    }
  });
});

describe('base identities', () => {
  it('new credentials on disk are picked up: those without an expiry are resolved each time', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('base', []), profileOf('one', ['Hub']));
    await service.assume('base', never);
    world.base = () => new Credentials({ accessKeyId: 'base:new', secretAccessKey: 'x', sessionToken: 't' });
    assert.equal((await service.credentials('base', never)).accessKeyId, 'base:new');
    await service.assume('one', never);
    assert.equal(world.calls[0]?.caller, 'base:new');
  });

  it('a credential process runs once, and again before its credentials end', async () => {
    const world = new MemoryWorld();
    let runs = 0;
    world.base = () => temporary(`process:${(runs += 1)}`, world.clock.now() + HOUR);
    const service = world.service({ ...profileOf('base', []), source: PROCESS });
    const session = await service.assume('base', never);
    await Promise.all(Array.from({ length: 100 }, () => service.credentials('base', never)));
    assert.equal(runs, 1);
    await world.clock.advance(58 * MINUTE);
    assert.equal(runs, 2);
    assert.ok((service.state.active?.expiration ?? 0) > (session.expiration ?? 0));
  });

  it('a process that has nothing newer yet is not run again and again', async () => {
    const world = new MemoryWorld();
    let runs = 0;
    const end = world.clock.now() + HOUR;
    world.base = () => {
      runs += 1;
      return temporary('process:1', end);
    };
    const service = world.service({ ...profileOf('base', []), source: PROCESS });
    await service.assume('base', never);
    await world.clock.advance(56 * MINUTE);
    for (let use = 0; use < 50; use += 1) await service.credentials('base', never);
    assert.ok(runs <= 4, String(runs));
    await world.clock.advance(2 * MINUTE);
    assert.ok(runs <= 6, String(runs));
  });

  it('a sign-in that has ended is asked for again when the person assumes, and only then', async () => {
    const world = new MemoryWorld();
    const asked: boolean[] = [];
    let signedIn = true;
    world.base = (interactive) => {
      asked.push(interactive);
      if (!signedIn && !interactive) throw new AppError('interactionRequired', 'Sign in.');
      signedIn = true;
      return temporary(`sso:${asked.length}`, world.clock.now() + HOUR);
    };
    const service = world.service({ ...profileOf('one', ['Hub']), source: PROCESS });
    await service.assume('one', never);
    signedIn = false;
    await world.clock.advance(2 * HOUR);
    assert.ok(isAppError(service.state.trouble, 'interactionRequired'));
    assert.ok(asked.slice(1).every((interactive) => !interactive));
    await service.assume('one', never);
    assert.equal(asked.at(-1), true);
    assert.equal(service.state.trouble, undefined);
  });

  it('one whose credentials turn out temporary gets an hour for its first role, and the session says what was asked', async () => {
    const world = new MemoryWorld();
    world.base = () => temporary('base:1', world.clock.now() + 12 * HOUR);
    const service = world.service({
      ...profileOf('one', ['Hub', 'Lake'], { 0: { durationSeconds: 43_200 } }),
      source: PROCESS,
    });
    const session = await service.assume('one', never);
    assert.equal(world.calls[0]?.request.durationSeconds, 3600);
    const [first] = session.profile.chain;
    assert.deepEqual([first?.durationSeconds, first?.durationAsked], [3600, 43_200]);
    await world.clock.advance(30 * MINUTE);
    await service.credentials('one', never);
    assert.equal(world.calls.length, 2, 'still the same recipe');
  });
});

describe('hops', () => {
  it('give STS every parameter of the profile', async () => {
    const world = new MemoryWorld();
    const policy = { Version: '2012-10-17', Statement: [] };
    const hop = {
      sessionName: 'ann',
      externalId: 'acme',
      durationSeconds: 900,
      tags: { 'streamsets/principal': 'ann' },
      transitiveTagKeys: ['streamsets/principal'],
      sourceIdentity: 'ann',
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    };
    await world.service(profileOf('one', ['Hub'], { 0: { ...hop, policy } })).assume('one', never);
    assert.deepEqual(world.calls[0]?.request, {
      ...hop,
      roleArn: 'arn:aws:iam::111111111111:role/Hub',
      policy: JSON.stringify(policy),
      mfa: undefined,
    });
  });

  it('100 callers at once cost one call for each hop', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('three', ['A', 'B', 'C']), profileOf('other', ['Other']));
    await service.assume('three', never);
    await service.assume('other', never);
    await world.clock.advance(2 * HOUR);
    world.calls.length = 0;
    await Promise.all(Array.from({ length: 100 }, () => service.credentials('three', never)));
    assert.deepEqual(world.called, ['A', 'B', 'C']);
  });
});
