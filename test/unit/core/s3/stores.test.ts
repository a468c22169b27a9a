import assert from 'node:assert/strict';
import { ObjectChanges } from '../../../../src/core/s3/objectChanges';
import { forwardingStore } from '../../../../src/core/s3/objectStore';
import { ObjectStores, type StoreTarget } from '../../../../src/core/s3/stores';
import { isAppError } from '../../../../src/core/support/errors';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';
import { secretsInMemory } from '../../../support/secretsInMemory';

const never = new AbortController().signal;

describe('the S3 of a session', () => {
  let world: MemoryWorld;
  let targets: StoreTarget[];

  function stores(service: ReturnType<MemoryWorld['service']>): ObjectStores {
    targets = [];
    return new ObjectStores(
      service,
      (target) => {
        targets.push(target);
        return Promise.resolve({ ...forwardingStore(() => Promise.resolve()), dispose: () => undefined });
      },
      secretsInMemory({}),
      new ObjectChanges(),
      () => () => Promise.resolve(),
    );
  }

  beforeEach(() => {
    world = new MemoryWorld();
  });

  it('never goes on as the next profile of that name, however long its work lasts', async () => {
    const service = world.service();
    const all = stores(service);
    await service.assumeProfile({ ...profileOf('Admin', ['Admin']), origin: 'adHoc' }, never);
    await all.of('Admin').listBuckets(undefined, never);
    const [first] = targets;
    assert.ok(first);
    await first.credentials();
    service.exit('Admin');
    await service.assumeProfile({ ...profileOf('Admin', ['Other']), origin: 'adHoc' }, never);
    await assert.rejects(first.credentials(), (error) => isAppError(error, 'expired'));
    await all.of('Admin').listBuckets(undefined, never);
    assert.equal(targets.length, 2);
    await targets[1]?.credentials();
  });

  it('goes on after its session was renewed', async () => {
    const service = world.service(profileOf('mine', ['Mine']));
    const all = stores(service);
    await service.assume('mine', never);
    await all.of('mine').listBuckets(undefined, never);
    await world.clock.advance(1000);
    await service.renew(never);
    await targets[0]?.credentials();
  });
});
