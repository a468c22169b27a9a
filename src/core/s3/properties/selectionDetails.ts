import { t } from '@vscode/l10n';
import { AppError, toAppError } from '../../support/errors';
import { Emitter } from '../../support/event';
import { visibleText } from '../../texts/visible';
import type { ObjectSettings } from '../objectProperties';
import type { ObjectStore } from '../objectStore';
import type { DetailsModel } from './detailsModel';
import type { DetailsEvent, DetailsView, FieldErrors, FormValues, Mark, Notice } from './detailsView';
import { readMetadata, textOf, type Reading } from './metadataRules';
import { runForAll, type Failure } from './runForAll';
import type { SelectedObject } from './selection';
import { selectionSections, SELECTION_FORMS, type SelectionForm } from './selectionSections';
import { MOST_TAGS, tagKeyError, tagValueError } from './tagRules';
import { problemOf } from './texts';

/** Where a page of several objects gets what it shows. */
export interface SelectionDeps {
  readonly objects: readonly SelectedObject[];
  readonly marks: readonly Mark[];
  readonly readOnly: boolean;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
  /** The S3 of a profile's session; throws an AppError without one. */
  readonly storeOf: (profile: string) => ObjectStore;
  /** Throws an AppError of kind `cancelled` unless the person agrees to copy them all onto themselves. */
  readonly confirmCopies: () => Promise<void>;
}

/** A change to each of several objects. @returns what is known of the object otherwise now */
type Change = (store: ObjectStore, object: SelectedObject, signal: AbortSignal) => Promise<Partial<SelectedObject>>;

/** Several objects on one page: their totals, and a tag, storage class or content type for all of them. */
export class SelectionDetails implements DetailsModel {
  readonly #changes = new Emitter<void>();
  #objects: readonly SelectedObject[];
  #editing: { readonly section: SelectionForm; readonly errors: FieldErrors } | undefined;
  #work: AbortController | undefined;
  #status = '';
  #notice: Notice | undefined;
  #failures: readonly Failure<SelectedObject>[] = [];

  readonly onDidChange = this.#changes.event;

  constructor(private readonly deps: SelectionDeps) {
    this.#objects = deps.objects;
  }

  view(): DetailsView {
    const { marks } = this.deps;
    const objects = this.#objects;
    const buckets = new Set(objects.map(({ address }) => `s3://${address.bucket}`));
    return {
      title: t('{0} objects', objects.length),
      place: [...buckets].map(visibleText).join(', '),
      marks,
      status: this.#status,
      busy: this.#work !== undefined,
      actions: this.#work ? [{ id: 'cancel', title: t('Cancel') }] : [],
      notice: this.#notice,
      sections: selectionSections({
        ...this.deps,
        objects,
        failures: this.#failures,
        errors: this.#editing?.errors ?? {},
      }),
      editing: this.#editing?.section,
    };
  }

  /** What is shown is what the listing told. */
  refresh(): Promise<void> {
    return Promise.resolve();
  }

  async handle(event: DetailsEvent): Promise<void> {
    switch (event.type) {
      case 'edit': {
        const section = SELECTION_FORMS.find((id) => id === event.section);
        if (section && !this.#work) this.#edit(section, {});
        return;
      }
      case 'cancelEdit':
        this.#editing = undefined;
        this.#changes.fire();
        return;
      case 'save': {
        const section = SELECTION_FORMS.find((id) => id === event.section);
        if (section) await this.#save(section, event.values);
        return;
      }
      case 'action':
        if (event.action === 'cancel') this.#work?.abort();
        return;
      case 'copy':
        return;
    }
  }

  dispose(): void {
    this.#work?.abort();
    this.#changes.dispose();
  }

  #edit(section: SelectionForm, errors: FieldErrors): void {
    this.#editing = { section, errors };
    this.#changes.fire();
  }

  async #save(section: SelectionForm, values: FormValues): Promise<void> {
    if (this.#work) return;
    const reading = readChange(section, values);
    if (reading.errors) {
      this.#edit(section, reading.errors);
      return;
    }
    const work = (this.#work = new AbortController());
    this.#failures = [];
    this.#notice = undefined;
    this.#changes.fire();
    try {
      if (section !== 'tag') await this.deps.confirmCopies();
      await this.#changeAll(reading.value, work.signal);
      this.#editing = undefined;
    } catch (error) {
      const known = toAppError(error);
      if (known.kind !== 'cancelled') this.#notice = problemOf(known);
    } finally {
      this.#work = undefined;
      this.#changes.fire();
    }
  }

  async #changeAll(change: Change, signal: AbortSignal): Promise<void> {
    const { storeOf } = this.deps;
    const objects = this.#objects;
    const news = new Map<SelectedObject, Partial<SelectedObject>>();
    const { failures, left } = await runForAll(
      objects,
      ({ address }) => address.profile,
      async (object) => {
        news.set(object, await change(storeOf(object.address.profile), object, signal));
      },
      ({ finished, total }) => {
        this.#status = t('Saving… {0} of {1}', finished, total);
        this.#changes.fire();
      },
      signal,
    );
    this.#failures = failures;
    this.#objects = objects.map((object) => ({ ...object, ...news.get(object) }));
    const saved = objects.length - failures.length - left;
    this.#status =
      left > 0
        ? t('Saved {0} of {1}; stopped with {2} left.', saved, objects.length, left)
        : t('Saved {0} of {1}.', saved, objects.length);
    if (failures.length > 0) {
      this.#notice = { severity: 'error', text: t('{0} could not be changed; they stand below.', failures.length) };
    }
  }
}

function readChange(section: SelectionForm, values: FormValues): Reading<Change> {
  switch (section) {
    case 'tag': {
      const [key, value] = [textOf(values, 'key'), textOf(values, 'value')];
      const [keyError, valueError] = [tagKeyError(key), tagValueError(value)];
      const errors = { ...(keyError ? { key: keyError } : {}), ...(valueError ? { value: valueError } : {}) };
      return keyError || valueError ? { errors } : { value: setTag(key, value) };
    }
    case 'storageClass':
      return { value: copyWith({ storageClass: textOf(values, 'storageClass') }) };
    case 'contentType': {
      const contentType = textOf(values, 'contentType');
      if (contentType === '') return { errors: { contentType: t('Give a content type, such as {0}.', 'text/csv') } };
      const reading = readMetadata({ contentType }, {});
      return reading.errors ? reading : { value: copyWith({ contentType }) };
    }
  }
}

/** Adds one tag to those an object has, or gives it another value. */
function setTag(key: string, value: string): Change {
  return async (store, { address }, signal) => {
    const tags = await store.tags(address, signal);
    if (tags[key] === value) return {};
    if (!(key in tags) && Object.keys(tags).length >= MOST_TAGS) {
      throw new AppError('invalidRequest', t('It has {0} tags already, which is the most S3 keeps.', MOST_TAGS));
    }
    await store.setTags(address, { ...tags, [key]: value }, signal);
    return {};
  };
}

function copyWith(settings: Partial<ObjectSettings>): Change {
  return async (store, { address: { bucket, key, versionId }, etag }, signal) => {
    if (versionId !== undefined) {
      throw new AppError('invalidRequest', t('Of a single version only the tags can be changed.'));
    }
    const options = { settings, sourceIfMatch: etag };
    const written = await store.copy({ bucket, key }, { bucket, key }, options, signal);
    const { storageClass } = settings;
    return { etag: written.etag, ...(storageClass === undefined ? {} : { storageClass }) };
  };
}
