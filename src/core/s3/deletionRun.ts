import type { Clock } from '../support/clock';
import { type AppError, cancelled, isAppError, toAppError } from '../support/errors';
import { untilAborted } from '../support/untilAborted';
import { disjoint, type Deletion, type DeletionPart, type DoomedObject } from './deletion';
import { pageOf } from './deletionCount';
import { refusalOf } from './deletionRefusals';
import { endsSession } from './endedSession';
import type { ObjectStore } from './objectStore';

/** What could not be deleted, or a prefix that could not be listed. */
export interface DeletionFailure {
  readonly profile: string;
  readonly bucket: string;
  /** The object; for a prefix that could not be listed, the prefix. */
  readonly key: string;
  readonly versionId?: string | undefined;
  readonly isPrefix: boolean;
  readonly error: AppError;
}

/** How far a deletion is. */
export interface DeletionProgress {
  /** Objects and versions that are gone. */
  readonly deleted: number;
  /** Objects and versions that could not be deleted. */
  readonly failed: number;
}

/** How a deletion ended. */
export interface DeletionOutcome extends DeletionProgress {
  /** The first of what failed. */
  readonly failures: readonly DeletionFailure[];
  /** What failed and what was not come to: deleting it finishes the work. */
  readonly rest: Deletion;
  /** Whether the person stopped it. */
  readonly isCancelled: boolean;
}

/** What a deletion works with. */
export interface DeletionDeps {
  /** The S3 of a profile's session; may throw an AppError. */
  readonly storeOf: (profile: string) => ObjectStore;
  readonly clock: Clock;
  /** The partition of a profile's buckets, such as `aws`, for the ARNs in messages. */
  readonly partitionOf: (profile: string) => string;
}

/** Keys in one `DeleteObjects` (S3 API). */
const BATCH = 1000;
/** Batches under way at once: S3 counts each of their keys, and slows down who deletes faster. */
const IN_FLIGHT = 4;
/** Failures told one by one. */
const MAX_FAILURES = 1000;
/** Keys kept for another try; of a prefix with more of them, the prefix is tried again. */
const MAX_KEPT = 10_000;
/** Waits before a slowed down or failing batch is tried again, in milliseconds; the store has tried several times before. */
const WAITS = [1000, 2000, 4000, 8000] as const;

/**
 * Deletes what `deletion` says and nothing else, in batches of {@link BATCH}, reading prefixes page by page meanwhile, so
 * that memory stays the same for any number of objects. What fails is collected and stops nothing else, unless the
 * session has ended, which stops its part. At `signal` no further batch is begun; those under way are waited for, so that
 * the outcome is what S3 did.
 * @param onProgress is told after each batch
 * @returns the outcome; never throws for what AWS answers
 */
export async function runDeletion(
  deletion: Deletion,
  deps: DeletionDeps,
  signal: AbortSignal,
  onProgress: (progress: DeletionProgress) => void,
): Promise<DeletionOutcome> {
  let [deleted, failed] = [0, 0];
  const failures: DeletionFailure[] = [];
  const rest: DeletionPart[] = [];
  for (const part of deletion) {
    const run = new PartRun(part, deps, signal, (progress) =>
      onProgress({ deleted: deleted + progress.deleted, failed: failed + progress.failed }),
    );
    await run.all();
    deleted += run.deleted;
    failed += run.failed;
    failures.push(...run.failures.slice(0, MAX_FAILURES - failures.length));
    rest.push(...run.rest);
  }
  return { deleted, failed, failures, rest, isCancelled: signal.aborted };
}

/** Objects that are deleted with one request. */
interface Batch {
  readonly objects: readonly DoomedObject[];
  /** The prefix they were found below. */
  readonly prefix?: string | undefined;
}

/** The deletion of one part. */
class PartRun {
  deleted = 0;
  failed = 0;
  readonly failures: DeletionFailure[] = [];
  readonly #keptObjects: DoomedObject[] = [];
  readonly #keptPrefixes = new Set<string>();
  /** Set when no further request of this session makes sense. */
  #ended = false;

  constructor(
    private readonly part: DeletionPart,
    private readonly deps: DeletionDeps,
    private readonly signal: AbortSignal,
    private readonly onProgress: (progress: DeletionProgress) => void,
  ) {}

  /** What is left to do: nothing, or one part. */
  get rest(): DeletionPart[] {
    const left = disjoint({ ...this.part, objects: this.#keptObjects, prefixes: [...this.#keptPrefixes] });
    return left.objects.length + left.prefixes.length > 0 ? [left] : [];
  }

  async all(): Promise<void> {
    const batches = this.#batches();
    const work = async (): Promise<void> => {
      for await (const batch of batches) await this.#delete(batch);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  }

  get #isOver(): boolean {
    return this.signal.aborted || this.#ended;
  }

  /** What is to be deleted, a request's worth at a time; what is not come to goes to the rest. */
  async *#batches(): AsyncGenerator<Batch> {
    const { objects, prefixes } = this.part;
    for (let start = 0; start < objects.length; start += BATCH) yield { objects: objects.slice(start, start + BATCH) };
    for (const prefix of prefixes) {
      let next: string | undefined;
      do {
        if (this.#isOver) {
          this.#keptPrefixes.add(prefix);
          break;
        }
        const page = await this.#page(prefix, next);
        if (!page) break;
        next = page.next;
        if (page.items.length > 0) yield { objects: page.items, prefix };
      } while (next !== undefined);
    }
  }

  async #page(prefix: string, next: string | undefined) {
    const { profile } = this.part;
    try {
      return await this.#patiently(() => pageOf(this.deps.storeOf(profile), this.part, { prefix, next }, this.signal));
    } catch (error) {
      const reason = toAppError(error);
      this.#keptPrefixes.add(prefix);
      if (reason.kind !== 'cancelled') this.#fail({ key: prefix }, reason, true);
      return undefined;
    }
  }

  async #delete({ objects, prefix }: Batch): Promise<void> {
    let left = objects;
    try {
      await this.#patiently(async (isLast) => {
        if (this.#isOver) throw cancelled();
        const refused = await this.#send(left);
        this.deleted += left.length - refused.size;
        left = left.filter((object) => refused.has(object));
        const passing = [...refused.values()].find(passes);
        if (passing && !isLast) throw passing;
        for (const [object, reason] of refused) this.#fail(object, reason, false);
        this.#keep([...refused.keys()], prefix);
      });
    } catch (error) {
      const reason = toAppError(error);
      this.#keep(left, prefix);
      if (reason.kind !== 'cancelled') for (const object of left) this.#fail(object, reason, false);
    }
    this.onProgress(this);
  }

  /** One request. @returns what stayed, and why */
  async #send(objects: readonly DoomedObject[]): Promise<ReadonlyMap<DoomedObject, AppError>> {
    const { bucket, profile } = this.part;
    const store = this.deps.storeOf(profile);
    const [only] = objects;
    // What was begun is brought to its end, or nobody would know what S3 did.
    const lasting = new AbortController().signal;
    // What was gone already is told apart from what has changed by the other request alone.
    if (only && objects.length === 1 && only.ifMatch === undefined) {
      await store.delete({ bucket, key: only.key, versionId: only.versionId }, lasting);
      return new Map();
    }
    const failures = await store.deleteMany(
      bucket,
      objects.map(({ key, versionId, ifMatch }) => ({ key, versionId, ifMatch })),
      lasting,
    );
    const byId = new Map(failures.map((failure) => [idOf(failure), failure]));
    return new Map(
      objects.flatMap((object) => {
        const failure = byId.get(idOf(object));
        return failure ? [[object, refusalOf(failure, bucket, this.deps.partitionOf(profile))] as const] : [];
      }),
    );
  }

  /** Runs `request`, and again after a while where S3 is slow or at fault. */
  async #patiently<T>(request: (isLast: boolean) => Promise<T>): Promise<T> {
    for (const wait of WAITS) {
      try {
        return await request(false);
      } catch (error) {
        if (!isAppError(error) || !passes(error)) throw error;
        await untilAborted(new Promise<void>((resolve) => this.deps.clock.after(wait, resolve)), this.signal);
      }
    }
    return await request(true);
  }

  #keep(objects: readonly DoomedObject[], prefix: string | undefined): void {
    if (prefix !== undefined && this.#keptObjects.length + objects.length > MAX_KEPT) this.#keptPrefixes.add(prefix);
    else this.#keptObjects.push(...objects);
  }

  #fail({ key, versionId }: DoomedObject, error: AppError, isPrefix: boolean): void {
    if (endsSession(error)) this.#ended = true;
    if (!isPrefix) this.failed++;
    const { profile, bucket } = this.part;
    if (this.failures.length < MAX_FAILURES) {
      this.failures.push({ profile, bucket, key, versionId, isPrefix, error });
    }
  }
}

/** Whether the same request may work in a moment. */
function passes({ kind, detail }: AppError): boolean {
  return kind === 'throttled' || (kind === 'serviceFault' && detail.code !== 'NotImplemented');
}

function idOf({ key, versionId }: { readonly key: string; readonly versionId?: string | undefined }): string {
  return JSON.stringify([key, versionId ?? null]);
}
