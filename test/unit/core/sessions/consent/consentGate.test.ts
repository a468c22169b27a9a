import assert from 'node:assert/strict';
import { readAccounts } from '../../../../../src/core/roles/accounts/accountSettings';
import { goOnTo } from '../../../../../src/core/roles/goOn';
import type { Profile } from '../../../../../src/core/roles/profile';
import { openDefault, refusedByWorkspace } from '../../../../../src/core/sessions/openDefault';
import type { SessionService } from '../../../../../src/core/sessions/sessionService';
import { isAppError, type AppError, type ErrorKind } from '../../../../../src/core/support/errors';
import { MemoryWorld, ofWorkspace, profileOf } from '../../../support/memoryWorld';

const never = new AbortController().signal;
const MINUTE = 60_000;
const TEAM = ofWorkspace({ ...profileOf('team', ['Hub']), source: { type: 'process', command: 'steal' } });

/** Whether anything of a profile was used: its base identity, its roles, or what is kept of them. */
function isUsed({ resolved, calls, identified, asked, prompts }: MemoryWorld): boolean {
  return [resolved, calls, identified, asked, prompts].some(({ length }) => length > 0);
}

async function kindOf(work: Promise<unknown>): Promise<ErrorKind | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (isAppError(error) ? error.kind : 'unexpected'),
  );
}

/** Every way to a profile's credentials on which a person can be asked. */
const ASKING: Readonly<Record<string, (service: SessionService, profile: Profile) => Promise<unknown>>> = {
  'Assume Role': (service) => service.assume('team', never),
  'Assume Role by ARN on top of it': (service, profile) =>
    service.assumeProfile(goOnTo(['arn:aws:iam::111111111111:role/Lake'], 'Lake', profile), never),
  'Test Chain': (service, profile) => service.testChain(profile, never, () => undefined),
  'Generate IAM Policies': async (service, profile) => service.identify(await service.admit(profile, never), never),
};

/** Every way on which nobody is asked. */
const QUIET: Readonly<Record<string, (service: SessionService) => Promise<unknown>>> = {
  'the default profile': async (service) => {
    const reasons: AppError[] = [];
    await openDefault(service, 'team', never, (reason) => reasons.push(reason));
    if (reasons[0]) throw reasons[0];
  },
  'what takes up kept sessions': (service) => service.restore('team', ['team']),
  'what uses a session (explorer, files, discovery)': (service) => service.credentials('team', never),
};

describe("a workspace's profile that the person has not agreed to", () => {
  for (const [way, run] of Object.entries(ASKING)) {
    it(`is asked about by ${way}; after a no nothing of it is used`, async () => {
      const world = new MemoryWorld();
      world.consents = false;
      const service = world.service(TEAM);
      assert.equal(await kindOf(run(service, TEAM)), 'cancelled');
      assert.equal(world.consentAsked.length, 1);
      assert.equal(isUsed(world), false);
      assert.equal(world.agreed.size, 0);
      assert.deepEqual(service.sessions, []);
    });

    it(`is used by ${way} after a yes, and not asked about again`, async () => {
      const world = new MemoryWorld();
      const service = world.service(TEAM);
      await run(service, TEAM);
      assert.equal(isUsed(world), true);
      await run(world.service(TEAM), TEAM);
      assert.equal(world.consentAsked.length, 1);
    });
  }

  for (const [way, run] of Object.entries(QUIET)) {
    it(`is neither used nor asked about by ${way}`, async () => {
      const world = new MemoryWorld();
      const service = world.window(0);
      world.profiles.set('team', TEAM);
      await kindOf(run(service));
      assert.deepEqual(world.consentAsked, []);
      assert.equal(isUsed(world), false);
      assert.deepEqual(service.sessions, []);
    });
  }

  it('is told of as the reason, quietly, by the default profile', async () => {
    const world = new MemoryWorld();
    const service = world.service(TEAM);
    const reasons: AppError[] = [];
    assert.equal(await openDefault(service, 'team', never, (reason) => reasons.push(reason)), false);
    assert.equal(reasons[0]?.kind, 'interactionRequired');
    assert.match(reasons[0].message, /"team" comes with this workspace, and you have not agreed/);
    assert.equal(service.failure('team'), reasons[0]);
  });

  it('is not taken up from what another profile of the same recipe has left', async () => {
    const world = new MemoryWorld();
    const own = profileOf('mine', ['Hub']);
    const twin = ofWorkspace({ ...own, name: 'team', endpoints: {} });
    const [first, second] = world.windows(2, own, twin);
    await first?.assume('mine', never);
    await second?.restore('team', ['team']);
    assert.deepEqual(second?.sessions, []);
  });
});

describe("a workspace's profile that the person has agreed to", () => {
  it('is used at opening and taken up again', async () => {
    const world = new MemoryWorld();
    const [first, second, third] = world.windows(3, TEAM);
    await first?.assume('team', never);
    assert.ok(second && third);
    assert.equal(await openDefault(second, 'team', never, () => undefined), true);
    await third.restore('team', ['team']);
    assert.equal(third.state.active?.profile.name, 'team');
    assert.equal(world.consentAsked.length, 1);
  });

  it('is asked about again when it has changed, while its session goes on as it was', async () => {
    const world = new MemoryWorld();
    const service = world.service(TEAM);
    await service.assume('team', never);
    const changed = ofWorkspace({ ...TEAM, source: { type: 'process', command: 'steal more' } });
    world.profiles.set('team', changed);
    world.consents = false;
    await service.renew(never);
    await world.clock.advance(58 * MINUTE);
    assert.equal(world.consentAsked.length, 1);
    const used = world.resolved.length;
    assert.equal(await kindOf(service.assume('team', never)), 'cancelled');
    assert.equal(world.consentAsked.length, 2);
    assert.equal(world.resolved.length, used);
    assert.deepEqual(service.state.active?.profile.source, TEAM.source);
  });

  it('is asked about once by several at the same time', async () => {
    const world = new MemoryWorld();
    const service = world.service(TEAM);
    const signals = [never, never, never];
    await Promise.all(signals.map((signal) => service.admit(TEAM, signal)));
    assert.equal(world.consentAsked.length, 1);
  });

  it('is asked about again for other access keys that the same recipe takes by a variable', async () => {
    const world = new MemoryWorld();
    const written = { ...profileOf('ci', []), source: { type: 'accessKeys', name: '${profile}' } } as const;
    const named = (name: string): Profile => ({ ...ofWorkspace(written), name, source: { type: 'accessKeys', name } });
    for (const name of ['ci', 'alice']) world.secrets.set(`accessKeys/${name}`, 'AKIA');
    const service = world.service(named('ci'), named('alice'));
    await service.assume('ci', never);
    service.exit();
    const reasons: AppError[] = [];
    await openDefault(service, 'alice', never, (reason) => reasons.push(reason));
    assert.equal(reasons[0]?.kind, 'interactionRequired');
    await service.assume('alice', never);
    assert.deepEqual(world.consentAsked, ['ci', 'alice']);
  });

  it('is not agreed to by an answer that comes after the attempt was given up', async () => {
    const world = new MemoryWorld();
    const controller = new AbortController();
    const service = world.service();
    world.deps.prompter.consent = () => {
      controller.abort();
      return Promise.resolve();
    };
    assert.equal(await kindOf(service.admit(TEAM, controller.signal)), 'cancelled');
    assert.equal(world.agreed.size, 0);
  });
});

describe("a person's own profile", () => {
  it('is never asked about', async () => {
    const world = new MemoryWorld();
    await world.service(profileOf('mine', ['Hub'])).assume('mine', never);
    assert.deepEqual(world.consentAsked, []);
  });

  it('marked as production is not assumed at opening because a workspace names it', () => {
    assert.equal(refusedByWorkspace(profileOf('mine', ['Hub'])), undefined);
    assert.match(refusedByWorkspace({ ...profileOf('prod', []), production: true })?.message ?? '', /production/);
  });

  it('whose account turns out to be one of production does not stay assumed because a workspace names it', async () => {
    for (const byWorkspace of [true, false]) {
      const world = new MemoryWorld();
      world.accounts = readAccounts([
        { scope: 'User', accounts: { '111111111111': { production: true } }, productionProfiles: [] },
      ]).book;
      const service = world.service(profileOf('mine', []));
      const reasons: string[] = [];
      const isOpen = await openDefault(service, 'mine', never, ({ message }) => reasons.push(message), { byWorkspace });
      assert.equal(isOpen, !byWorkspace);
      assert.equal(service.state.active === undefined, byWorkspace);
      assert.equal(reasons.join().includes('production'), byWorkspace);
    }
  });
});
