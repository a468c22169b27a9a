import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/sessions/session';
import { SessionRevival } from '../../../../src/core/sessions/sessionRevival';
import type { SessionService } from '../../../../src/core/sessions/sessionService';
import { AppError, isAppError } from '../../../../src/core/support/errors';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const MFA = 'arn:aws:iam::111111111111:mfa/alice';

describe('a session that AWS has ended', () => {
  let world: MemoryWorld;
  let service: SessionService;
  let revival: SessionRevival;

  beforeEach(async () => {
    world = new MemoryWorld();
    service = world.service(profileOf('admin', ['Admin'], { 0: { mfaSerial: MFA } }), profileOf('plain', ['Plain']));
    revival = new SessionRevival(service, world.clock);
    world.codes.push('111111');
    await service.assume('admin', never);
    world.prompts.length = 0;
  });
  afterEach(() => service.dispose());

  const session = (name = 'admin'): Session => {
    const found = service.session(name);
    assert.ok(found);
    return found;
  };
  const isExpired = (name?: string): boolean => (session(name).expiration ?? Infinity) <= world.clock.now();
  /** What a request does: it signs, is refused, and asks for others. */
  const refused = async (name = 'admin'): Promise<unknown> => {
    const used = await service.credentials(name, never);
    return await service.credentials(name, never, { rejected: used });
  };
  const ends = async (name = 'admin'): Promise<AppError> => {
    try {
      await refused(name);
    } catch (error) {
      assert.ok(isAppError(error));
      return error;
    }
    assert.fail('It goes on.');
  };

  it('is shown as expired at once, and its failure names the profile', async () => {
    const seen: boolean[] = [];
    service.onDidChange(() => seen.push(isExpired()));
    assert.equal(isExpired(), false);
    const error = await ends();
    assert.equal(error.kind, 'interactionRequired');
    assert.equal(error.detail.profile, 'admin');
    assert.equal(isExpired(), true);
    assert.deepEqual(seen, [true]);
    assert.deepEqual(world.prompts, []);
    assert.equal(service.state.active?.expiration, session().expiration);
  });

  it('is not when it renews by itself', async () => {
    await service.assume('plain', never);
    await refused('plain');
    assert.equal(isExpired('plain'), false);
  });

  it('is shown as live again as soon as it was renewed, also where the network was down before', async () => {
    await service.assume('plain', never);
    world.onCall = () => {
      throw new AppError('network', 'No answer.');
    };
    await ends('plain');
    assert.equal(isExpired('plain'), true);
    world.onCall = () => undefined;
    await service.credentials('plain', never);
    assert.equal(isExpired('plain'), false);
  });

  it('leaves the others alone', async () => {
    await service.assume('plain', never);
    await ends('admin');
    assert.equal(isExpired('plain'), false);
  });

  describe('while a person does something', () => {
    /** Work that signs once and fails as a request does whose session has ended. */
    const work = async (): Promise<string> => (await service.credentials('admin', never)).accessKeyId;

    it('asks for the code, once for all that is under way, and goes on', async () => {
      await ends();
      world.codes.push('222222');
      const keys = await Promise.all([1, 2, 3].map(() => revival.run('admin', work)));
      assert.equal(new Set(keys).size, 1);
      assert.equal(world.prompts.length, 1);
      assert.equal(isExpired(), false);
    });

    it('goes on without a question where none is needed', async () => {
      await ends();
      world.codes.push('222222');
      await service.renew(never, 'admin');
      world.prompts.length = 0;
      await revival.run('admin', work);
      assert.deepEqual(world.prompts, []);
    });

    it('says in words that it was not renewed after Escape, and asks again for the next act only', async () => {
      await ends();
      const isGivenUp = (error: unknown): boolean =>
        isAppError(error, 'cancelled') && error.message.includes('"admin"');
      await assert.rejects(revival.run('admin', work), isGivenUp);
      await assert.rejects(revival.run('admin', work), isGivenUp);
      assert.equal(world.prompts.length, 1);
      await world.clock.advance(2000);
      world.codes.push('222222');
      await revival.run('admin', work);
      assert.equal(world.prompts.length, 2);
      assert.equal(isExpired(), false);
    });

    it('does not assume again what was exited', async () => {
      service.exit('admin');
      await assert.rejects(revival.run('admin', work), (error) => isAppError(error, 'expired'));
      assert.deepEqual(world.prompts, []);
    });

    it('leaves other failures as they are', async () => {
      const denied = new AppError('accessDenied', 'Denied.');
      await assert.rejects(
        revival.run('admin', () => Promise.reject(denied)),
        (error) => error === denied,
      );
      const key = new AppError('secretMissing', 'No key.', { secret: { type: 'customerKey', name: 'lake' } });
      await assert.rejects(
        revival.run('admin', () => Promise.reject(key)),
        (error) => error === key,
      );
      assert.deepEqual(world.prompts, []);
    });
  });
});
