import { t } from '@vscode/l10n';
import { cancelled, toAppError } from '../../support/errors';
import { Emitter } from '../../support/event';
import { s3Uri } from '../address';
import { visibleText } from '../../texts/visible';
import { abortUpload } from '../bucketContents';
import type { IncompleteUpload, ObjectStore, UploadPage } from '../objectStore';
import type { DetailsModel } from './detailsModel';
import type { DetailsEvent, DetailsSection, DetailsView, Mark, Notice, TableRow } from './detailsView';
import { UNREAD, type Part } from './part';
import { runForAll } from './runForAll';
import { longDate, problemOf } from './texts';

/** Where a page of incomplete uploads gets what it shows. */
export interface UploadsDeps {
  readonly bucket: string;
  /** Beginning of the keys it is about; empty for the whole bucket. */
  readonly prefix: string;
  readonly marks: readonly Mark[];
  readonly readOnly: boolean;
  /** BCP 47, for dates. */
  readonly locale: string;
  /** The S3 of the profile's session; throws an AppError without one. */
  readonly store: () => ObjectStore;
  /** Throws an AppError of kind `cancelled` unless the person agrees to lose what was uploaded. */
  readonly confirm: (uploads: readonly IncompleteUpload[]) => Promise<void>;
}

/** The multipart uploads below a prefix that were begun and not completed: seen and aborted. */
export class UploadsDetails implements DetailsModel {
  readonly #changes = new Emitter<void>();
  #list: Part<UploadPage> = UNREAD;
  #reads = new AbortController();
  #work: AbortController | undefined;
  #status = '';
  #notice: Notice | undefined;

  readonly onDidChange = this.#changes.event;

  constructor(private readonly deps: UploadsDeps) {}

  view(): DetailsView {
    const { bucket, prefix, marks } = this.deps;
    const { reading } = this.#list;
    return {
      title: t('Incomplete Uploads'),
      place: visibleText(s3Uri({ bucket, key: prefix })),
      marks,
      status: reading ? t('Reading…') : this.#status,
      busy: reading || this.#work !== undefined,
      actions: [this.#work ? { id: 'cancel', title: t('Cancel') } : { id: 'refresh', title: t('Refresh') }],
      notice: this.#notice,
      sections: [this.#section()],
    };
  }

  async refresh(): Promise<void> {
    await this.#read(undefined);
  }

  async handle(event: DetailsEvent): Promise<void> {
    if (event.type !== 'action') return;
    switch (event.action) {
      case 'refresh':
        this.#status = '';
        this.#notice = undefined;
        return this.refresh();
      case 'more':
        return this.#read(this.#list.value);
      case 'cancel':
        this.#work?.abort();
        return undefined;
      case 'abort':
        return this.#abort(event.rows);
    }
  }

  dispose(): void {
    this.#reads.abort();
    this.#work?.abort();
    this.#changes.dispose();
  }

  #section(): DetailsSection {
    const { value, error, reading } = this.#list;
    const { readOnly } = this.deps;
    const uploads = value?.uploads ?? [];
    return {
      id: 'uploads',
      title: t('Uploads That Were Begun and Not Completed'),
      problem: error && problemOf(error),
      busy: reading && !value,
      notes: value
        ? [
            ...(uploads.length > 0
              ? [t('Their parts are stored and paid for until the upload is completed or aborted.')]
              : []),
            ...(readOnly ? [t('The profile is for reading only.')] : []),
          ]
        : [],
      actions: value?.next === undefined ? [] : [{ id: 'more', title: t('Load More…') }],
      table: value && {
        label: t('Incomplete uploads'),
        columns: [t('Key'), t('Started'), t('Storage class')],
        wrapping: [0],
        rows: uploads.map((upload) => this.#row(upload)),
        empty: t('None: every upload below was completed or aborted.'),
        selectedActions: readOnly ? [] : [{ id: 'abort', title: t('Abort Selected…') }],
      },
    };
  }

  #row(upload: IncompleteUpload): TableRow {
    const { key, initiated, storageClass } = upload;
    const started = longDate(initiated, this.deps.locale);
    return {
      id: idOf(upload),
      label: t('{0}, started {1}', visibleText(key), started),
      cells: [visibleText(key), started, storageClass ?? 'STANDARD'],
    };
  }

  async #read(before: UploadPage | undefined): Promise<void> {
    this.#reads.abort();
    const { signal } = (this.#reads = new AbortController());
    const { bucket, prefix } = this.deps;
    const set = (list: Part<UploadPage>): void => {
      if (signal.aborted) return;
      this.#list = list;
      this.#changes.fire();
    };
    set({ ...this.#list, reading: true });
    try {
      const { uploads, next } = await this.deps.store().listUploads(bucket, prefix, before?.next, signal);
      set({ value: { uploads: [...(before?.uploads ?? []), ...uploads], next }, reading: false });
    } catch (error) {
      // What is there already stays to be worked with.
      set({ value: before, error: toAppError(error), reading: false });
    }
  }

  async #abort(rows: readonly string[]): Promise<void> {
    const chosen = (this.#list.value?.uploads ?? []).filter((upload) => rows.includes(idOf(upload)));
    if (this.#work || chosen.length === 0) return;
    const work = (this.#work = new AbortController());
    this.#notice = undefined;
    this.#tell('');
    try {
      await this.deps.confirm(chosen);
      if (work.signal.aborted) throw cancelled();
      await this.#abortAll(chosen, work.signal);
    } catch (error) {
      const known = toAppError(error);
      if (known.kind !== 'cancelled') this.#notice = problemOf(known);
    } finally {
      this.#work = undefined;
      this.#changes.fire();
    }
  }

  async #abortAll(chosen: readonly IncompleteUpload[], signal: AbortSignal): Promise<void> {
    const { bucket } = this.deps;
    const store = this.deps.store();
    const gone = new Set<string>();
    const { failures, left } = await runForAll(
      chosen,
      // All of them are in one bucket of one session.
      () => bucket,
      async (upload) => {
        await abortUpload(store, bucket, upload, signal);
        gone.add(idOf(upload));
      },
      ({ finished, total }) => this.#tell(t('Aborting… {0} of {1}', finished, total)),
      signal,
    );
    const { value } = this.#list;
    if (value) {
      this.#list = {
        ...this.#list,
        value: { ...value, uploads: value.uploads.filter((upload) => !gone.has(idOf(upload))) },
      };
    }
    this.#status = left > 0 ? t('Aborted {0}; stopped with {1} left.', gone.size, left) : t('Aborted {0}.', gone.size);
    const [first] = failures;
    if (first) {
      const text = t('{0} could not be aborted. The first: {1}', failures.length, first.error.message);
      this.#notice = { severity: 'error', text, cure: first.error.detail.cure };
    }
  }

  #tell(status: string): void {
    this.#status = status;
    this.#changes.fire();
  }
}

function idOf({ key, uploadId }: IncompleteUpload): string {
  return JSON.stringify([key, uploadId]);
}
