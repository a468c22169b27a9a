import assert from 'node:assert/strict';
import { readAccounts } from '../../../../../src/core/roles/accounts/accountSettings';
import { describePolicies } from '../../../../../src/core/roles/policiesText';
import type { Profile } from '../../../../../src/core/roles/profile';
import { readProfiles } from '../../../../../src/core/roles/profileSet';
import { nodeText } from '../../../../../src/core/s3/nodeText';
import { RootNode } from '../../../../../src/core/s3/sessionRoots';
import { chainPicture } from '../../../../../src/core/sessions/chainPicture';
import { chainReport } from '../../../../../src/core/sessions/chainPictureReport';
import { explainHop, explainMfaSession, explainSource } from '../../../../../src/core/sessions/diagnosis';
import type { ChainStep, Session } from '../../../../../src/core/sessions/session';
import { sessionsTree } from '../../../../../src/core/sessions/sessionsTree';
import { stepRows } from '../../../../../src/core/sessions/sessionsTreeRows';
import { statusView } from '../../../../../src/core/sessions/statusView';
import { switcherRows } from '../../../../../src/core/sessions/switcherView';
import { AppError, type ErrorKind } from '../../../../../src/core/support/errors';
import { agreed } from '../../../../support/consent';

const IDS = ['111111111111', '222222222222', '333333333333', '444444444444'] as const;
const [HUB, LAKE, CENTER, SAML] = IDS;
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;

const { book } = readAccounts([
  {
    scope: 'User',
    accounts: Object.fromEntries(IDS.map((id) => [id, { name: `Name ${id.slice(0, 1)}`, production: true }])),
    productionProfiles: [],
  },
]);
const center = {
  type: 'identityCenter',
  startUrl: 'https://d-0000000000.awsapps.com/start',
  region: 'eu-west-1',
  accountId: CENTER,
  roleName: 'Admin',
};
const set = readProfiles(
  [
    {
      scope: 'User',
      value: {
        center: { source: center },
        chain: {
          source: center,
          chain: [{ roleArn: role(HUB, 'Hub') }, { roleArn: role(LAKE, 'Lake'), externalId: 'id' }],
        },
        keys: {
          source: { type: 'accessKeys', name: 'alice' },
          roleArn: role(LAKE, 'Lake'),
          mfaSerial: `arn:aws:iam::${HUB}:mfa/alice`,
        },
        saml: {
          source: { type: 'saml', roleArn: role(SAML, 'Saml'), providerArn: `arn:aws:iam::${SAML}:saml-provider/Okta` },
          roleArn: role(LAKE, 'Lake'),
        },
        web: { source: { type: 'webIdentity', roleArn: role(SAML, 'Web'), tokenFile: '/token' } },
      },
    },
  ],
  { mfaMethod: 'auto', config: {}, accounts: book },
);
const formatTime = (): string => '14:05';
const KINDS: readonly ErrorKind[] = [
  'accessDenied',
  'credentialsRejected',
  'interactionRequired',
  'expired',
  'network',
  'invalidRequest',
  'mfaRejected',
];
const MESSAGES = [
  'not words',
  'User is not authorized to perform: sts:AssumeRole because no resource-based policy allows the sts:AssumeRole action',
  'User is not authorized to perform: sts:TagSession because no identity-based policy allows it',
  'User is not authorized to perform: sts:AssumeRole with an explicit deny in a service control policy',
];

function sessionOf(profile: Profile): Session {
  const account = profile.chain.length > 0 ? LAKE : CENTER;
  const arn = `arn:aws:sts::${account}:assumed-role/X/alice`;
  return { profile: agreed(profile), identity: { arn, accountId: account }, expiration: 60_000, since: 0 };
}

/** Everything the core says of a profile, by where it is said. */
function said(profile: Profile): Record<string, unknown> {
  const session = sessionOf(profile);
  const place = { profiles: set, sessions: [session], activeName: profile.name, now: 0 };
  const errors = KINDS.flatMap((kind) =>
    MESSAGES.flatMap((message) => {
      const error = (): AppError => new AppError(kind, message, { awsMessage: message });
      return [
        ...profile.chain.map((_, index) => explainHop(error(), profile, index)),
        explainMfaSession(error(), profile),
        explainSource(error(), profile),
      ];
    }),
  );
  const steps = [-1, ...profile.chain.keys()].map((hop): ChainStep => ({
    hop,
    state: 'ok',
    identity: session.identity,
    expiration: 60_000,
  }));
  const failed = steps.map((step): ChainStep => ({ ...step, state: 'failed', error: errors[0] }));
  const look = { profile, isSaved: true, active: true, assuming: false, now: 0, formatTime };
  const root = {
    profile: profile.name,
    session,
    expired: false,
    pinned: false,
    active: true,
    production: true,
    bookmarks: [],
    ownBookmarks: [],
  };
  return {
    picker: switcherRows({ ...place, recent: [], filter: '' }),
    sessions: sessionsTree({ ...place, assuming: undefined, formatTime }),
    'sessions, not assumed': sessionsTree({ ...place, sessions: [], assuming: undefined, formatTime }),
    steps: stepRows(profile, steps, { now: 0, formatTime }),
    status: statusView(
      { active: session, renewsItself: false },
      { now: 0, warnBefore: 0, formatTime, sessions: [session] },
    ),
    chain: [chainPicture({ ...look, steps }), chainPicture({ ...look, steps: failed, test: 'done' })],
    report: [chainReport(profile, steps, formatTime), chainReport(profile, failed, formatTime)],
    policies: (describePolicies(profile, {}) ?? '').split('\n').filter((line) => line.trim().startsWith('//')),
    errors: errors.map(({ message, detail }) => [message, detail.cure]),
    explorer: nodeText(new RootNode(root), 'en'),
  };
}

/** The digits of accounts that stand without their name before them; those in ARNs are parts of names of AWS. */
function bareDigits(text: string): string[] {
  // Without what Markdown escapes with.
  const without = text.replaceAll(/[\\\u2060]/g, '').replaceAll(/arn:[^\s"'`,;]*/g, 'ARN');
  return IDS.flatMap((id) => [...without.matchAll(new RegExp(`.{0,30}${id}.{0,5}`, 'g'))])
    .map(([found]) => found)
    .filter((found) => !/Name (\d) \(\1{12}\)/.test(found));
}

describe('an account that has a name', () => {
  for (const profile of set.profiles.values()) {
    for (const [where, texts] of Object.entries(said(profile))) {
      it(`is shown by it before its digits: ${profile.name}, ${where}`, () => {
        assert.deepEqual(bareDigits(JSON.stringify(texts)), []);
      });
    }
  }

  it('is not only shown by its name', () => {
    for (const profile of set.profiles.values()) {
      const texts = JSON.stringify(said(profile)).replaceAll(/[\\\u2060]/g, '');
      for (const [found] of texts.matchAll(/Name \d.{0,16}/g)) assert.match(found, /^Name (\d) \(\1{12}\)/);
    }
  });

  it('is found bare where it is bare', () => {
    assert.equal(bareDigits(`Lake (${LAKE})`).length, 1);
    assert.equal(bareDigits(`Lake in Name 2 (${LAKE})`).length, 0);
  });
});
