/** A state of an object that was read or written through this window. */
export interface ObjectState {
  /** Without quotes; undefined where the store tells none. */
  readonly etag?: string | undefined;
  /** Bytes. */
  readonly size: number;
  /** As told to VS Code, milliseconds since the epoch. */
  readonly mtime: number;
  /** Digest of the bytes. */
  readonly content: string;
  /** Digest of the text an editor makes of the bytes; undefined where that is not known any more. */
  readonly text?: string | undefined;
}

/** What a save replaces: a state, or nothing, where the object was deleted and is to be created again. */
export type Baseline = ObjectState | 'absent';

/** What VS Code was told of the file that a document was loaded from, or saved to. */
export type FileFacts = Pick<ObjectState, 'size' | 'mtime'>;

/** What is known of a document with unsaved changes. */
export interface KeptBaseline {
  readonly baseline?: Baseline | undefined;
  readonly facts?: FileFacts | undefined;
  /** Digest of the unsaved text that comes from it; undefined for editors that have none. */
  readonly unsaved?: string | undefined;
}

/**
 * Where baselines of unsaved documents outlive a reload of the window, as VS Code's own copies of their texts do. Windows
 * of one folder share both, and the last one to write has its own kept: a text and a baseline that are found there after a
 * reload need not belong to each other.
 */
export interface KeptBaselines {
  get(id: string): KeptBaseline | undefined;
  /** `undefined` takes it out. */
  set(id: string, baseline: KeptBaseline | undefined): void;
}

interface Tracked {
  baseline?: Baseline | undefined;
  facts?: FileFacts | undefined;
  /** Digest of the unsaved text, a moment old while somebody types. */
  unsaved?: string | undefined;
  /** Read or written since, the newest last. */
  candidates: ObjectState[];
  isOpen: boolean;
  isDirty: boolean;
  /** Whether the baseline is only what was read last when the document opened: its text was not recognized. */
  isGuessed: boolean;
}

/** Older than anything VS Code may have loaded: it leaves the comparison before a save to us. */
const UNKNOWN_FACTS: FileFacts = { size: 0, mtime: 0 };
/** States of one object that are remembered; several are read only while others write it. */
const MAX_CANDIDATES = 8;
/** Objects of which reads are remembered without an open document; the oldest go first. */
const MAX_TRACKED = 1000;

/**
 * Which state of an object each open document comes from: its baseline, which a save must find unchanged. Anybody may
 * read an object at any time (search, a diff, another extension), and VS Code does not say who does; so the baseline
 * moves only to a state whose text the document is seen to show, and never while the document has unsaved changes.
 */
export class Baselines {
  readonly #tracked = new Map<string, Tracked>();

  constructor(private readonly kept: KeptBaselines) {}

  /** What a save of the document replaces; undefined when it is not known. */
  of(id: string): Baseline | undefined {
    return this.#tracked.get(id)?.baseline;
  }

  /**
   * What VS Code is to be told of the file while its document has unsaved changes: what it was told when it loaded it.
   * Otherwise it would compare times of its own before it saves, and ask the person in its own words.
   */
  frozen(id: string): FileFacts | undefined {
    const tracked = this.#tracked.get(id);
    return tracked?.isDirty ? tracked.facts : undefined;
  }

  /** Somebody read the object, or wrote it other than by saving its document. */
  seen(id: string, state: ObjectState): void {
    const tracked = this.#track(id);
    const { baseline } = tracked;
    // A copy of what the document comes from, whose ETag was not known yet.
    if (baseline !== undefined && baseline !== 'absent' && baseline.etag === undefined) {
      if (baseline.content === state.content) tracked.baseline = { ...baseline, etag: state.etag };
    }
    tracked.candidates = [...tracked.candidates.filter((known) => !isSame(known, state)), state].slice(-MAX_CANDIDATES);
  }

  /** The document was saved, and this is what S3 has now. */
  saved(id: string, state: ObjectState): void {
    const tracked = this.#track(id);
    tracked.facts = { size: state.size, mtime: state.mtime };
    // A copy of the text from before the save does not come from what was saved, though it may be found after a reload.
    tracked.unsaved = undefined;
    this.#moveTo(id, tracked, state);
  }

  /** The person has seen what is there now (`absent` where it is gone) and wants to replace it. */
  accepted(id: string, baseline: Baseline): void {
    this.#moveTo(id, this.#track(id), baseline);
  }

  /**
   * A file or a folder was renamed, its documents with it: what they come from was copied. The copies have ETags that are
   * not known here, so that their contents decide.
   * @param from ID of the file, or what the IDs of all files in the folder begin with, before a `/`
   */
  renamed(from: string, to: string): void {
    for (const [id, { baseline }] of [...this.#tracked]) {
      if (id !== from && !id.startsWith(`${from}/`)) continue;
      if (baseline === undefined || baseline === 'absent') continue;
      const moved = to + id.slice(from.length);
      this.#moveTo(moved, this.#track(moved), { ...baseline, etag: undefined });
    }
  }

  /**
   * A document without unsaved changes shows this text: it was opened, loaded again or reverted.
   * @param text digest of its text; undefined for editors that have none, which show what was read last
   */
  settled(id: string, text: string | undefined): void {
    const tracked = this.#track(id);
    const wasDirty = tracked.isDirty;
    tracked.isOpen = true;
    tracked.isDirty = false;
    const isShown = this.#follow(tracked, text);
    // A document that VS Code restores with unsaved changes may seem to have none for a moment.
    if (isShown || wasDirty) this.kept.set(id, undefined);
  }

  /**
   * The document has unsaved changes.
   * @param hasText whether it is a text document; other editors show what was read last
   * @param restored digest of the text of a document that has come with them, and not from what was read
   */
  dirtied(id: string, hasText: boolean, restored?: string): void {
    const tracked = this.#track(id);
    if (tracked.isDirty) return;
    const kept = this.kept.get(id);
    // A restored editor without a text may seem to have no unsaved changes for a moment, but some were kept.
    const isRestored = hasText ? restored !== undefined : !tracked.isOpen || kept !== undefined;
    if (isRestored) this.#restore(tracked, kept, restored);
    else if (!hasText) this.#follow(tracked, undefined);
    tracked.isOpen = true;
    tracked.isDirty = true;
    tracked.unsaved = restored;
    this.#keep(id, tracked);
  }

  /** A document with unsaved changes shows this text. @param unsaved its digest */
  typed(id: string, unsaved: string): void {
    const tracked = this.#tracked.get(id);
    if (tracked?.isDirty !== true) return;
    tracked.unsaved = unsaved;
    this.#keep(id, tracked);
  }

  /** Nothing shows the object any more. */
  closed(id: string): void {
    if (!this.#tracked.has(id)) return;
    this.#tracked.delete(id);
    this.kept.set(id, undefined);
  }

  #moveTo(id: string, tracked: Tracked, baseline: Baseline): void {
    tracked.baseline = baseline;
    tracked.isGuessed = false;
    tracked.candidates = [];
    if (tracked.isDirty) this.#keep(id, tracked);
  }

  #keep(id: string, { baseline, facts, unsaved }: Tracked): void {
    this.kept.set(id, { baseline, facts, unsaved });
  }

  /**
   * A document has come with unsaved changes from before a reload, whatever was read since. What they come from is known
   * only if what was kept belongs to that very text, and not to another window's.
   */
  #restore(tracked: Tracked, kept: KeptBaseline | undefined, text: string | undefined): void {
    // Only a document that was renamed has a baseline that is no guess.
    if (tracked.baseline !== undefined && !tracked.isGuessed) return;
    const own = text !== undefined && kept?.unsaved === text ? kept : undefined;
    tracked.baseline = own?.baseline;
    tracked.facts = own?.facts ?? UNKNOWN_FACTS;
  }

  /** Moves the baseline to the state that is shown. @returns whether there is one */
  #follow(tracked: Tracked, text: string | undefined): boolean {
    const { baseline, candidates } = tracked;
    if (text !== undefined && baseline !== undefined && baseline !== 'absent' && baseline.text === text) return true;
    const shown = text === undefined ? candidates.at(-1) : candidates.findLast((candidate) => candidate.text === text);
    // In an encoding that is not known here, an editor opens with what was read last. Later on the older state is the
    // safer one: a conflict that is none costs a look, the other way round costs somebody's work.
    const followed = shown ?? (baseline === undefined ? candidates.at(-1) : undefined);
    if (followed) {
      tracked.baseline = followed;
      tracked.isGuessed = shown === undefined;
      tracked.facts = { size: followed.size, mtime: followed.mtime };
    }
    if (shown) tracked.candidates = candidates.slice(candidates.indexOf(shown) + 1);
    return shown !== undefined;
  }

  #track(id: string): Tracked {
    const known = this.#tracked.get(id);
    if (known) return known;
    const tracked: Tracked = { candidates: [], isOpen: false, isDirty: false, isGuessed: false };
    this.#tracked.set(id, tracked);
    if (this.#tracked.size > MAX_TRACKED) {
      for (const [other, { isOpen }] of this.#tracked) {
        if (isOpen || other === id) continue;
        this.#tracked.delete(other);
        break;
      }
    }
    return tracked;
  }
}

function isSame(one: ObjectState, other: ObjectState): boolean {
  return one.etag === other.etag && one.content === other.content;
}
