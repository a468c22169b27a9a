import { t } from '@vscode/l10n';
import { AppError, cancelled } from '../support/errors';
import { Turns } from '../support/turns';
import { isAws, type Destination } from './destination';
import { isKept, secretText, type SecretId } from './secretId';
import type { SecretUse } from './secretUse';

/** Where each secret was allowed to go; part of the secret where the vault keeps it. */
export interface HostRecords {
  /** Undefined while nothing is known, such as of a secret stored by a version that did not ask. */
  hostsOf(secret: SecretId): Promise<readonly Destination[] | undefined>;
  addHosts(secret: SecretId, destinations: readonly Destination[]): Promise<void>;
}

/** What a person decides about. */
export interface HostQuestion {
  readonly secret: SecretId;
  readonly destinations: readonly Destination[];
  readonly profile: string;
  /** Where it was allowed to go until now. */
  readonly known: readonly Destination[];
}

/** Asks whether a secret may go there; a "no" is false. */
export type AskForHosts = (question: HostQuestion, signal: AbortSignal) => Promise<boolean>;

/**
 * Decides where secrets may go. AWS's own hosts are where the secrets of a person's own profiles belong, unless they
 * were given for another host; any other host is a person's decision, once for each secret.
 */
export class HostGuard {
  readonly #turns = new Turns();

  constructor(
    private readonly records: HostRecords,
    private readonly ask: AskForHosts,
  ) {}

  /**
   * Returns when the secret may be sent to all these destinations.
   * @throws AppError of kind `interactionRequired` where the person must decide and may not be asked, `cancelled` when
   *   they say no
   */
  async allow(secret: SecretId, destinations: readonly Destination[], use: SecretUse): Promise<void> {
    if ((await this.#open(secret, destinations, use)).length === 0) return;
    if (!use.interactive) throw undecided(secret, destinations, use);
    // Whoever waits for the same question finds it answered.
    await this.#turns.run('', use.signal, async () => {
      const open = await this.#open(secret, destinations, use);
      if (open.length === 0) return;
      const known = (await this.records.hostsOf(secret)) ?? [];
      const yes = await this.ask({ secret, destinations: open, profile: use.profile, known }, use.signal);
      if (!yes || use.signal.aborted) throw cancelled();
      await this.records.addHosts(secret, open);
    });
  }

  /** Notes that the person has decided about these already, by a question that named them and the secret. */
  async noteAllowed(secret: SecretId, destinations: readonly Destination[]): Promise<void> {
    const known = (await this.records.hostsOf(secret)) ?? [];
    const fresh = destinations.filter((destination) => !known.includes(destination));
    if (fresh.length > 0) await this.records.addHosts(secret, fresh);
  }

  /** Which of the destinations a person must decide about; what needs no person is noted by the way. */
  async #open(secret: SecretId, wanted: readonly Destination[], use: SecretUse): Promise<readonly Destination[]> {
    if (needsNoRecord(secret, wanted, use)) return [];
    const known = await this.records.hostsOf(secret);
    const open = wanted.filter((destination) => !known?.includes(destination));
    const plain = open.filter((destination) => known === undefined && use.own && isAws(destination));
    // A host that is asked about is noted together with the rest, so that a "no" leaves nothing behind.
    if (plain.length === 0 || plain.length < open.length) return open;
    await this.records.addHosts(secret, plain);
    return [];
  }
}

/**
 * What is not kept here is AWS's by its nature. Signing sends no secret key, so a person's own profile may sign for any
 * host it names, as the AWS CLI does.
 */
function needsNoRecord(secret: SecretId, wanted: readonly Destination[], { own }: SecretUse): boolean {
  if (isKept(secret)) return false;
  return (own && secret.type === 'credentials') || wanted.every(isAws);
}

function undecided(secret: SecretId, destinations: readonly Destination[], { profile }: SecretUse): AppError {
  const host = destinations.filter((destination) => !isAws(destination)).join(', ') || t('AWS');
  const message = t('Nobody has allowed yet to send {0} to {1}.', secretText(secret), host);
  return new AppError('interactionRequired', message, {
    profile,
    cure: t('Run "AWS: Assume Role" and decide whether it may be sent there.'),
    ...(isKept(secret) ? { secret } : {}),
    destinations,
  });
}
