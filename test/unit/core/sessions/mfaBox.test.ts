import assert from 'node:assert/strict';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { settle } from '../../support/manualClock';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';
import { HOUR, MINUTE, never, Person, withCode, withSession } from './mfaPerson';

describe('the box for MFA codes', () => {
  for (const [way, profile] of [
    ['GetSessionToken', withSession('a', ['A'])],
    ['AssumeRole', withCode('a', 'A')],
  ] as const) {
    describe(way, () => {
      it('a wrong code is asked for again', async () => {
        const world = new MemoryWorld();
        world.codes.push('000000', '123456');
        const refuse = (code: string | undefined): void => {
          if (code === '000000') throw new AppError('mfaRejected', 'Wrong.');
        };
        world.onCall = ({ request }) => refuse(request.mfa?.code);
        world.onSessionToken = ({ mfa }) => refuse(mfa.code);
        await world.service(profile).assume('a', never);
        assert.deepEqual(
          world.prompts.map(({ rejected }) => rejected),
          [undefined, 'refused'],
        );
      });

      it('Escape ends quietly for all who wait, and the active session stays', async () => {
        const world = new MemoryWorld();
        const service = world.service(profile, profileOf('other', ['Other']));
        const other = await service.assume('other', never);
        world.codes.push('111111');
        await service.assume('a', never);
        await service.assume('other', never);
        await world.clock.advance(13 * HOUR);
        let escape: (error: Error) => void = () => undefined;
        world.person = () => new Promise((_, reject) => (escape = reject));
        const attempt = service.assume('a', never);
        await settle();
        const waiting = [attempt, service.credentials('a', never), service.credentials('a', never)];
        const outcomes = Promise.allSettled(waiting);
        await settle();
        escape(new AppError('cancelled', 'Cancelled.'));
        for (const outcome of await outcomes) {
          assert.ok(outcome.status === 'rejected' && isAppError(outcome.reason, 'cancelled'), JSON.stringify(outcome));
        }
        assert.equal(service.state.active?.profile, other.profile);
        assert.equal(service.failure('a'), undefined);
      });

      it('somebody who only uses the session while the box is open gets its outcome', async () => {
        const world = new MemoryWorld();
        const service = world.service(profile);
        world.codes.push('111111');
        await service.assume('a', never);
        await world.clock.advance(13 * HOUR);
        const person = new Person(world);
        const renewal = service.assume('a', never);
        await settle();
        const user = service.credentials('a', never);
        await settle();
        await person.type('222222');
        const { accessKeyId } = await user;
        await renewal;
        assert.equal(accessKeyId, (await service.credentials('a', never)).accessKeyId);
      });

      it('nobody is asked for a code before the session at hand has ended', async () => {
        const world = new MemoryWorld();
        Object.assign(world.deps, { mfaSessionSeconds: () => 3600 });
        const short = { ...profile, chain: profile.chain.map((hop) => ({ ...hop, durationSeconds: 3600 })) };
        const service = world.service(short, profileOf('other', ['Other']));
        world.codes.push('111111');
        await service.assume('a', never);
        await service.assume('other', never);
        await world.clock.advance(HOUR - 2 * MINUTE);
        await service.assume('a', never);
        assert.equal(service.state.active?.profile.name, 'a');
        assert.equal(world.prompts.length, 1);
      });

      it('the person who assumes while somebody else tries without asking is asked all the same', async () => {
        const world = new MemoryWorld();
        const service = world.service(profile);
        world.codes.push('111111', '222222');
        await service.assume('a', never);
        await world.clock.advance(13 * HOUR);
        const user = service.credentials('a', never);
        const renewal = service.assume('a', never);
        await assert.rejects(user, (error) => isAppError(error, 'interactionRequired'));
        await renewal;
        assert.equal(world.prompts.length, 2);
      });

      it('a box that nobody wants any more closes, even while others wait for the session', async () => {
        const world = new MemoryWorld();
        const service = world.service(profile);
        world.codes.push('111111');
        await service.assume('a', never);
        await world.clock.advance(13 * HOUR);
        const person = new Person(world);
        const renewal = service.assume('a', never);
        await settle();
        const user = service.credentials('a', never);
        await settle();
        const both = Promise.allSettled([renewal, user]);
        service.cancel();
        const [attempt, waiter] = await both;
        assert.equal(person.questions[0]?.signal.aborted, true);
        assert.ok(attempt.status === 'rejected' && isAppError(attempt.reason, 'cancelled'));
        assert.ok(waiter.status === 'rejected' && isAppError(waiter.reason, 'interactionRequired'));
      });
    });
  }
});
