import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import { profilePlace } from '../../../../src/core/roles/sameProfile';
import type { SessionService } from '../../../../src/core/sessions/sessionService';
import { isAppError } from '../../../../src/core/support/errors';
import { MemoryWorld, ofWorkspace, profileOf } from '../../support/memoryWorld';

const never = new AbortController().signal;
const adHoc: Profile = { ...profileOf('Admin', ['Admin']), origin: 'adHoc' };

/** In this world, the settings hold that profile from now on. */
function write(world: MemoryWorld, profile: Profile, service?: SessionService): void {
  const place = profilePlace(profile);
  assert.ok(place);
  world.profiles.set(profile.name, profile);
  world.holders.set(profile.name, { place, profile });
  service?.followSettings();
}

function world(): { world: MemoryWorld; service: SessionService; told: string[] } {
  const made = new MemoryWorld();
  const service = made.service();
  const told: string[] = [];
  service.onDidLoseName(({ message }) => told.push(message));
  return { world: made, service, told };
}

describe('a session whose name comes to mean another profile', () => {
  it('ends, and the person is told; the others go on', async () => {
    const { world: here, service, told } = world();
    write(here, profileOf('mine', ['Mine']));
    await service.assume('mine', never);
    await service.assumeProfile(adHoc, never);
    let changes = 0;
    service.onDidChange(() => (changes += 1));
    write(here, ofWorkspace(profileOf('Admin', ['Other'])), service);
    assert.deepEqual(
      service.sessions.map(({ profile }) => profile.name),
      ['mine'],
    );
    assert.equal(service.state.active, undefined);
    assert.deepEqual(told, ['The session of "Admin" has ended: a profile of this workspace has that name now.']);
    assert.ok(changes > 0);
    assert.equal(service.walkedProfile('Admin'), undefined);
    await assert.rejects(service.credentials('Admin', never), (error) => isAppError(error, 'expired'));
    await service.credentials('mine', never);
  });

  it('ends too where it is that of a workspace’s profile, and a person writes one of that name', async () => {
    const { world: here, service, told } = world();
    write(here, ofWorkspace(profileOf('Admin', ['Admin'])));
    await service.assume('Admin', never);
    write(here, profileOf('Admin', ['Admin']), service);
    assert.deepEqual(service.sessions, []);
    assert.match(told[0] ?? '', /another profile in your settings/);
  });

  it('leaves nothing that is kept for the next one', async () => {
    const { world: here, service } = world();
    await service.assumeProfile(adHoc, never);
    write(here, ofWorkspace(profileOf('Admin', ['Admin'])), service);
    const calls = here.calls.length;
    await service.assume('Admin', never);
    assert.equal(here.calls.length, calls + 1);
  });

  it('goes on when the person saves it, edits it, or removes it', async () => {
    const { world: here, service, told } = world();
    await service.assumeProfile(adHoc, never);
    write(here, profileOf('Admin', ['Admin']), service);
    assert.equal(service.sessions.length, 1);
    await service.assume('Admin', never);
    assert.equal(service.session('Admin')?.profile.origin, 'user');
    write(here, profileOf('Admin', ['Other']), service);
    here.holders.delete('Admin');
    service.followSettings();
    assert.equal(service.sessions.length, 1);
    assert.deepEqual(told, []);
  });

  it('does not come to life when that happens while it is obtained', async () => {
    const { world: here, service } = world();
    here.onCall = () => write(here, ofWorkspace(profileOf('Admin', ['Other'])), service);
    await assert.rejects(service.assumeProfile(adHoc, never), (error) => isAppError(error, 'invalidProfile'));
    assert.deepEqual(service.sessions, []);
    assert.equal(service.failure('Admin'), undefined, 'that failure is not the other one’s');
  });

  it('is not taken up when that happens while it is restored', async () => {
    const here = new MemoryWorld();
    const [first, second] = here.windows(2, profileOf('Admin', ['Admin']));
    await first?.assume('Admin', never);
    const restoring = second?.restore('Admin', ['Admin']);
    write(here, ofWorkspace(profileOf('Admin', ['Other'])), second);
    await restoring;
    assert.deepEqual(second?.sessions, []);
  });
});
