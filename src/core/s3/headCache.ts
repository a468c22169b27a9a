import type { Clock } from '../support/clock';
import type { Disposable } from '../support/disposable';
import type { AppError } from '../support/errors';
import { toAppError } from '../support/errors';
import { Emitter } from '../support/event';
import { SingleFlight } from '../support/singleFlight';
import type { ProfileObjectAddress } from './address';
import type { ObjectInfo, ObjectStore } from './objectStore';

/** How long an answer is good for, in milliseconds: longer than an editor takes to open, shorter than a person waits. */
const LIFETIME = 5000;
/** Answers kept; the oldest go first. */
const CAPACITY = 500;

interface Answer {
  readonly outcome: ObjectInfo | AppError;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * `HeadObject` with a short memory, refusals included: an editor asks for the same facts several times while it opens a
 * file, and probes for files that are not there.
 */
export class HeadCache implements Disposable {
  readonly #answers = new Map<string, Answer>();
  readonly #flights = new SingleFlight<ObjectInfo>();
  readonly #changes = new Emitter<ProfileObjectAddress>();
  /** Requests under way, which a change makes out of date. */
  readonly #requests = new Set<{ readonly id: string; isOutdated: boolean }>();
  /** How often something was forgotten: nobody who asks afterwards gets the answer to a request sent before. */
  #generation = 0;

  /** Fires when an object is found to be another than the last time it was asked for. */
  readonly onDidChange = this.#changes.event;

  /** @param storeOf the S3 of a profile's session; may throw an AppError */
  constructor(
    private readonly storeOf: (profile: string) => ObjectStore,
    private readonly clock: Clock,
  ) {}

  /** Facts of an object, at most {@link LIFETIME} old. Throws AppErrors only. */
  async head(address: ProfileObjectAddress, signal: AbortSignal): Promise<ObjectInfo> {
    // Without a session there is no answer, whatever is remembered of an earlier one.
    const store = this.storeOf(address.profile);
    const id = idOf(address);
    const known = this.#answers.get(id);
    if (known && this.clock.now() < known.until) return resultOf(known.outcome);
    return await this.#flights.run(`${this.#generation} ${id}`, signal, (given) =>
      this.#ask(id, address, store, given),
    );
  }

  /** Facts of an object without a request; undefined when they are not known. */
  known(address: ProfileObjectAddress): ObjectInfo | undefined {
    const answer = this.#answers.get(idOf(address));
    if (!answer || answer.outcome instanceof Error || this.clock.now() >= answer.until) return undefined;
    return answer.outcome;
  }

  /** Forgets what is known of an object, because it was changed. */
  forget(address: ProfileObjectAddress): void {
    const id = idOf(address);
    this.#generation++;
    for (const request of this.#requests) request.isOutdated ||= request.id === id;
    // Kept as something to compare the next answer with, but good for no answer any more.
    const known = this.#answers.get(id);
    if (known) this.#answers.set(id, { ...known, until: 0 });
  }

  /** Takes over what is known of an object from elsewhere, such as the answer to a write. */
  learn(address: ProfileObjectAddress, info: ObjectInfo): void {
    this.#remember(idOf(address), info);
  }

  /** Forgets every answer, also those to come, as when another session takes over. */
  clear(): void {
    this.#generation++;
    for (const request of this.#requests) request.isOutdated = true;
    this.#answers.clear();
  }

  dispose(): void {
    this.clear();
    this.#changes.dispose();
  }

  async #ask(id: string, address: ProfileObjectAddress, store: ObjectStore, signal: AbortSignal): Promise<ObjectInfo> {
    const request = { id, isOutdated: false };
    this.#requests.add(request);
    const outcome = await store.head(address, signal).catch(toAppError);
    this.#requests.delete(request);
    if (request.isOutdated) return resultOf(outcome);
    const before = this.#answers.get(id)?.outcome;
    if (isLasting(outcome)) this.#remember(id, outcome);
    if (before && !(outcome instanceof Error) && !isSame(before, outcome)) this.#changes.fire(address);
    return resultOf(outcome);
  }

  #remember(id: string, outcome: ObjectInfo | AppError): void {
    // Taken out first, so that the order is that of the answers.
    this.#answers.delete(id);
    this.#answers.set(id, { outcome, until: this.clock.now() + LIFETIME });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > CAPACITY && oldest !== undefined) this.#answers.delete(oldest);
  }
}

/** Whether an answer of the store, not of the network or the session, and so likely to be the same soon. */
function isLasting(outcome: ObjectInfo | AppError): boolean {
  return !(outcome instanceof Error) || outcome.kind === 'notFound' || outcome.kind === 'accessDenied';
}

/** JSON keeps apart what joining would not: names may hold any character. */
function idOf({ profile, bucket, key, versionId }: ProfileObjectAddress): string {
  return JSON.stringify([profile, bucket, key, versionId]);
}

function isSame(before: ObjectInfo | AppError, now: ObjectInfo): boolean {
  return (
    !(before instanceof Error) &&
    before.etag === now.etag &&
    before.size === now.size &&
    (now.etag !== undefined || before.modified === now.modified)
  );
}

function resultOf(outcome: ObjectInfo | AppError): ObjectInfo {
  if (outcome instanceof Error) throw outcome;
  return outcome;
}
