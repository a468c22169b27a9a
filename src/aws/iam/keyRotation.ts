import {
  type AccessKey,
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  type IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { t } from '@vscode/l10n';
import type { KeyRotation } from '../../core/roles/discovery';
import { Credentials } from '../../core/sessions/credentials';
import type { StsTarget } from '../../core/sessions/ports';
import type { CallerIdentity } from '../../core/sessions/session';
import { AppError, isAppError } from '../../core/support/errors';
import type { AwsClients } from '../clients';
import type { Wait } from '../wait';
import type { Sts } from '../sts';
import { withIam } from './iamCall';

/** IAM and STS quotas: access keys of a user. */
const KEYS_PER_USER = 2;

/** Milliseconds a new key may be unknown (IAM User Guide, "Changes that I make are not always immediately visible"). */
const SETTLING = 15_000;
const BETWEEN_TRIES = 1500;

/**
 * Replaces an IAM user's keys, in an order in which a failure at any point leaves keys that work: the new pair is
 * created and proven to be the same user's before it takes the place of the old one, which is deleted last.
 */
export class IamKeyRotation implements KeyRotation {
  /** @param wait pauses between two tries of the new keys */
  constructor(
    private readonly clients: AwsClients,
    private readonly sts: Sts,
    private readonly wait: Wait,
  ) {}

  async rotate(
    keys: Credentials,
    target: StsTarget,
    store: (accessKeyId: string, secretAccessKey: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<{ readonly accessKeyId: string }> {
    if (keys.temporary) {
      throw new AppError('invalidRequest', t('These are temporary credentials; they are renewed, not rotated.'));
    }
    const owner = await this.sts.callerIdentity(keys, target, signal);
    const created = await withIam(this.clients, keys, target, async (client) => {
      await assertRoom(client, keys.accessKeyId, signal);
      return newKeys(client, signal);
    });
    const { accessKeyId, secretAccessKey } = created.reveal();
    try {
      await this.#onceKnown(() => this.#assertSameUser(created, owner, target, signal), signal);
      await store(accessKeyId, secretAccessKey);
    } catch (error) {
      // The old pair is still the stored one. Not with `signal`: nobody else could delete what is not stored.
      await this.#delete(keys, accessKeyId, target, AbortSignal.timeout(SETTLING)).catch(() => undefined);
      throw error;
    }
    // IAM may learn of them later than STS.
    const deletion = this.#onceKnown(() => this.#delete(created, keys.accessKeyId, target, signal), signal);
    await deletion.catch((error: unknown) => {
      throw leftOver(keys.accessKeyId, error);
    });
    return { accessKeyId };
  }

  /** Runs `call`, again and again until AWS knows the new keys it is signed with. */
  async #onceKnown(call: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    for (let waited = 0; ; waited += BETWEEN_TRIES) {
      try {
        await call();
        return;
      } catch (error) {
        if (!isAppError(error, 'credentialsRejected') || waited >= SETTLING) throw error;
      }
      await this.wait(BETWEEN_TRIES, signal);
    }
  }

  async #assertSameUser(
    created: Credentials,
    owner: CallerIdentity,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<void> {
    const { arn } = await this.sts.callerIdentity(created, target, signal);
    if (arn === owner.arn) return;
    const message = t('The new keys belong to {0} and not to {1}; the old ones stay.', arn, owner.arn);
    throw new AppError('strangeAnswer', message, { cure: t('Check which hosts the profile names.') });
  }

  async #delete(caller: Credentials, accessKeyId: string, target: StsTarget, signal: AbortSignal): Promise<void> {
    await withIam(this.clients, caller, target, (client) =>
      client.send(new DeleteAccessKeyCommand({ AccessKeyId: accessKeyId }), { abortSignal: signal }),
    );
  }
}

/** @throws AppError when the user has as many keys as IAM allows; it names the one that is not in use here */
async function assertRoom(client: IAMClient, current: string, signal: AbortSignal): Promise<void> {
  const { AccessKeyMetadata = [] } = await client.send(new ListAccessKeysCommand({}), { abortSignal: signal });
  if (AccessKeyMetadata.length < KEYS_PER_USER) return;
  const other = AccessKeyMetadata.find(({ AccessKeyId }) => AccessKeyId !== current);
  throw new AppError('invalidRequest', t('The user already has two access keys, the most IAM allows.'), {
    code: 'LimitExceeded',
    cure: t('Delete the other key, {0}, in IAM if nothing uses it, then rotate again.', other?.AccessKeyId ?? ''),
  });
}

async function newKeys(client: IAMClient, signal: AbortSignal): Promise<Credentials> {
  const output = await client.send(new CreateAccessKeyCommand({}), { abortSignal: signal });
  const { AccessKeyId, SecretAccessKey }: Partial<AccessKey> = output.AccessKey ?? {};
  if (!AccessKeyId || !SecretAccessKey) {
    throw new AppError('strangeAnswer', t('The answer of IAM lacks what was asked for.'));
  }
  return new Credentials({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey });
}

/** The rotation is done but for its last step, which the person can do. */
function leftOver(accessKeyId: string, error: unknown): unknown {
  if (!isAppError(error) || error.kind === 'cancelled') return error;
  const message = t('The new keys are stored and work, but the old key {0} could not be deleted.', accessKeyId);
  return new AppError(error.kind, message, { ...error.detail, cure: t('Delete it in IAM.') }, error);
}
