import assert from 'node:assert/strict';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { AppError } from '../../../../src/core/support/errors';
import { ACCOUNT, iamWorld, KEYS } from '../../../localaws/iamApi/testWorld';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { ACCESS_KEYS, demoWorld, ROLES, USERS } from '../../../localaws/worlds/demo';
import { RecordedHost } from '../destinations/recordedHosts';
import { alice, failure, hosts, never, services } from '../support/services';

describe('IAM', () => {
  let aws: LocalAws;
  let pauses: number;
  afterEach(() => aws.close());
  beforeEach(() => (pauses = 0));

  const open = () => services({ wait: () => Promise.resolve(void (pauses += 1)) });

  describe('the roles that trust the caller', () => {
    it('are found with what they ask for', async () => {
      aws = await startLocalAws(demoWorld);
      const identity = { arn: USERS.alice, accountId: '111111111111' };
      const roles = await open().directory.trustingRoles(alice, identity, hosts(aws), never);
      const found = new Map(roles.map((role) => [role.roleArn, role]));
      const trusting = [ROLES.adminMfa, ROLES.analyst, ROLES.hub, ROLES.storageAdmin, ROLES.teamOnly];
      assert.deepEqual([...found.keys()].sort(), trusting.sort());
      assert.equal(found.get(ROLES.adminMfa)?.mfaNeeded, true);
      assert.equal(found.get(ROLES.analyst)?.maxSessionDuration, 43_200);
      assert.equal(found.get(ROLES.analyst)?.externalIdNeeded, false);
    });

    it('on all pages', async () => {
      aws = await startLocalAws(iamWorld);
      const identity = { arn: `arn:aws:iam::${ACCOUNT}:user/admin`, accountId: ACCOUNT };
      const roles = await open().directory.trustingRoles(new Credentials(KEYS.admin), identity, hosts(aws), never);
      assert.equal(roles.length, 229);
    });

    it('are not told to those who may not list roles', async () => {
      aws = await startLocalAws(iamWorld);
      const identity = { arn: `arn:aws:iam::${ACCOUNT}:user/nobody`, accountId: ACCOUNT };
      const work = open().directory.trustingRoles(new Credentials(KEYS.nobody), identity, hosts(aws), never);
      assert.match((await failure(work, 'accessDenied')).message, /iam:ListRoles/);
    });
  });

  describe('rotating access keys', () => {
    beforeEach(async () => (aws = await startLocalAws(demoWorld)));

    let kept: Credentials[];
    beforeEach(() => (kept = []));
    const store = (accessKeyId: string, secretAccessKey: string): Promise<void> => {
      kept = [new Credentials({ accessKeyId, secretAccessKey })];
      return Promise.resolve();
    };
    const rotate = (keys = alice) => open().keyRotation.rotate(keys, hosts(aws), store, never);
    const works = (keys: Credentials) => open().roles.callerIdentity(keys, hosts(aws), never);

    it('stores a new pair that works, then deletes the old one', async () => {
      const { accessKeyId } = await rotate();
      const [stored] = kept;
      assert.ok(stored);
      assert.equal(stored.accessKeyId, accessKeyId);
      assert.equal((await works(stored)).arn, USERS.alice);
      await failure(works(alice), 'credentialsRejected');
    });

    it('waits until STS knows the new pair, and IAM', async () => {
      const action = { type: 'error', status: 403, code: 'InvalidClientTokenId' } as const;
      aws.faults.add({ operation: 'DeleteAccessKey', times: 2, action });
      const rotated = rotate();
      // Who the old pair is was asked before.
      await aws.log.waitForArrival({ operation: 'CreateAccessKey' });
      aws.faults.add({ operation: 'GetCallerIdentity', times: 3, action });
      await rotated;
      assert.equal(pauses, 5);
    });

    it('loses nothing at whatever point it fails', async () => {
      const unknown = { type: 'error', status: 403, code: 'InvalidClientTokenId' } as const;
      const denied = { type: 'error', status: 403, code: 'AccessDenied' } as const;
      for (const [operation, action, kind] of [
        ['ListAccessKeys', denied, 'accessDenied'],
        ['CreateAccessKey', denied, 'accessDenied'],
        ['GetCallerIdentity', unknown, 'credentialsRejected'],
        ['DeleteAccessKey', denied, 'accessDenied'],
      ] as const) {
        await aws.close();
        aws = await startLocalAws(demoWorld);
        kept = [];
        const fault = aws.faults.add({ operation, action });
        await failure(rotate(), kind);
        fault.dispose();
        assert.equal((await works(alice)).arn, USERS.alice, `the old keys work after ${operation}`);
        for (const keys of kept)
          assert.equal((await works(keys)).arn, USERS.alice, `what is stored works after ${operation}`);
      }
    });

    it('says that the old key is left when only its deletion failed', async () => {
      aws.faults.add({ operation: 'DeleteAccessKey', action: { type: 'error', status: 403, code: 'AccessDenied' } });
      const error = await failure(rotate(), 'accessDenied');
      assert.match(error.message, new RegExp(`old key ${alice.accessKeyId} could not be deleted`));
    });

    it('leaves no second key behind when the new one could not be stored', async () => {
      const full = new AppError('unexpected', 'The secret storage is locked.');
      const work = open().keyRotation.rotate(alice, hosts(aws), () => Promise.reject(full), never);
      assert.equal(await failure(work, 'unexpected'), full);
      await rotate();
    });

    it('says clearly that there are two keys already, and which one to look at', async () => {
      aws.faults.add({
        operation: 'DeleteAccessKey',
        times: 1,
        action: { type: 'error', status: 403, code: 'AccessDenied' },
      });
      await failure(rotate(), 'accessDenied');
      const [second] = kept;
      assert.ok(second);
      const error = await failure(rotate(), 'invalidRequest');
      assert.match(error.message, /two access keys/);
      assert.ok(error.detail.cure?.includes(second.accessKeyId));
    });

    it('keeps the old pair where the new one is somebody else’s', async () => {
      const { accessKeyId, secretAccessKey } = ACCESS_KEYS.bob;
      const host = await RecordedHost.start(aws.endpoint, (answer, request) => ({
        ...answer,
        body: request.includes('Action=CreateAccessKey')
          ? Buffer.from(
              answer.body
                .toString()
                .replace(/<AccessKeyId>[^<]*/, `<AccessKeyId>${accessKeyId}`)
                .replace(/<SecretAccessKey>[^<]*/, `<SecretAccessKey>${secretAccessKey}`),
            )
          : answer.body,
      }));
      const target = { ...hosts(aws), endpoints: { sts: host.endpoint } };
      const error = await failure(open().keyRotation.rotate(alice, target, store, never), 'strangeAnswer');
      host.close();
      assert.match(error.message, /the old ones stay/);
      assert.deepEqual(kept, []);
      assert.equal((await works(alice)).arn, USERS.alice);
    });

    it('does not rotate temporary credentials', async () => {
      const { credentials } = await open().roles.assumeRole(
        { roleArn: ROLES.analyst, sessionName: 'tester' },
        alice,
        hosts(aws),
        never,
      );
      await failure(rotate(credentials), 'invalidRequest');
      assert.equal(aws.log.count({ service: 'iam' }), 0);
    });
  });
});
