import type { Clock } from '../../support/clock';
import { isAppError, type AppError } from '../../support/errors';
import { SingleFlight } from '../../support/singleFlight';
import type { ProfileObjectAddress } from '../address';
import type { ObjectInfo, ObjectStore } from '../objectStore';
import { ancestorPrefixes, type FolderAddress } from './filePath';

/** How long a listing is good for, in milliseconds: longer than VS Code's probing of a folder takes. */
const LIFETIME = 5000;
/**
 * How old a listing may be, in milliseconds, where somebody waits for what is new in it: what others have made meanwhile,
 * or what a person refreshes. Many answers of one moment still cost one request.
 */
export const RECENT = 1000;
/** How long it counts that a folder may not be listed, in milliseconds. */
const DENIAL_LIFETIME = 60_000;
/** Listings kept; the oldest go first. */
const CAPACITY = 200;
/** Entries in all listings kept. */
const MAX_ENTRIES = 100_000;

/** What stands directly in a folder, as far as it was listed. */
export interface Directory {
  /** By key; a folder's own marker, whose key is its prefix, among them. */
  readonly objects: ReadonlyMap<string, ObjectInfo>;
  /** Prefixes, each ending with `/`. */
  readonly folders: ReadonlySet<string>;
  /** Whether there is no more. */
  readonly isComplete: boolean;
}

interface Listed extends Directory {
  readonly objects: Map<string, ObjectInfo>;
  readonly folders: Set<string>;
  /** Of the next page. */
  readonly next: string | undefined;
}

interface Kept {
  readonly outcome: Listed | AppError;
  /** When it was answered, in milliseconds since the epoch. */
  readonly at: number;
}

/** Listings of folders with a short memory, denials included. */
export class Directories {
  readonly #kept = new Map<string, Kept>();
  readonly #flights = new SingleFlight<Listed>();
  /** Requests under way, which a change makes out of date. */
  readonly #requests = new Set<{ readonly id: string; isOutdated: boolean }>();
  /** How often something was forgotten: nobody who asks afterwards gets a listing asked for before. */
  #generation = 0;

  /** @param storeOf the S3 of a profile's session; may throw an AppError */
  constructor(
    private readonly storeOf: (profile: string) => ObjectStore,
    private readonly clock: Clock,
  ) {}

  /**
   * What is known of a folder without a request; undefined when it is not.
   * @param maxAge of the listing, in milliseconds
   */
  known(folder: FolderAddress, maxAge = LIFETIME): Directory | undefined {
    const kept = this.#fresh(idOf(folder), maxAge);
    return kept === undefined || kept instanceof Error ? undefined : kept;
  }

  /** Whether a listing was refused a short while ago. */
  isDenied(folder: FolderAddress): boolean {
    return this.#fresh(idOf(folder)) instanceof Error;
  }

  /** The first page of a folder's listing, or what is known of more. Costs one list call at most. */
  async first(folder: FolderAddress, signal: AbortSignal, maxAge = LIFETIME): Promise<Directory> {
    return await this.#read(folder, 1, maxAge, signal);
  }

  /** A folder's listing of now, up to about `limit` entries. Costs one list call for each 1,000. */
  async list(folder: FolderAddress, limit: number, signal: AbortSignal): Promise<Directory> {
    return await this.#read(folder, limit, RECENT, signal);
  }

  /** Forgets what a change of that object, or of the folder of that key, may have changed. */
  forget({ profile, bucket, key }: ProfileObjectAddress): void {
    const ids = new Set([key, ...ancestorPrefixes(key)].map((prefix) => idOf({ profile, bucket, prefix })));
    this.#generation++;
    for (const id of ids) this.#kept.delete(id);
    for (const request of this.#requests) request.isOutdated ||= ids.has(request.id);
  }

  /** Forgets everything. */
  clear(): void {
    this.#generation++;
    this.#kept.clear();
    for (const request of this.#requests) request.isOutdated = true;
  }

  async #read(folder: FolderAddress, wanted: number, maxAge: number, signal: AbortSignal): Promise<Directory> {
    // Without a session there is no answer, whatever is remembered of an earlier one.
    const store = this.storeOf(folder.profile);
    const id = idOf(folder);
    const generation = this.#generation;
    const isEnough = ({ isComplete, objects, folders }: Listed): boolean =>
      isComplete || objects.size + folders.size >= wanted;
    let known = this.#fresh(id, maxAge);
    for (;;) {
      if (known instanceof Error) throw known;
      if (known && isEnough(known)) return known;
      const { next } = known ?? {};
      const before = known;
      known = await this.#flights.run(JSON.stringify([generation, id, next]), signal, (given) =>
        this.#page(store, folder, before, given),
      );
    }
  }

  /** One more page behind `known`. */
  async #page(
    store: ObjectStore,
    folder: FolderAddress,
    known: Listed | undefined,
    signal: AbortSignal,
  ): Promise<Listed> {
    const { bucket, prefix } = folder;
    const id = idOf(folder);
    // What goes on from a listing that was forgotten since is no better than that.
    const request = { id, isOutdated: known !== undefined && this.#kept.get(id)?.outcome !== known };
    this.#requests.add(request);
    try {
      const page = await store.list({ bucket, prefix, delimiter: '/', next: known?.next }, signal);
      const listed: Listed = {
        objects: new Map(known?.objects),
        folders: new Set(known?.folders),
        next: page.next,
        isComplete: page.next === undefined,
      };
      for (const object of page.objects) listed.objects.set(object.key, object);
      for (const name of page.prefixes) listed.folders.add(name);
      if (!request.isOutdated) this.#keep(id, listed);
      return listed;
    } catch (error) {
      if (isAppError(error, 'accessDenied') && !request.isOutdated) this.#keep(id, error);
      throw error;
    } finally {
      this.#requests.delete(request);
    }
  }

  #fresh(id: string, maxAge = LIFETIME): Listed | AppError | undefined {
    const kept = this.#kept.get(id);
    if (!kept) return undefined;
    const lifetime = kept.outcome instanceof Error ? DENIAL_LIFETIME : maxAge;
    return this.clock.now() < kept.at + lifetime ? kept.outcome : undefined;
  }

  #keep(id: string, outcome: Listed | AppError): void {
    // Taken out first, so that the order is that of the answers.
    this.#kept.delete(id);
    this.#kept.set(id, { outcome, at: this.clock.now() });
    let entries = 0;
    for (const { outcome: other } of this.#kept.values()) entries += entriesOf(other);
    for (const [oldest, { outcome: other }] of this.#kept) {
      if (oldest === id || (this.#kept.size <= CAPACITY && entries <= MAX_ENTRIES)) break;
      entries -= entriesOf(other);
      this.#kept.delete(oldest);
    }
  }
}

function entriesOf(outcome: Listed | AppError): number {
  return outcome instanceof Error ? 0 : outcome.objects.size + outcome.folders.size;
}

/** JSON keeps apart what joining would not: names may hold any character. */
function idOf({ profile, bucket, prefix }: FolderAddress): string {
  return JSON.stringify([profile, bucket, prefix]);
}
