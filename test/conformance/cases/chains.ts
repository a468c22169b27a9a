import assert from 'node:assert/strict';
import { Secret, TOTP } from 'otpauth';
import { never, PROFILE, chainTo, sessionService } from '../person';
import { ACCOUNTS, EXTERNAL_ID, KEYS, MFA, ROLES } from '../world';
import { assertRefused, type ConformanceCase } from './conformanceCase';

/** Who gets a session and who does not (IAM User Guide, "Policy evaluation logic", "Roles terms and concepts"). */
export const chains: readonly ConformanceCase[] = [
  {
    title: 'walks a chain of three roles in three accounts',
    async run(target) {
      const sessions = sessionService(target, chainTo());
      const before = target.clock.now();
      const { identity, expiration = 0 } = await sessions.assume(PROFILE, never);
      assert.deepEqual(identity, {
        arn: `arn:aws:sts::${ACCOUNTS.partner}:assumed-role/Vault/tester`,
        accountId: ACCOUNTS.partner,
      });
      assert.ok(Math.abs(expiration - before - 3_600_000) < 60_000, 'an hour when no duration is asked for');
      sessions.dispose();
    },
  },
  {
    title: 'gives the role session name that was asked for',
    async run(target) {
      const sessions = sessionService(target, [{ roleArn: ROLES.hub, sessionName: 'alice@example.com' }]);
      const { identity } = await sessions.assume(PROFILE, never);
      assert.equal(identity.arn, `arn:aws:sts::${ACCOUNTS.home}:assumed-role/Hub/alice@example.com`);
      sessions.dispose();
    },
  },
  {
    title: 'gives the duration that was asked for',
    async run(target) {
      const sessions = sessionService(target, [{ roleArn: ROLES.twelveHours, durationSeconds: 43_200 }]);
      const before = target.clock.now();
      const { expiration = 0 } = await sessions.assume(PROFILE, never);
      assert.ok(Math.abs(expiration - before - 43_200_000) < 60_000);
      sessions.dispose();
    },
  },
  {
    title: 'denies a role whose trust policy names someone else',
    run: (target) => denied(target, [{ roleArn: ROLES.trustsBob }], 0),
  },
  {
    title: 'lets the one the trust policy names',
    async run(target) {
      const sessions = sessionService(target, [{ roleArn: ROLES.trustsBob }], { keys: KEYS.bob });
      assert.match((await sessions.assume(PROFILE, never)).identity.arn, /TrustsBob/);
      sessions.dispose();
    },
  },
  {
    title: 'an explicit Deny in a trust policy wins over the Allow',
    async run(target) {
      const allowed = sessionService(target, [{ roleArn: ROLES.deniesBob }]);
      assert.match((await allowed.assume(PROFILE, never)).identity.arn, /DeniesBob/);
      allowed.dispose();
      const bob = sessionService(target, [{ roleArn: ROLES.deniesBob }], { keys: KEYS.bob });
      await assertRefused(
        target,
        bob.assume(PROFILE, never),
        { status: 403, kind: 'accessDenied', hop: 0 },
        'error codes of STS',
      );
    },
  },
  {
    title: 'denies the second role of a chain to its base identity',
    run: (target) => denied(target, [{ roleArn: ROLES.lake }], 0),
  },
  {
    title: 'denies the last role of a chain to the first, and says at which hop',
    run: (target) => denied(target, [{ roleArn: ROLES.hub }, { roleArn: ROLES.vault }], 1),
  },
  {
    title: 'denies a caller whose permission policies do not allow sts:AssumeRole in another account',
    needs: 'caller permission',
    async run(target) {
      const carol = sessionService(target, [{ roleArn: ROLES.hub }], { keys: KEYS.carol });
      await assertRefused(target, carol.assume(PROFILE, never), { status: 403, kind: 'accessDenied', hop: 0 });
    },
  },
  {
    title: 'does not tell a role that does not exist from a denial',
    needs: 'unknown role is denied',
    run: (target) => denied(target, [{ roleArn: ROLES.missing }], 0),
  },
  {
    title: 'refuses an access key nobody has',
    async run(target) {
      const keys = { accessKeyId: 'AKIACONFORMNOBODY001', secretAccessKey: KEYS.alice.secretAccessKey };
      await rejected(target, keys);
    },
  },
  {
    title: 'refuses a wrong secret access key',
    run: (target) => rejected(target, { ...KEYS.alice, secretAccessKey: KEYS.bob.secretAccessKey }),
  },
  {
    title: "refuses a duration over the role's maximum",
    async run(target) {
      const sessions = sessionService(target, [{ roleArn: ROLES.hub, durationSeconds: 7200 }]);
      await assertRefused(
        target,
        sessions.assume(PROFILE, never),
        { status: 400, kind: 'durationTooLong', hop: 0 },
        'error codes of STS',
      );
    },
  },
  {
    title: 'refuses a duration under the minimum',
    async run(target) {
      const durationSeconds = target.minSessionSeconds - 1;
      const sessions = sessionService(target, [{ roleArn: ROLES.hub, durationSeconds }]);
      await assertRefused(target, sessions.assume(PROFILE, never), { status: 400, kind: 'invalidRequest', hop: 0 });
    },
  },
  {
    title: 'refuses more than an hour for a chained role, whatever the role allows',
    needs: 'chaining hour',
    async run(target) {
      const chain = [{ roleArn: ROLES.hub }, { roleArn: ROLES.twelveHours, durationSeconds: 3601 }];
      const sessions = sessionService(target, chain);
      await assertRefused(target, sessions.assume(PROFILE, never), { status: 400, kind: 'durationTooLong', hop: 1 });
    },
  },
  {
    title: 'asks for the external ID of the trust policy, exactly',
    needs: 'external ID',
    async run(target) {
      const roleArn = ROLES.needsExternalId;
      for (const externalId of [undefined, EXTERNAL_ID.toUpperCase()])
        await denied(target, [{ roleArn, externalId }], 0);
      const sessions = sessionService(target, [{ roleArn, externalId: EXTERNAL_ID }]);
      assert.match((await sessions.assume(PROFILE, never)).identity.arn, /NeedsExternalId/);
      sessions.dispose();
    },
  },
  {
    title: 'asks for MFA where the trust policy does',
    needs: 'MFA',
    async run(target) {
      const roleArn = ROLES.needsMfa;
      await denied(target, [{ roleArn }], 0);
      const mfaCode = (): string =>
        new TOTP({ secret: Secret.fromBase32(MFA.seed) }).generate({ timestamp: target.clock.now() });
      const sessions = sessionService(target, [{ roleArn, mfaSerial: MFA.serial }], { mfaCode });
      assert.match((await sessions.assume(PROFILE, never)).identity.arn, /NeedsMfa/);
      sessions.dispose();
    },
  },
  {
    title: 'tells a base identity who it is, without any permission',
    needs: 'caller identity',
    async run(target) {
      const sessions = sessionService(target, [], { keys: KEYS.carol });
      const { identity } = await sessions.assume(PROFILE, never);
      assert.equal(identity.arn, `arn:aws:iam::${ACCOUNTS.home}:user/carol`);
      sessions.dispose();
    },
  },
];

async function denied(
  target: Parameters<typeof sessionService>[0],
  chain: Parameters<typeof sessionService>[1],
  hop: number,
): Promise<void> {
  const refusal = { status: 403, kind: 'accessDenied', hop } as const;
  const error = await assertRefused(target, sessionService(target, chain).assume(PROFILE, never), refusal);
  if (chain.length > 1) assert.match(error.message, new RegExp(`^Hop ${hop + 1} of ${chain.length}, `));
}

async function rejected(
  target: Parameters<typeof sessionService>[0],
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
): Promise<void> {
  const sessions = sessionService(target, [{ roleArn: ROLES.hub }], { keys });
  const refusal = { status: 403, kind: 'credentialsRejected', hop: 0 } as const;
  await assertRefused(target, sessions.assume(PROFILE, never), refusal, 'error codes of STS');
}
