import assert from 'node:assert/strict';
import type { Destination } from '../../../../src/core/secrets/destination';
import { HostGuard, type HostQuestion } from '../../../../src/core/secrets/hostGuard';
import type { SecretId } from '../../../../src/core/secrets/secretId';
import type { SecretUse } from '../../../../src/core/secrets/secretUse';
import { isAppError } from '../../../../src/core/support/errors';
import { HostsInMemory } from '../../../support/secretsInMemory';

const AWS = 'aws' as Destination;
const CHINA = 'aws-cn' as Destination;
const MINIO = 'http://localhost:9000' as Destination;
const OTHER = 'https://other.example.com' as Destination;
const partner: SecretId = { type: 'externalId', name: 'partner' };
const keys: SecretId = { type: 'credentials', name: 'config profile dev' };

const isKind = (kind: Parameters<typeof isAppError>[1]) => (error: unknown) => isAppError(error, kind);

/** A guard with a person who answers `yes`. */
function bed(yes = true) {
  const records = new HostsInMemory();
  const asked: HostQuestion[] = [];
  const guard = new HostGuard(records, (question) => {
    asked.push(question);
    return Promise.resolve(yes);
  });
  const allow = (secret: SecretId, to: readonly Destination[], changes: Partial<SecretUse> = {}): Promise<void> =>
    guard.allow(secret, to, {
      ...{ profile: 'p', own: true, interactive: true, signal: new AbortController().signal },
      ...changes,
    });
  return { records, asked, allow };
}

describe('the decision where a secret may go', () => {
  it('is AWS without a question for the person’s own profiles, and stays so', async () => {
    const { records, asked, allow } = bed();
    await allow(partner, [AWS], { interactive: false });
    assert.deepEqual(await records.hostsOf(partner), [AWS]);
    assert.deepEqual(asked, []);
    await assert.rejects(allow(partner, [CHINA], { interactive: false }), isKind('interactionRequired'));
  });

  it('is a question for every other host, once', async () => {
    const { asked, allow } = bed();
    await allow(partner, [MINIO]);
    await allow(partner, [MINIO], { interactive: false, own: false });
    assert.deepEqual(
      asked.map(({ destinations, known }) => [destinations, known]),
      [[[MINIO], []]],
    );
  });

  it('is a question for AWS too, where the secret was given for another host or somebody else’s profile wants it', async () => {
    const { records, asked, allow } = bed();
    await allow(partner, [AWS], { own: false });
    assert.equal(asked.length, 1);
    await records.addHosts({ type: 'externalId', name: 'of-minio' }, [MINIO]);
    await allow({ type: 'externalId', name: 'of-minio' }, [AWS]);
    assert.deepEqual(asked[1]?.known, [MINIO]);
  });

  it('leaves nothing behind after a no, not even for the hosts that need no question', async () => {
    const { records, allow } = bed(false);
    await assert.rejects(allow(partner, [AWS, OTHER]), isKind('cancelled'));
    assert.equal(await records.hostsOf(partner), undefined);
  });

  it('is asked once however many wait for it', async () => {
    const { asked, allow } = bed();
    await Promise.all(Array.from({ length: 10 }, () => allow(partner, [OTHER])));
    assert.equal(asked.length, 1);
  });

  it('asks nobody where nobody may be asked, and says what to do', async () => {
    const { asked, allow } = bed();
    await assert.rejects(allow(partner, [OTHER], { interactive: false }), (error) => {
      assert.ok(isAppError(error, 'interactionRequired'));
      assert.match(error.message, /the external ID "partner".*https:\/\/other\.example\.com/);
      assert.match(error.detail.cure ?? '', /Assume Role/);
      return true;
    });
    assert.deepEqual(asked, []);
  });

  it('is not needed for signing with what stands in the person’s own files, but for a workspace’s profile', async () => {
    const { asked, allow } = bed();
    await allow(keys, [OTHER], { interactive: false });
    await allow(keys, [AWS], { interactive: false, own: false });
    await assert.rejects(allow(keys, [OTHER], { interactive: false, own: false }), isKind('interactionRequired'));
    assert.deepEqual(asked, []);
  });
});
