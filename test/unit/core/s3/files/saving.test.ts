import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Baselines, type KeptBaseline, type ObjectState } from '../../../../../src/core/s3/files/baselines';
import { SaveConflict, Saving } from '../../../../../src/core/s3/files/saving';
import type { ObjectStore } from '../../../../../src/core/s3/objectStore';
import { AppError, isAppError } from '../../../../../src/core/support/errors';
import { ConditionalStore, digest } from './storeBed';

const never = new AbortController().signal;
const address = { profile: 'etl', bucket: 'lake', key: 'a.txt' };
const bytes = (text: string): Uint8Array => Buffer.from(text);
const KEEPS_TAGS = (): Promise<boolean> => Promise.resolve(false);

function savingOn(store: ConditionalStore, mayLoseTags = KEEPS_TAGS): Saving {
  return new Saving({ storeOf: () => store.store, digest, typeOf: () => 'text/csv', mayLoseTags });
}

function stateOf(text: string, etag: string): ObjectState {
  return { etag, size: text.length, mtime: 1, content: digest(text), text: digest(text) };
}

const isConflict = (error: unknown): boolean => error instanceof SaveConflict;

describe('saving', () => {
  it('keeps everything but the content, with two requests, and one more for tags', async () => {
    const store = new ConditionalStore();
    const plain = { contentType: 'text/x', metadata: { owner: 'me' }, storageClass: 'STANDARD_IA' };
    let etag = store.put('a.txt', 'one', plain);
    await savingOn(store).save(address, bytes('two'), stateOf('one', etag), never);
    assert.deepEqual(store.objects.get('a.txt')?.settings, plain);
    assert.deepEqual(store.calls.splice(0), ['head a.txt', 'write a.txt']);

    etag = store.put('a.txt', 'one', { ...plain, tags: { team: 'x' } });
    await savingOn(store).save(address, bytes('two'), stateOf('one', etag), never);
    assert.deepEqual(store.objects.get('a.txt')?.settings, { ...plain, tags: { team: 'x' } });
    assert.deepEqual(store.calls, ['head a.txt', 'tags a.txt', 'write a.txt']);
  });

  it('is refused rather than to lose tags that may not be read', async () => {
    const store = new ConditionalStore();
    const etag = store.put('a.txt', 'one', { tags: { team: 'x' } });
    const denying = { ...store.store, tags: () => Promise.reject(new AppError('accessDenied', 'No.')) };
    const saving = new Saving({ storeOf: () => denying, digest, typeOf: () => undefined, mayLoseTags: KEEPS_TAGS });
    await assert.rejects(saving.save(address, bytes('two'), stateOf('one', etag), never), (error) =>
      isAppError(error, 'accessDenied'),
    );
    assert.equal(store.text('a.txt'), 'one');
  });

  it('is refused rather than to lose metadata that nobody can read', async () => {
    const store = new ConditionalStore();
    const etag = store.put('a.txt', 'one');
    const old: ObjectStore = {
      ...store.store,
      head: async (...args) => ({ ...(await store.store.head(...args)), missingMetadata: 2 }),
    };
    const saving = new Saving({ storeOf: () => old, digest, typeOf: () => undefined, mayLoseTags: KEEPS_TAGS });
    await assert.rejects(saving.save(address, bytes('two'), stateOf('one', etag), never), (error) =>
      isAppError(error, 'invalidRequest'),
    );
    assert.equal(store.text('a.txt'), 'one');
  });

  it('meets a conflict where somebody wrote, deleted or created', async () => {
    const store = new ConditionalStore();
    const before = stateOf('one', store.put('a.txt', 'one'));
    const saving = savingOn(store);
    store.put('a.txt', 'theirs');
    await assert.rejects(saving.save(address, bytes('mine'), before, never), isConflict);
    await assert.rejects(saving.save(address, bytes('mine'), 'absent', never), isConflict);
    store.objects.clear();
    await assert.rejects(saving.save(address, bytes('mine'), before, never), isConflict);
    await saving.save(address, bytes('mine'), 'absent', never);
    assert.equal(store.text('a.txt'), 'mine');
  });

  it('meets a conflict with what is there now where somebody writes before every try', async () => {
    const store = new ConditionalStore();
    const before = stateOf('one', store.put('a.txt', 'one'));
    const busy: ObjectStore = {
      ...store.store,
      write: async (...args) => {
        store.put('a.txt', 'one', { contentType: 'theirs' });
        return await store.store.write(...args);
      },
    };
    const saving = new Saving({ storeOf: () => busy, digest, typeOf: () => undefined, mayLoseTags: KEEPS_TAGS });
    await assert.rejects(saving.save(address, bytes('mine'), before, never), (error) => {
      assert.ok(error instanceof SaveConflict, String(error));
      assert.equal(error.theirs?.etag, store.objects.get('a.txt')?.etag);
      assert.equal(Buffer.from(error.theirs?.bytes ?? []).toString(), 'one');
      return true;
    });
    assert.equal(store.text('a.txt'), 'one');
  });

  it('replaces nothing where it is not known what a document comes from', async () => {
    const store = new ConditionalStore();
    store.put('a.txt', 'stored');
    const saving = savingOn(store);
    await assert.rejects(
      saving.save(address, bytes('mine'), undefined, never),
      /Somebody else may have changed a\.txt/,
    );
    assert.equal(store.text('a.txt'), 'stored');
    await saving.save(address, bytes('stored'), undefined, never);
    store.objects.clear();
    await saving.save(address, bytes('mine'), undefined, never);
    assert.equal(store.text('a.txt'), 'mine');
  });

  it('takes the same bytes for no conflict, written by others or by itself', async () => {
    const store = new ConditionalStore();
    const before = stateOf('one', store.put('a.txt', 'one'));
    const saving = savingOn(store);
    store.put('a.txt', 'one', { contentType: 'theirs' });
    await saving.save(address, bytes('mine'), before, never);
    assert.equal(store.objects.get('a.txt')?.settings.contentType, 'theirs');
    store.calls.length = 0;
    await saving.save(address, bytes('mine'), before, never);
    assert.equal(store.calls.includes('write a.txt'), false, 'it is there already');

    const lost = new ConditionalStore();
    const base = stateOf('one', lost.put('a.txt', 'one'));
    const answers = { ...lost.store };
    const failing: typeof answers = {
      ...answers,
      write: async (...args) => {
        await answers.write(...args);
        throw new AppError('network', 'The answer was lost.');
      },
    };
    let store2 = failing;
    const again = new Saving({ storeOf: () => store2, digest, typeOf: () => undefined, mayLoseTags: KEEPS_TAGS });
    await assert.rejects(again.save(address, bytes('two'), base, never), (error) => isAppError(error, 'network'));
    store2 = answers;
    await again.save(address, bytes('two and three'), base, never);
    assert.equal(lost.text('a.txt'), 'two and three');
  });

  it('follows the file system contract where no document stands for the file', async () => {
    const store = new ConditionalStore();
    const saving = savingOn(store);
    const noFolder = (): Promise<void> => Promise.resolve();
    const write = (text: string, create: boolean, overwrite: boolean) =>
      saving.write(address, bytes(text), { create, overwrite }, noFolder, never);
    await assert.rejects(write('a', false, true), (error) => isAppError(error, 'notFound'));
    await write('a', true, false);
    assert.equal(store.objects.get('a.txt')?.settings.contentType, 'text/csv; charset=utf-8');
    await assert.rejects(write('b', true, false), (error) => isAppError(error, 'exists'));
    await write('c', true, true);
    await write('d', false, true);
    assert.equal(store.text('a.txt'), 'd');
  });
});

/** What windows of one folder share: VS Code's copy of an unsaved text, and what was kept with it. */
interface Shared {
  copy?: string | undefined;
  kept: ReadonlyMap<string, KeptBaseline>;
}

/** An editor of one object in one window, as VS Code behaves: it loads, is typed into, saves, and loads again. */
class Editor {
  text = '';
  isDirty = false;
  isCopied = false;
  isClosed = false;
  readonly #baselines: Baselines;
  readonly #saving: Saving;

  constructor(
    private readonly store: ConditionalStore,
    private readonly shared: Shared,
  ) {
    // A window reads the state once and writes it as a whole, over what the other window has written.
    const kept = new Map(shared.kept);
    this.#baselines = new Baselines({
      get: (id) => kept.get(id),
      set: (id, baseline) => {
        if (baseline) kept.set(id, baseline);
        else kept.delete(id);
        if (!this.isClosed) this.shared.kept = new Map(kept);
      },
    });
    this.#saving = savingOn(store);
  }

  /** Reads as the file system does, whoever asks. */
  async read(): Promise<string> {
    const { bytes: content, etag = '' } = await this.store.store.read(address, 1e6, never);
    const text = Buffer.from(content).toString();
    this.#baselines.seen('a', stateOf(text, etag));
    return text;
  }

  async load(pause: () => Promise<void>): Promise<void> {
    const text = await this.read();
    await pause();
    // VS Code drops what it has loaded when something was typed meanwhile.
    if (this.isDirty) return;
    this.text = text;
    this.#baselines.settled('a', digest(text));
  }

  type(letter: string): void {
    if (this.text === '') return;
    this.text += letter;
    this.isDirty = true;
    this.isCopied = false;
    this.#baselines.dirtied('a', true);
  }

  /** Nobody types for a while. */
  rest(): void {
    if (this.isDirty) this.#baselines.typed('a', digest(this.text));
  }

  /** VS Code copies an unsaved text, and believes the copy to be there from then on. */
  copy(): void {
    if (!this.isDirty || this.isCopied) return;
    this.shared.copy = this.text;
    this.isCopied = true;
  }

  /** Shows the copy of an unsaved text after a reload, where there is one. */
  restore(): void {
    if (this.shared.copy === undefined) return;
    this.text = this.shared.copy;
    this.isDirty = this.isCopied = true;
    this.#baselines.settled('a', digest(this.text));
    this.#baselines.dirtied('a', true, digest(this.text));
  }

  async save(): Promise<void> {
    if (!this.isDirty) return;
    const { text } = this;
    const { etag } = await this.#saving.save(address, bytes(text), this.#baselines.of('a'), never);
    this.#baselines.saved('a', stateOf(text, etag ?? ''));
    if (this.text !== text) return;
    this.isDirty = false;
    if (!this.isClosed) this.shared.copy = undefined;
    this.#baselines.settled('a', digest(text));
  }
}

describe('two editors, each in a window of its own', () => {
  it('never overwrite what the other has saved, however their steps and reloads interleave', async () => {
    const work = fc.constantFrom('load', 'read', 'type', 'type', 'rest', 'copy', 'reload', 'save', 'save');
    const step = fc.tuple(fc.nat(1), work, fc.nat(3));
    let restored = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 20, maxLength: 60 }),
        fc.infiniteStream(fc.nat(2)),
        async (steps, delays) => {
          const store = new ConditionalStore();
          store.put('a.txt', '.');
          const pause = async (): Promise<void> => {
            const ticks = delays.next().value as number;
            for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve();
          };
          store.before = pause;
          const put = store.put.bind(store);
          store.put = (key, content, settings) => {
            const [there = '', text] = [store.text(key), Buffer.from(content).toString()];
            // Editors only append: what a text does not begin with, its editor has never shown.
            assert.ok(text.startsWith(there), `"${text}" replaces "${there}"`);
            return put(key, content, settings);
          };
          const shared: Shared = { kept: new Map() };
          const open = (): Editor => new Editor(store, shared);
          const editors = [open(), open()];
          const running: Promise<unknown>[] = [];
          let count = 0;
          for (const [who, what, wait] of steps) {
            const editor = editors[who];
            if (!editor) continue;
            count += 1;
            if (what === 'type') editor.type(`${'xy'[who]}${count} `);
            else if (what === 'rest' || what === 'copy') editor[what]();
            else if (what === 'reload') {
              editor.copy();
              editor.isClosed = true;
              editors[who] = open();
              editors[who].restore();
              if (editors[who].isDirty) restored += 1;
            } else {
              const done = what === 'load' ? editor.load(pause) : what === 'read' ? editor.read() : editor.save();
              running.push(done.catch((error: unknown) => assert.ok(isConflict(error), String(error))));
            }
            for (let tick = 0; tick < wait * 30; tick += 1) await Promise.resolve();
          }
          await Promise.all(running);
        },
      ),
      { numRuns: 1000 },
    );
    assert.ok(restored > 100, `${restored} texts were restored`);
  });
});
