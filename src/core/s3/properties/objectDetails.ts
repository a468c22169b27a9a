import { t } from '@vscode/l10n';
import { toAppError, type AppError } from '../../support/errors';
import { Emitter, type Event } from '../../support/event';
import type { Disposable } from '../../support/disposable';
import type { ObjectChange } from '../objectChanges';
import type { StorageFacts } from '../objectProperties';
import type { ObjectStore, ObjectVersion } from '../objectStore';
import type { DetailsModel } from './detailsModel';
import type { DetailsEvent, DetailsView, FormValues } from './detailsView';
import { hidingMarkers, readVersions } from './keyVersions';
import { changesNothing, readSettings, replacesForGood, saveSettings, saveTags } from './objectChange';
import { EDITABLE, type EditableSection, type ObjectState, type PropertiesContext } from './objectState';
import { objectView } from './objectView';
import { UNREAD, type Part } from './part';
import { readTags } from './tagRules';
import { problemOf } from './texts';

/** What a page of properties needs besides S3: other editors, and a person's consent. */
export interface ObjectHost {
  open(version: ObjectVersion): void;
  compareWithCurrent(version: ObjectVersion): void;
  showProperties(version: ObjectVersion): void;
  restore(facts: StorageFacts): void;
  copy(text: string): void;
  /** Throws an AppError of kind `cancelled` unless the person agrees to lose that version. */
  confirmDelete(version: ObjectVersion): Promise<void>;
  /** Throws an AppError of kind `cancelled` unless the person agrees to lose what is set on the object now. */
  confirmReplace(): Promise<void>;
}

/** Where a page of properties gets what it shows. */
export interface ObjectDetailsDeps {
  readonly context: PropertiesContext;
  /** The S3 of the profile's session; throws an AppError without one. */
  readonly store: () => ObjectStore;
  /** Changes made in this window. */
  readonly changes: Event<readonly ObjectChange[]>;
  readonly host: ObjectHost;
}

type Parts = Pick<ObjectState, 'properties' | 'tags' | 'versions'>;

/** One object, or one version of it, on a page: read, edited, with its other versions. */
export class ObjectDetails implements DetailsModel {
  readonly #changes = new Emitter<void>();
  readonly #subscription: Disposable;
  #state: ObjectState = { properties: UNREAD, tags: UNREAD, versions: UNREAD, versionsRequested: 0 };
  #wantsVersions = false;
  /** Of what is being read; replaced when it is read anew. */
  #reads = new AbortController();
  #work: AbortController | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(private readonly deps: ObjectDetailsDeps) {
    const { bucket, key } = deps.context.address;
    this.#subscription = deps.changes((changes) => {
      // Whichever session did it: the object is the same.
      const isOurs = changes.some(({ address }) => address.bucket === bucket && address.key === key);
      // What is being typed would be compared with something the person has not seen.
      if (isOurs && !this.#state.editing && !this.#work) void this.refresh();
    });
  }

  view(): DetailsView {
    return objectView(this.#state, this.deps.context);
  }

  async refresh(): Promise<void> {
    this.#reads.abort();
    const reads = (this.#reads = new AbortController());
    const { address } = this.deps.context;
    const tags = this.#read('tags', (store) => store.tags(address, reads.signal), reads);
    await this.#read('properties', (store) => store.head(address, reads.signal), reads);
    const { value, error } = this.#state.properties;
    // Where versions are kept, or where the object is not there, they are what the person wants to know next.
    this.#wantsVersions ||=
      (value?.versionId !== undefined && value.versionId !== 'null') || error?.kind === 'notFound';
    if (this.#wantsVersions && !reads.signal.aborted) await this.#readVersions(reads, false);
    await tags;
  }

  /** Brings the versions into sight, which are read at once. */
  async showVersions(): Promise<void> {
    this.#wantsVersions = true;
    this.#set({ versionsRequested: this.#state.versionsRequested + 1 });
    await this.#readVersions(this.#reads, false);
  }

  async handle(event: DetailsEvent): Promise<void> {
    switch (event.type) {
      case 'edit': {
        const section = EDITABLE.find((id) => id === event.section);
        if (section) this.#set({ editing: { section, errors: {} }, notice: undefined, done: undefined });
        return;
      }
      case 'cancelEdit':
        this.#set({ editing: undefined, notice: undefined });
        return;
      case 'save': {
        const section = EDITABLE.find((id) => id === event.section);
        if (section) await this.#save(section, event.values);
        return;
      }
      case 'copy': {
        const section = this.view().sections.find(({ id }) => id === event.section);
        const text = section?.facts?.find(({ name }) => name === event.fact)?.copy;
        if (text !== undefined) this.deps.host.copy(text);
        return;
      }
      case 'action':
        await this.#act(event.action, event.rows[0]);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#reads.abort();
    this.#work?.abort();
    this.#changes.dispose();
  }

  async #act(action: string, versionId: string | undefined): Promise<void> {
    const { host } = this.deps;
    const version = this.#state.versions.value?.versions.find((known) => known.versionId === versionId);
    switch (action) {
      case 'refresh':
        this.#set({ notice: undefined, done: undefined });
        return this.refresh();
      case 'cancel':
        this.#work?.abort();
        return undefined;
      case 'showVersions':
        return this.showVersions();
      case 'moreVersions':
        return this.#readVersions(this.#reads, true);
      case 'restore': {
        host.restore(this.#state.properties.value ?? {});
        return;
      }
      case 'undelete':
        return this.#undelete();
    }
    if (!version) return undefined;
    switch (action) {
      case 'version.open': {
        host.open(version);
        return;
      }
      case 'version.compare': {
        host.compareWithCurrent(version);
        return;
      }
      case 'version.properties': {
        host.showProperties(version);
        return;
      }
      case 'version.makeCurrent':
        return this.#makeCurrent(version);
      case 'version.delete':
        return this.#deleteVersion(version);
    }
  }

  async #save(section: EditableSection, values: FormValues): Promise<void> {
    const { properties, tags } = this.#state;
    const { address, production } = this.deps.context;
    const refuse = (errors: Readonly<Record<string, string>>): void => this.#set({ editing: { section, errors } });
    const save = (run: (store: ObjectStore, signal: AbortSignal) => Promise<void>): Promise<void> => {
      refuse({});
      return this.#run(t('Saving…'), t('Saved.'), async (store, signal) => {
        await run(store, signal);
        this.#set({ editing: undefined });
      });
    };
    if (section === 'tags') {
      const shown = tags.value ?? {};
      const reading = readTags(values);
      if (reading.errors) {
        refuse(reading.errors);
        return;
      }
      return save((store, signal) => saveTags(store, address, reading.value, shown, signal));
    }
    const shown = properties.value;
    if (!shown) return;
    const reading = readSettings(section, values, shown);
    if (reading.errors) {
      refuse(reading.errors);
      return;
    }
    if (changesNothing(reading.value, shown)) {
      this.#set({ editing: undefined, notice: undefined });
      return;
    }
    return save(async (store, signal) => {
      if (production && (await replacesForGood(store, address.bucket, shown, signal))) {
        await this.deps.host.confirmReplace();
      }
      await saveSettings(store, address, reading.value, shown, signal);
    });
  }

  #makeCurrent({ versionId }: ObjectVersion): Promise<void> {
    const { bucket, key } = this.deps.context.address;
    return this.#run(t('Making that version the current one…'), t('It is the current version now.'), (store, signal) =>
      store.copy({ bucket, key, versionId }, { bucket, key }, {}, signal),
    );
  }

  #undelete(): Promise<void> {
    const { bucket, key } = this.deps.context.address;
    const { value } = this.#state.versions;
    return this.#run(t('Undeleting…'), t('The object is there again.'), async (store, signal) => {
      for (const { versionId } of value ? hidingMarkers(value) : []) {
        await store.delete({ bucket, key, versionId }, signal);
      }
    });
  }

  #deleteVersion(version: ObjectVersion): Promise<void> {
    const { bucket, key } = this.deps.context.address;
    return this.#run(t('Deleting the version…'), t('The version is deleted.'), async (store, signal) => {
      await this.deps.host.confirmDelete(version);
      await store.delete({ bucket, key, versionId: version.versionId }, signal);
    });
  }

  /** Changes something in S3, one thing at a time, and reads what is there then. */
  async #run(
    work: string,
    done: string,
    change: (store: ObjectStore, signal: AbortSignal) => Promise<unknown>,
  ): Promise<void> {
    if (this.#work) return;
    const controller = (this.#work = new AbortController());
    this.#set({ work, notice: undefined, done: undefined });
    try {
      await change(this.deps.store(), controller.signal);
      this.#set({ done });
    } catch (error) {
      this.#fail(toAppError(error));
      return;
    } finally {
      this.#work = undefined;
      this.#set({ work: undefined });
    }
    await this.refresh();
  }

  #fail(error: AppError): void {
    if (error.kind === 'cancelled') {
      this.#set({ done: t('Cancelled.') });
    } else if (error.kind === 'changed') {
      this.#set({
        notice: {
          severity: 'warning',
          text: t('Somebody changed the object since it was shown here. Nothing was saved.'),
          cure: t('Reload it to see what it is now; what you typed stays in its fields.'),
          actions: [{ id: 'refresh', title: t('Reload') }],
        },
      });
    } else {
      this.#set({ notice: problemOf(error) });
    }
  }

  async #readVersions(reads: AbortController, more: boolean): Promise<void> {
    const { address } = this.deps.context;
    const before = more ? this.#state.versions.value : undefined;
    await this.#read('versions', (store) => readVersions(store, address, before, reads.signal), reads);
  }

  async #read<P extends keyof Parts>(
    name: P,
    ask: (store: ObjectStore) => Promise<NonNullable<Parts[P]['value']>>,
    { signal }: AbortController,
  ): Promise<void> {
    const before: Part<unknown> = this.#state[name];
    const set = (part: Part<unknown>): void => {
      if (!signal.aborted) this.#set({ [name]: part });
    };
    set({ ...before, reading: true });
    try {
      set({ value: await ask(this.deps.store()), reading: false });
    } catch (error) {
      set({ error: toAppError(error), reading: false });
    }
  }

  #set(change: Partial<ObjectState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changes.fire();
  }
}
