import assert from 'node:assert/strict';
import fc from 'fast-check';
import { generatePolicies } from '../../../../src/core/roles/policies';
import type { GeneratedPolicy } from '../../../../src/core/roles/policiesDocument';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { profileOf } from '../../support/memoryWorld';
import {
  ALICE,
  HOME,
  hopRole,
  MFA_SERIAL,
  OTHER,
  PoliciesWorld,
  SOURCES,
  TOKEN,
  type SourceName,
} from './policiesWorld';

const EXTERNAL_IDS = new Map([['partner', 'door-7c41']]);

describe('generated IAM policies', () => {
  let world: PoliciesWorld;
  before(async () => (world = await PoliciesWorld.start()));
  after(() => world.aws.close());
  beforeEach(() => world.reset());

  function attach(policies: readonly GeneratedPolicy[], source: SourceName): void {
    for (const { kind, attachTo, document } of policies) {
      if (kind === 'trust') world.trust(attachTo, document);
      else world.permit(attachTo.startsWith('arn:') ? attachTo : world.arnOf(source), document);
    }
  }

  const walk = (profile: Profile, source: SourceName): Promise<number> => world.walk(profile, source, EXTERNAL_IDS);

  /** Attaches all policies, then all but one: the chain works, then fails at the hop that the missing one is for. */
  async function prove(profile: Profile, source: SourceName): Promise<void> {
    world.reset();
    const own = generatePolicies(profile, { token: TOKEN }).filter(({ hops }) => hops.includes(-1));
    const known = needsCall(source) ? await identityAfter(own, source) : undefined;
    const policies = generatePolicies(profile, { identity: known, token: TOKEN, externalIds: EXTERNAL_IDS });
    attach(policies, source);
    assert.equal(await walk(profile, source), profile.chain.length, 'with all policies');
    for (const missing of policies.filter(({ hops }) => !hops.includes(-1))) {
      world.reset();
      attach(
        policies.filter((policy) => policy !== missing),
        source,
      );
      const reached = missing.needed ? Math.min(...missing.hops) : profile.chain.length;
      assert.equal(await walk(profile, source), reached, `without ${missing.kind} policy of ${missing.attachTo}`);
    }
  }

  const needsCall = (source: SourceName): boolean => ['user', 'instance', 'task', 'pod'].includes(source);

  /** Its own trust policy has placeholders until the role is known, so that a person fills in the role. */
  async function identityAfter(own: readonly GeneratedPolicy[], source: SourceName) {
    const role = world.aws.iam.rolesOf(HOME).find(({ name }) => name.toLowerCase() === source);
    for (const { document } of own) world.trust(role?.arn ?? '', document);
    return world.identity(source);
  }

  const profile = (source: SourceName, hops: readonly Hop[], more: Partial<Profile> = {}): Profile => ({
    ...profileOf('generated', []),
    source: SOURCES[source],
    chain: hops,
    ...more,
  });

  const hopArbitrary = fc.record({
    other: fc.boolean(),
    externalId: fc.option(fc.constantFrom('plain-id', { secret: 'partner' }), { nil: undefined }),
    tagged: fc.boolean(),
    transitive: fc.boolean(),
    sourceIdentity: fc.boolean(),
  });

  /** Hops as the profile's checks let them through: one source identity, no tag set twice. */
  const chainArbitrary = fc.array(hopArbitrary, { minLength: 1, maxLength: 4 }).map((hops) =>
    hops.map(({ other, externalId, tagged, transitive, sourceIdentity }, index): Hop => ({
      roleArn: hopRole(index, other ? OTHER : HOME),
      externalId,
      ...(tagged ? { tags: { [`team/${index}`]: `Data ${index}`, Cost: `${index}` } } : {}),
      ...(tagged && transitive ? { transitiveTagKeys: [`TEAM/${index}`] } : {}),
      ...(sourceIdentity ? { sourceIdentity: 'alice' } : {}),
    })),
  );

  it('let a chain be walked, and not without any one of them, whatever its hops ask for', async () => {
    const sources = fc.constantFrom<SourceName>('user', 'permissionSet', 'instance', 'task', 'pod', 'web', 'saml');
    await fc.assert(
      fc.asyncProperty(sources, chainArbitrary, async (source, hops) => prove(profile(source, hops), source)),
      { numRuns: 40 },
    );
  }).timeout(60_000);

  for (const [how, more, first] of [
    ['an MFA session', { mfaSession: MFA_SERIAL }, {}],
    ['MFA on the role itself', {}, { mfaSerial: MFA_SERIAL, durationSeconds: 43_200 }],
  ] as const) {
    it(`demand MFA of a profile with ${how}`, async () => {
      const hops = [{ roleArn: hopRole(0, HOME), ...first }, { roleArn: hopRole(1, OTHER) }];
      await prove(profile('user', hops, more), 'user');
      attach(generatePolicies(profile('user', hops, more)), 'user');
      const withoutMfa = hops.map(({ roleArn }) => ({ roleArn }));
      assert.equal(await walk(profile('user', withoutMfa), 'user'), 0);
    });
  }

  it('demand the external ID, the tags and the source identity of the profile, and let nothing else in', async () => {
    const hop: Hop = {
      roleArn: hopRole(0, OTHER),
      externalId: 'door-7c41',
      tags: { team: 'lake' },
      transitiveTagKeys: ['team'],
      sourceIdentity: 'alice',
    };
    const identity = await world.identity('user');
    attach(generatePolicies(profile('user', [hop]), { identity }), 'user');
    assert.equal(await walk(profile('user', [hop]), 'user'), 1);
    const variants: Hop[] = [
      { ...hop, externalId: undefined },
      { ...hop, externalId: 'door-7c42' },
      { ...hop, tags: { team: 'other' } },
      { ...hop, tags: { team: 'lake', extra: 'tag' } },
      { ...hop, tags: undefined, transitiveTagKeys: undefined },
      { ...hop, sourceIdentity: 'bob' },
      { ...hop, sourceIdentity: undefined },
    ];
    for (const variant of variants) {
      assert.equal(await walk(profile('user', [variant]), 'user'), 0, JSON.stringify(variant));
    }
  });

  it('let everybody in who fills in the variables of a shared profile', async () => {
    const shared: Hop = { roleArn: hopRole(0, OTHER), tags: { principal: '${user}' }, sourceIdentity: 'lake-${user}' };
    attach(generatePolicies(profile('user', [shared]), { identity: await world.identity('user') }), 'user');
    for (const person of ['alice', 'bob']) {
      const filled = { ...shared, tags: { principal: person }, sourceIdentity: `lake-${person}` };
      assert.equal(await walk(profile('user', [filled]), 'user'), 1);
    }
    const stranger = { ...shared, tags: { principal: 'eve' }, sourceIdentity: 'eve' };
    assert.equal(await walk(profile('user', [stranger]), 'user'), 0);
  });

  it('mean one permission set and not another whose name begins the same', async () => {
    const hops = [{ roleArn: hopRole(0, HOME) }];
    const policies = generatePolicies(profile('permissionSet', hops));
    attach(policies, 'permissionSet');
    attach(
      policies.filter(({ kind }) => kind === 'permission'),
      'otherPermissionSet',
    );
    assert.equal(await walk(profile('permissionSet', hops), 'permissionSet'), 1);
    assert.equal(await walk(profile('otherPermissionSet', hops), 'otherPermissionSet'), 0);
  });

  it('leave it to the account when only the MFA device tells who the user is', async () => {
    const hops = [{ roleArn: hopRole(0, HOME), mfaSerial: MFA_SERIAL }];
    const policies = generatePolicies(profile('user', hops));
    assert.deepEqual(
      policies.map(({ kind, needed }) => [kind, needed]),
      [
        ['permission', true],
        ['trust', true],
      ],
    );
    attach(policies, 'user');
    assert.equal(await walk(profile('user', hops), 'user'), 1);
    world.permit(ALICE, { Version: '2012-10-17', Statement: [] });
    assert.equal(await walk(profile('user', hops), 'user'), 0);
  });

  it('make EC2, ECS, EKS and identity providers give out a base role that nobody else trusts', async () => {
    for (const source of ['web', 'saml'] as const) {
      await assert.rejects(world.base(source), { name: 'AccessDenied' });
    }
    const fresh = await PoliciesWorld.start();
    try {
      for (const source of ['instance', 'task', 'pod'] as const) await assert.rejects(fresh.base(source), source);
      for (const source of ['instance', 'task', 'pod', 'web', 'saml'] as const) {
        const role = fresh.aws.iam.rolesOf(HOME).find(({ name }) => name.toLowerCase() === source);
        const session = source === 'pod' ? 'eks-main-etl' : 'other';
        const identity = { arn: `arn:aws:sts::${HOME}:assumed-role/${role?.name ?? ''}/${session}`, accountId: HOME };
        const [trust, ...more] = generatePolicies(profile(source, []), { identity, token: TOKEN });
        assert.ok(trust && more.length === 0);
        assert.equal(trust.attachTo, role?.arn);
        fresh.trust(trust.attachTo, trust.document);
        assert.ok((await fresh.base(source)).sessionToken);
      }
    } finally {
      await fresh.aws.close();
    }
  });
});
