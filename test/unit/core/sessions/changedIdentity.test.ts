import assert from 'node:assert/strict';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { SessionRevival } from '../../../../src/core/sessions/sessionRevival';
import { isAppError } from '../../../../src/core/support/errors';
import { MemoryWorld, profileOf, temporary } from '../../support/memoryWorld';

const never = new AbortController().signal;
const ME = profileOf('me', []);

/** Base identities whose credentials can become others: long-term keys, and two kinds of temporary ones. */
const KINDS: Readonly<Record<string, (id: string, now: number) => Credentials>> = {
  'long-term keys': (id) => new Credentials({ accessKeyId: id, secretAccessKey: 'x' }),
  'temporary keys without an end': (id) =>
    new Credentials({ accessKeyId: id, secretAccessKey: 'x', sessionToken: 't' }),
  'temporary keys': (id, now) => temporary(id, now + 3_600_000),
};

for (const [kind, make] of Object.entries(KINDS)) {
  describe(`a session of a base identity of ${kind}`, () => {
    /** A session of `first`, whose credentials become those of `second`. AWS tells users by `user-…` in the key's ID. */
    async function becoming(first: string, second: string) {
      const world = new MemoryWorld();
      world.deps.roles.callerIdentity = ({ accessKeyId }) => {
        world.identified.push(accessKeyId);
        const [who] = accessKeyId.split('#');
        return Promise.resolve({ arn: `arn:aws:${who ?? ''}`, accountId: '111111111111' });
      };
      let id = first;
      world.base = () => make(id, world.clock.now());
      const service = world.service(ME);
      await service.assume('me', never);
      id = second;
      await world.clock.advance(58 * 60_000);
      return { world, service };
    }
    const alice = 'iam::111111111111:user/alice';
    const bob = 'iam::222222222222:user/bob';

    it('does not sign as somebody else: it has ended, and says whose its credentials are', async () => {
      const { service } = await becoming(alice, bob);
      for (let times = 0; times < 2; times++) {
        await assert.rejects(service.credentials('me', never), (error) => {
          return isAppError(error, 'expired') && error.message.includes(`arn:aws:${bob}`);
        });
      }
      const session = service.session('me');
      assert.equal(session?.identity.arn, `arn:aws:${alice}`);
      assert.ok((session.expiration ?? Infinity) <= session.since + 58 * 60_000, 'it shows as ended');
    });

    it('is that of the other one once the role is assumed again', async () => {
      const { service } = await becoming(alice, bob);
      await service.assume('me', never);
      assert.equal(service.session('me')?.identity.arn, `arn:aws:${bob}`);
      assert.equal((await service.credentials('me', never)).accessKeyId, bob);
    });

    it('does not go on as the other one with what was begun', async () => {
      const { world, service } = await becoming(alice, bob);
      const signed: string[] = [];
      const work = async () => void signed.push((await service.credentials('me', never)).accessKeyId);
      const revival = new SessionRevival(service, world.clock);
      await assert.rejects(revival.run('me', work), /Nothing more was done/);
      assert.deepEqual(signed, []);
      await revival.run('me', work);
      assert.deepEqual(signed, [bob]);
      assert.equal(service.session('me')?.identity.arn, `arn:aws:${bob}`);
    });

    it('goes on with other keys of the same user, and with another session of the same role', async () => {
      const role = 'sts::111111111111:assumed-role/Dev/';
      for (const [first, second] of [
        [alice, `${alice}#2`],
        [`${role}one`, `${role}two`],
      ] as const) {
        const { world, service } = await becoming(first, second);
        const many = Array.from({ length: 5 }, () => service.credentials('me', never));
        for (const { accessKeyId } of await Promise.all(many)) assert.equal(accessKeyId, second);
        await service.credentials('me', never);
        assert.equal(service.session('me')?.identity.arn, `arn:aws:${second.split('#')[0] ?? ''}`);
        assert.deepEqual(world.identified, [first, second], 'AWS is asked once');
      }
    });

    it('is not another role of the same account', async () => {
      const { service } = await becoming(
        'sts::111111111111:assumed-role/Dev/me',
        'sts::111111111111:assumed-role/Prod/me',
      );
      await assert.rejects(service.credentials('me', never), (error) => isAppError(error, 'expired'));
    });
  });
}
