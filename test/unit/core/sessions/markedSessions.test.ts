import assert from 'node:assert/strict';
import { readAccounts } from '../../../../src/core/roles/accounts/accountSettings';
import type { AccountBook } from '../../../../src/core/roles/accounts/accountBook';
import { MemoryWorld, profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const MINUTE = 60_000;

function bookOf(accounts: unknown): AccountBook {
  return readAccounts([{ scope: 'User', accounts, productionProfiles: [] }]).book;
}

describe('sessions whose account is marked', () => {
  it('are production at once, without a call, and stay so until they are assumed again', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    const mark = (now: AccountBook): void => {
      world.accounts = now;
      service.followSettings();
    };
    const { identity } = await service.assume('one', never);
    const calls = world.calls.length;
    const seen: (boolean | undefined)[] = [];
    service.onDidChange(({ active }) => seen.push(active?.profile.production));
    mark(bookOf({}));
    mark(bookOf({ [identity.accountId]: { production: true, name: 'Live' } }));
    assert.equal(service.state.active?.profile.production, true);
    assert.equal(service.sessions[0]?.profile.accounts.accounts.get(identity.accountId)?.name, 'Live');
    mark(bookOf({}));
    assert.equal(service.state.active.profile.production, true);
    assert.equal(world.calls.length, calls);
    assert.ok(seen.length > 0);
  });

  it('keep their mark when they are renewed, also when it came while the renewal was under way', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('one', ['Hub']));
    const mark = (now: AccountBook): void => {
      world.accounts = now;
      service.followSettings();
    };
    const first = await service.assume('one', never);
    await world.clock.advance(50 * MINUTE);
    const renewing = service.credentials('one', never);
    mark(bookOf({ [first.identity.accountId]: { production: true } }));
    await renewing;
    await world.clock.advance(9 * MINUTE);
    assert.equal(service.state.active?.profile.production, true);
    assert.ok((service.state.active.expiration ?? 0) > (first.expiration ?? 0), 'the new expiry is shown');
  });

  it('are told where only AWS knows the account: access keys without a role', async () => {
    const world = new MemoryWorld();
    const service = world.service(profileOf('keys', []));
    const { identity } = await service.assume('keys', never);
    service.exit('keys');
    const marked = { ...profileOf('keys', []), accounts: bookOf({ [identity.accountId]: { production: true } }) };
    assert.equal(marked.production, false);
    const session = await service.assumeProfile(marked, never);
    assert.equal(session.profile.production, true);
  });
});
