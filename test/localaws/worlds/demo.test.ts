import assert from 'node:assert/strict';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ACCESS_KEYS, EXTERNAL_IDS, MFA_SERIAL, ROLES, currentMfaCode, demoWorld } from './demo';

describe('demo world', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  const { alice, bob } = ACCESS_KEYS;
  const denied = { status: 403, name: 'AccessDenied' };

  it('lets alice assume a role of her own account for 12 hours, and one of another account', async () => {
    await assume(aws, alice, { RoleArn: ROLES.analyst, DurationSeconds: 43_200 });
    await assume(aws, alice, { RoleArn: ROLES.lakeReader });
  });

  it('lets her assume the role behind an external ID with it only', async () => {
    await assume(aws, alice, { RoleArn: ROLES.partnerData, ExternalId: EXTERNAL_IDS.partnerData });
    await assertRefused(assume(aws, alice, { RoleArn: ROLES.partnerData }), denied);
  });

  it('lets her assume the role that needs MFA with a code only', async () => {
    const mfa = { SerialNumber: MFA_SERIAL, TokenCode: currentMfaCode(aws.clock.now()) };
    await assume(aws, alice, { RoleArn: ROLES.adminMfa, ...mfa });
    await assertRefused(assume(aws, alice, { RoleArn: ROLES.adminMfa }), denied);
  });

  it('leads through a chain of three, in that order only', async () => {
    const lakeInput = { RoleArn: ROLES.lake, ExternalId: EXTERNAL_IDS.lake };
    const hub = await assume(aws, alice, { RoleArn: ROLES.hub });
    await assertRefused(assume(aws, hub, { RoleArn: ROLES.lake }), denied);
    const lake = await assume(aws, hub, lakeInput);
    const vault = await assume(aws, lake, { RoleArn: ROLES.vault, RoleSessionName: 'alice' });
    const { Arn } = await stsClient(aws, vault).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, 'arn:aws:sts::333333333333:assumed-role/Vault/alice');
    await assertRefused(assume(aws, alice, lakeInput), denied);
    await assertRefused(assume(aws, hub, { RoleArn: ROLES.vault }), denied);
  });

  it('lets bob assume nothing', async () => {
    for (const RoleArn of Object.values(ROLES)) {
      const ExternalId = RoleArn === ROLES.partnerData ? EXTERNAL_IDS.partnerData : EXTERNAL_IDS.lake;
      await assertRefused(assume(aws, bob, { RoleArn, ExternalId }), denied);
    }
  });
});
