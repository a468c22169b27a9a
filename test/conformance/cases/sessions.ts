import assert from 'node:assert/strict';
import { Credentials } from '../../../src/core/sessions/credentials';
import type { SessionState } from '../../../src/core/sessions/session';
import type { SessionService } from '../../../src/core/sessions/sessionService';
import { chainTo, never, PROFILE, sessionService, storeWith } from '../person';
import type { ConformanceTarget } from '../target';
import { bodyOf, BUCKETS, ROLES } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

const README = { bucket: BUCKETS.data, key: 'README.md' } as const;

/** How sessions end and are followed by new ones (STS API Reference, AssumeRole). */
export const sessionLife: readonly ConformanceCase[] = [
  {
    title: 'a session past its end is refused, and the session service has renewed it before',
    async run(target) {
      // The hops before last an hour, so that only the last one is to be renewed.
      const durationSeconds = target.minSessionSeconds;
      const sessions = sessionService(target, [...chainTo().slice(0, -1), { roleArn: ROLES.vault, durationSeconds }]);
      const first = await sessions.assume(PROFILE, never);
      const old = await sessions.credentials(PROFILE, never);
      // Without its expiry, so that only the service can know that it is over.
      const over = storeWith(target, () => Promise.resolve(new Credentials(old.reveal())));
      await assertReadable(over);

      const renewed = nextState(sessions, ({ active }) => (active?.expiration ?? 0) > (first.expiration ?? 0));
      await target.elapse(durationSeconds * 950);
      await renewed;
      await target.elapse(durationSeconds * 50 + 500);
      await assertRefused(
        target,
        over.list({ bucket: README.bucket, prefix: '', delimiter: '/' }, never),
        { status: 400, kind: 'expired' },
        'error codes of session tokens',
      );
      const going = storeWith(target, () => sessions.credentials(PROFILE, never));
      await assertReadable(going);
      assert.notEqual((await sessions.credentials(PROFILE, never)).accessKeyId, old.accessKeyId);
      sessions.dispose();
      going.dispose();
      over.dispose();
    },
  },
  {
    title: 'the last session of a chain goes on when the hops before it have ended',
    async run(target) {
      const durationSeconds = target.minSessionSeconds;
      const sessions = sessionService(target, [
        { roleArn: ROLES.hub },
        { roleArn: ROLES.lake, durationSeconds },
        { roleArn: ROLES.vault },
      ]);
      await sessions.assume(PROFILE, never);
      const store = storeWith(target, () => sessions.credentials(PROFILE, never));
      await target.elapse(durationSeconds * 1000 + 500);
      await assertReadable(store);
      sessions.dispose();
      store.dispose();
    },
  },
  {
    title: 'a session token with one changed character is refused',
    async run(target) {
      const session = await lastSession(target);
      const { sessionToken = '' } = session.reveal();
      const middle = Math.floor(sessionToken.length / 2);
      const other = sessionToken[middle] === 'A' ? 'B' : 'A';
      const tampered = `${sessionToken.slice(0, middle)}${other}${sessionToken.slice(middle + 1)}`;
      await assertListingRefused(target, { ...session.reveal(), sessionToken: tampered });
    },
  },
  {
    title: "a session's keys without its token are refused",
    async run(target) {
      const { accessKeyId, secretAccessKey } = (await lastSession(target)).reveal();
      const store = storeWith(target, () => Promise.resolve(new Credentials({ accessKeyId, secretAccessKey })));
      await assertRefused(
        target,
        store.list({ bucket: BUCKETS.data, prefix: '', delimiter: '/' }, never),
        { status: 403, kind: 'credentialsRejected' },
        'error codes of session tokens',
      );
      store.dispose();
    },
  },
  {
    title: "one session's token with the keys of another is refused",
    async run(target) {
      const [one, other] = [await lastSession(target), await lastSession(target)];
      await assertListingRefused(target, { ...one.reveal(), sessionToken: other.reveal().sessionToken });
    },
  },
];

/** What shows only in real time, because the SDK too keeps credentials by the machine's clock: for short sessions. */
export const shortSessions: readonly ConformanceCase[] = [
  {
    title: 'an open S3 reads on through the ends of three sessions',
    async run(target) {
      const durationSeconds = target.minSessionSeconds;
      const last = { roleArn: ROLES.vault, durationSeconds };
      const sessions = sessionService(target, [...chainTo().slice(0, -1), last]);
      await sessions.assume(PROFILE, never);
      const keys = new Set<string>();
      const store = storeWith(target, async () => {
        const credentials = await sessions.credentials(PROFILE, never);
        keys.add(credentials.accessKeyId);
        return credentials;
      });
      const end = Date.now() + 3.5 * durationSeconds * 1000;
      while (Date.now() < end) {
        await assertReadable(store);
        await target.elapse(100);
      }
      assert.ok(keys.size >= 4, `${keys.size} sessions`);
      sessions.dispose();
      store.dispose();
    },
  },
];

/** A session of the chain's last role. */
async function lastSession(target: ConformanceTarget): Promise<Credentials> {
  const sessions = sessionService(target, chainTo());
  await sessions.assume(PROFILE, never);
  const credentials = await sessions.credentials(PROFILE, never);
  sessions.dispose();
  return credentials;
}

async function assertReadable(store: ReturnType<typeof storeWith>): Promise<void> {
  assert.equal(Buffer.from((await store.read(README, 1000, never)).bytes).toString(), bodyOf(README.key));
}

async function assertListingRefused(
  target: ConformanceTarget,
  revealed: ConstructorParameters<typeof Credentials>[0],
): Promise<void> {
  const store = storeWith(target, () => Promise.resolve(new Credentials(revealed)));
  await assertRefused(
    target,
    store.list({ bucket: BUCKETS.data, prefix: '', delimiter: '/' }, never),
    { status: 400, kind: 'credentialsRejected' },
    'error codes of session tokens',
  );
  store.dispose();
}

/** Waits for a state of the service that fulfils the condition. */
function nextState(sessions: SessionService, condition: (state: SessionState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const subscription = sessions.onDidChange((state) => {
      if (!condition(state)) return;
      subscription.dispose();
      resolve();
    });
  });
}
