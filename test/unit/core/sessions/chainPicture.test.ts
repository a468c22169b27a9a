import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import { chainPicture, type ChainPicture, type ChainPictureInput } from '../../../../src/core/sessions/chainPicture';
import { missingChainPicture } from '../../../../src/core/sessions/chainPictureMissing';
import { chainReport } from '../../../../src/core/sessions/chainPictureReport';
import type { ChainStep } from '../../../../src/core/sessions/session';
import { AppError } from '../../../../src/core/support/errors';
import { profileOf } from '../../support/memoryWorld';

const MINUTE = 60_000;
const MFA = 'arn:aws:iam::111111111111:mfa/alice';
const LAKE = 'arn:aws:iam::222222222222:role/Lake';
const DENIED = new AppError(
  'accessDenied',
  'Hop 2 of 3, Lake (222222222222): the external ID is not the one AWS expects.',
  {
    cure: 'Ask the account’s owner.',
    awsMessage: 'User is not authorized to perform: sts:AssumeRole',
    code: 'AccessDenied',
    secret: { type: 'externalId', name: 'lake-partner' },
  },
);

const profile: Profile = {
  ...profileOf('lake-prod', ['Hub', 'Lake', 'Vault'], {
    0: { tags: { team: 'data', cost: '7' }, transitiveTagKeys: ['Team'], sourceIdentity: 'alice' },
    1: { roleArn: LAKE, externalId: { secret: 'lake-partner' }, sessionName: 'alice-lake' },
    2: { durationSeconds: 3600, durationAsked: 43_200, externalId: 'plain-external-id' },
  }),
  production: true,
  readOnly: true,
};

function draw(steps: readonly ChainStep[], more: Partial<ChainPictureInput> = {}): ChainPicture {
  return chainPicture({
    profile,
    isSaved: true,
    steps,
    active: false,
    assuming: false,
    now: 0,
    formatTime: () => '14:05',
    ...more,
  });
}

const ok = (hop: number, minutes?: number): ChainStep => ({
  hop,
  state: 'ok',
  identity: { arn: `arn:aws:sts::111111111111:assumed-role/hop${hop}`, accountId: '111111111111' },
  expiration: minutes === undefined ? undefined : minutes * MINUTE,
});
const KEPT = [ok(-1), ok(0, 50), ok(1, 40), ok(2, 30)];
const STOPPED: ChainStep[] = [
  ok(-1),
  ok(0, 50),
  { hop: 1, state: 'failed', error: DENIED },
  { hop: 2, state: 'skipped' },
];

const factsOf = (picture: ChainPicture, id: string): Record<string, string> =>
  Object.fromEntries(
    (picture.nodes.find((node) => node.id === id)?.facts ?? []).map(({ name, value }) => [name, value]),
  );

describe('the picture of a chain', () => {
  it('goes from the base identity over the roles, with the call between two of them', () => {
    const { nodes, edges, marks } = draw([]);
    assert.deepEqual(
      nodes.map(({ heading, title, account }) => [heading, title, account]),
      [
        ['Base identity', 'alice', undefined],
        ['Role 1 of 3', 'Hub', '111111111111'],
        ['Role 2 of 3', 'Lake', '222222222222'],
        ['Role 3 of 3', 'Vault', '111111111111'],
      ],
    );
    assert.deepEqual(
      edges.map(({ from, to, call }) => `${from} ${call} ${to}`),
      ['base AssumeRole hop0', 'hop0 AssumeRole hop1', 'hop1 AssumeRole hop2'],
    );
    assert.deepEqual(
      marks.map(({ text }) => text),
      ['production', 'read-only'],
    );
  });

  it('has a node for the MFA session that all roles come from', () => {
    const { nodes, edges } = draw([], { profile: { ...profile, mfaSession: MFA } });
    assert.deepEqual(
      nodes.map(({ id }) => id),
      ['base', 'mfa', 'hop0', 'hop1', 'hop2'],
    );
    assert.equal(edges[0]?.call, 'GetSessionToken');
    assert.match(nodes[1]?.label ?? '', /MFA session.*mfa\/alice.*once/);
  });

  it('tells the MFA session from the keys it is made with: its expiry, and which of the two has failed', () => {
    const withMfa = { ...profile, mfaSession: MFA };
    const lives = draw([ok(-1, 700), ok(0, 50)], { profile: withMfa }).nodes.map(({ stateText, life }) => [
      stateText,
      life,
    ]);
    assert.deepEqual(lives.slice(0, 3), [
      ['Works', undefined],
      ['Kept', '11h 40m left'],
      ['Kept', '50m left'],
    ]);
    const asked = draw([ok(-1)], { profile: withMfa }).nodes[1];
    assert.equal(asked?.stateText, 'Not asked for yet', 'keys that another profile has used');
    const states = (kind: 'mfaRejected' | 'secretMissing') => {
      const steps: ChainStep[] = [{ hop: -1, state: 'failed', error: new AppError(kind, 'No.') }];
      return draw(steps, { profile: withMfa }).nodes.map(({ state }) => state);
    };
    assert.deepEqual(states('mfaRejected').slice(0, 2), ['works', 'failed']);
    assert.deepEqual(states('secretMissing').slice(0, 2), ['failed', 'skipped']);
  });

  it('tells what each role is assumed with', () => {
    const picture = draw([]);
    assert.deepEqual(factsOf(picture, 'hop0'), {
      'External ID': 'none',
      Tags: 'team = data (passed on), cost = 7',
      'Source identity': 'alice',
      Lasts: '1h',
    });
    assert.deepEqual(factsOf(picture, 'hop1'), {
      'Session name': 'alice-lake',
      'External ID': 'kept secret as "lake-partner"',
      Tags: 'team (from Hub)',
      Lasts: '1h: role chaining',
    });
  });

  it('says before any call where a session is shorter than asked', () => {
    assert.equal(draw([]).nodes[3]?.warning, 'Asked 12h, gets 1h: role chaining.');
  });

  it('shows what is kept and for how long, and what is active', () => {
    const kept = draw(KEPT);
    assert.deepEqual(
      kept.nodes.map(({ stateText, life }) => [stateText, life]),
      [
        ['Works', undefined],
        ['Kept', '50m left'],
        ['Kept', '40m left'],
        ['Kept', '30m left'],
      ],
    );
    assert.equal(kept.nextChange, MINUTE);
    assert.equal(draw(KEPT, { active: true }).nodes[3]?.stateText, 'Active');
    assert.equal(draw(KEPT, { now: 35 * MINUTE }).nodes[3]?.stateText, 'Expired');
  });

  it('marks the failing hop in its place, with cause, cure, AWS’s words and what helps', () => {
    const { nodes, summary } = draw(STOPPED);
    const lake = nodes[2];
    assert.equal(lake?.state, 'failed');
    assert.equal(lake.failure?.cause, 'The external ID is not the one AWS expects.');
    assert.equal(lake.failure.cure, 'Ask the account’s owner.');
    assert.equal(lake.failure.awsWords, 'User is not authorized to perform: sts:AssumeRole');
    assert.deepEqual(
      lake.failure.actions.map(({ title }) => title),
      ['Try Again', 'Set External ID…', 'Show Policies', 'Edit Profile'],
    );
    assert.equal(nodes[3]?.stateText, 'Not tried');
    assert.equal(summary, 'Stops at Lake. The external ID is not the one AWS expects.');
    assert.match(lake.label, /Failed.*external ID.*Ask the account/);
  });

  it('offers to save what is not saved, where it would else be edited', () => {
    const { actions, nodes } = draw(STOPPED, { isSaved: false });
    const titles = [...actions, ...(nodes[2]?.failure?.actions ?? [])].map(({ title }) => title);
    assert.equal(titles.filter((title) => title === 'Save as Role Profile…').length, 2);
    assert.ok(!titles.includes('Edit Profile'));
  });

  it('follows a test: what is tried, what works, who each place is', () => {
    const running = draw([ok(-1), { hop: 0, state: 'running' }], { test: 'running' });
    assert.equal(running.summary, 'Trying Hub…');
    assert.deepEqual(
      running.actions.map(({ id }) => id),
      ['cancel', 'edit'],
    );
    const done = draw(KEPT, { test: 'done' });
    assert.equal(done.summary, 'Tested: every role can be assumed.');
    assert.deepEqual(new Set(done.nodes.map(({ stateText }) => stateText)), new Set(['Works']));
    assert.equal(factsOf(done, 'hop1')['Identity'], 'arn:aws:sts::111111111111:assumed-role/hop1');
    assert.equal(draw(STOPPED, { test: 'done' }).nodes[2]?.failure?.actions[0]?.id, 'test');
  });

  it('is not said anew because time goes by', () => {
    const spoken = ({ summary, nodes }: ChainPicture): unknown => [summary, nodes.map(({ label }) => label)];
    assert.deepEqual(spoken(draw(KEPT)), spoken(draw(KEPT, { now: 10 * MINUTE })));
  });

  it('offers what can be done now, the main thing first', () => {
    const ids = (picture: ChainPicture) => picture.actions.map(({ id }) => id);
    assert.deepEqual(ids(draw([])), ['assume', 'test', 'policies', 'edit']);
    assert.deepEqual(ids(draw(KEPT, { active: true })), ['renew', 'exit', 'test', 'policies', 'edit']);
    assert.deepEqual(ids(draw([], { assuming: true })), ['cancel', 'edit']);
    const alone = { ...profile, chain: [] };
    assert.deepEqual(ids(draw([], { profile: alone })), ['assume', 'test', 'edit']);
  });

  it('holds no external ID and no command, wherever they are written', () => {
    const process: Profile = { ...profile, source: { type: 'process', command: 'give-me --token hidden-token' } };
    const saml: Profile = {
      ...profile,
      source: { type: 'saml', roleArn: LAKE, providerArn: 'arn', command: 'login --password hidden-token' },
    };
    for (const drawn of [profile, process, saml].map((each) => draw(STOPPED, { profile: each }))) {
      assert.doesNotMatch(JSON.stringify(drawn), /plain-external-id|hidden-token/);
    }
  });

  it('explains a profile that is gone or broken instead of staying empty', () => {
    const gone = missingChainPicture('x', new AppError('profileNotFound', 'There is no profile "x".'));
    assert.deepEqual([gone.summary, gone.actions.length], ['There is no profile "x".', 0]);
    const broken = missingChainPicture('x', new AppError('invalidProfile', 'Hop 1 is wrong.', { cure: 'Correct it.' }));
    assert.deepEqual([broken.summary, broken.actions[0]?.id], ['Hop 1 is wrong. Correct it.', 'edit']);
  });
});

describe('the report of a tested chain', () => {
  it('has a line per place, the diagnosis with the failing one', () => {
    assert.equal(
      chainReport(profile, STOPPED, () => '14:05').join('\n  '),
      `Tested the chain of profile "lake-prod":
  Base identity alice: works, arn:aws:sts::111111111111:assumed-role/hop-1
  Role 1 of 3, Hub (111111111111): works, arn:aws:sts::111111111111:assumed-role/hop0, expires 14:05
  Role 2 of 3, Lake (222222222222): failed. The external ID is not the one AWS expects.
    Ask the account’s owner.
    code=AccessDenied aws=User is not authorized to perform: sts:AssumeRole
  Role 3 of 3, Vault (111111111111): not tried`,
    );
  });
});
