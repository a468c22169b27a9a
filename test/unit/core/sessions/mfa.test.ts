import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { settle } from '../../support/manualClock';
import { MemoryWorld, profileOf, temporary } from '../../support/memoryWorld';
import { HOUR, MINUTE, never, Person, SERIAL, withCode, withSession } from './mfaPerson';

describe('MFA', () => {
  describe('one code for all roles (GetSessionToken)', () => {
    it('one prompt serves every role of the same base identity, whatever the region', async () => {
      const world = new MemoryWorld();
      world.codes.push('111111');
      const service = world.service(
        withSession('a', ['A']),
        withSession('b', ['B', 'C'], { region: 'eu-central-1' }),
        withSession('user', []),
      );
      await service.assume('a', never);
      await service.assume('b', never);
      await service.assume('user', never);
      assert.equal(world.prompts.length, 1);
      assert.deepEqual(world.sessionTokens, [
        { mfa: { serial: SERIAL, code: '111111' }, durationSeconds: 43_200, caller: 'base:accessKeys' },
      ]);
      assert.deepEqual(
        world.calls.map(({ caller, request }) => [caller, request.mfa]),
        [
          ['MFA#1', undefined],
          ['MFA#1', undefined],
          ['B#3', undefined],
        ],
      );
      assert.equal((await service.credentials('user', never)).accessKeyId, 'MFA#1', 'MFA without a role');
    });

    it('parallel users of many roles wait for that one prompt', async () => {
      const world = new MemoryWorld();
      const names = ['a', 'b', 'c', 'd'];
      const service = world.service(...names.map((name) => withSession(name, [name.toUpperCase()])));
      world.codes.push('111111');
      for (const name of names) await service.assume(name, never);
      await world.clock.advance(13 * HOUR);
      world.prompts.length = 0;
      const person = new Person(world);
      const renewal = service.assume('a', never);
      await settle();
      const users = Promise.all(names.flatMap((name) => [1, 2, 3].map(() => service.credentials(name, never))));
      await settle();
      assert.equal(person.questions.length, 1);
      world.calls.length = 0;
      await person.type('222222');
      await Promise.all([renewal, users]);
      assert.equal(world.prompts.length, 1, 'one box, one code');
      assert.deepEqual(world.called.sort(), ['A', 'B', 'C', 'D'], 'one call for each role');
    });

    it('roles are renewed quietly every hour until the code’s session ends, then the person is asked again', async () => {
      const world = new MemoryWorld();
      world.codes.push('111111');
      const service = world.service(withSession('a', ['A']));
      await service.assume('a', never);
      assert.equal(service.state.renewsItself, true);
      await world.clock.advance(11.5 * HOUR);
      assert.ok((service.state.active?.expiration ?? 0) > world.clock.now(), 'still valid');
      assert.equal(world.prompts.length, 1);
      await world.clock.advance(2 * HOUR);
      assert.equal(service.state.renewsItself, false, 'the status bar warns');
      await assert.rejects(
        service.credentials('a', never),
        (error) => isAppError(error, 'interactionRequired') && error.message.includes('MFA'),
        'not "not authorized"',
      );
      world.codes.push('222222');
      await service.renew(never);
      assert.equal(world.prompts.length, 2);
      assert.equal(service.state.renewsItself, true);
    });

    it('a chain whose hops have all ended takes one code, not one for each', async () => {
      const world = new MemoryWorld();
      world.codes.push('111111', '222222');
      const service = world.service(withSession('a', ['A', 'B', 'C']));
      await service.assume('a', never);
      await world.clock.advance(20 * HOUR);
      world.calls.length = 0;
      await service.renew(never);
      assert.equal(world.prompts.length, 2);
      assert.deepEqual(world.called, ['A', 'B', 'C']);
    });

    it('an MFA session that AWS ended early is asked for again, instead of "not authorized"', async () => {
      const world = new MemoryWorld();
      world.codes.push('111111', '222222');
      const service = world.service(withSession('a', ['A']), withSession('b', ['B']));
      await service.assume('a', never);
      await world.clock.advance(MINUTE);
      world.onCall = ({ caller }) => {
        if (caller === 'MFA#1') throw new AppError('expired', 'The security token included in the request is expired');
      };
      await service.assume('b', never);
      assert.equal(world.prompts.length, 2);
      assert.equal(service.state.active?.profile.name, 'b');
    });

    it('lasts as long as the setting says, within what AWS allows', async () => {
      for (const [wanted, asked] of [
        [36 * 3600, 129_600],
        [1, 900],
        [1e9, 129_600],
      ] as const) {
        const world = new MemoryWorld();
        world.codes.push('111111');
        Object.assign(world.deps, { mfaSessionSeconds: () => wanted });
        await world.service(withSession('a', ['A'])).assume('a', never);
        assert.equal(world.sessionTokens[0]?.durationSeconds, asked);
      }
    });

    it('is left out when the base credentials are temporary already', async () => {
      const world = new MemoryWorld();
      world.base = () => temporary('base:session', world.clock.now() + 12 * HOUR);
      const service = world.service(withSession('a', ['A']));
      await service.assume('a', never);
      assert.equal(world.prompts.length, 0);
      assert.equal(world.calls[0]?.caller, 'base:session');
      assert.equal(service.state.renewsItself, true);
    });
  });

  describe('a code for each role (AssumeRole)', () => {
    it('a code that was just used is not sent again: the person waits for the next one', async () => {
      const world = new MemoryWorld();
      const service = world.service(withCode('a', 'A'), withCode('b', 'B'));
      world.codes.push('111111', '111111', '222222');
      await service.assume('a', never);
      await service.assume('b', never);
      assert.deepEqual(
        world.calls.map(({ request }) => request.mfa?.code),
        ['111111', '222222'],
      );
      assert.deepEqual(
        world.prompts.map(({ rejected }) => rejected),
        [undefined, undefined, 'reused'],
      );
    });

    it('the same digits are taken again when the device shows them again later', async () => {
      const world = new MemoryWorld();
      const service = world.service(withCode('a', 'A'), withCode('b', 'B'));
      world.codes.push('111111', '111111');
      await service.assume('a', never);
      await world.clock.advance(30_000);
      await service.assume('b', never);
      assert.equal(world.prompts.length, 2);
    });

    it('prompts of one device come one after another, also for roles tested and assumed at once', async () => {
      const world = new MemoryWorld();
      const person = new Person(world);
      const service = world.service(withCode('a', 'A'), withCode('b', 'B'));
      const first = service.assume('a', never);
      const second = service.testChain(withCode('b', 'B'), never, () => undefined);
      await settle();
      assert.deepEqual(
        person.questions.map(({ profile }) => profile),
        ['a'],
      );
      await person.type('111111');
      await settle();
      assert.deepEqual(
        person.questions.map(({ profile }) => profile),
        ['a', 'b'],
      );
      await person.type('222222');
      await Promise.all([first, second]);
    });

    it('boxes of two devices do not stand over each other: the second would close the first', async () => {
      const world = new MemoryWorld();
      const person = new Person(world);
      const bob = profileOf('b', ['B'], { 0: { mfaSerial: 'arn:aws:iam::111111111111:mfa/bob' } });
      const service = world.service(withCode('a', 'A'), bob);
      const both = [service.assume('a', never), service.testChain(bob, never, () => undefined)];
      await settle();
      assert.equal(person.questions.length, 1);
      await person.type('111111');
      await settle();
      assert.equal(person.questions.length, 2);
      await person.type('222222');
      await Promise.all(both);
    });

    it('goes on for 12 hours without a further code, the roles behind it renewed quietly', async () => {
      const world = new MemoryWorld();
      world.codes.push('111111');
      const first = { mfaSerial: SERIAL, durationSeconds: 43_200 };
      const service = world.service(profileOf('a', ['A', 'B'], { 0: first }));
      await service.assume('a', never);
      assert.equal(service.state.renewsItself, true);
      await world.clock.advance(11 * HOUR);
      assert.ok((service.state.active?.expiration ?? 0) > world.clock.now());
      assert.equal(world.prompts.length, 1);
    });
  });

  it('whoever asks in whatever order: never two boxes, never a code twice, one call for each role', async () => {
    const action = fc.record({ role: fc.constantFrom('A', 'B', 'C'), session: fc.boolean(), test: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 8 }), async (actions) => {
        const world = new MemoryWorld();
        let open = 0;
        let shown = 100_000;
        world.person = async () => {
          open += 1;
          assert.equal(open, 1);
          await settle();
          open -= 1;
          // Half of the time the person is too quick and types what the device still shows.
          return String((shown += world.prompts.length % 2));
        };
        // AWS takes longer to answer than the person to type.
        const slowly = async (): Promise<void> => {
          for (let tick = 0; tick < 5; tick += 1) await settle();
        };
        world.onCall = slowly;
        world.onSessionToken = slowly;
        const profiles = ['A', 'B', 'C'].flatMap((role) => [
          withSession(`s${role}`, [role]),
          withCode(`c${role}`, role),
        ]);
        const service = world.service(...profiles);
        await Promise.allSettled(
          actions.map(({ role, session, test }) => {
            const profile = profiles.find(({ name }) => name === (session ? 's' : 'c') + role) ?? profiles[0];
            assert.ok(profile);
            return test
              ? service.testChain(profile, never, () => undefined)
              : service.assume(profile.name, never).then(() => service.credentials(profile.name, never));
          }),
        );
        const sent = [
          ...world.sessionTokens.map(({ mfa }) => mfa.code),
          ...world.calls.flatMap(({ request }) => request.mfa?.code ?? []),
        ];
        assert.equal(new Set(sent).size, sent.length, sent.join());
        assert.ok(world.sessionTokens.length <= 1);
      }),
      { numRuns: 60 },
    );
  });
});
