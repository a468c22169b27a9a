import { S3ObjectStore } from '../../../../../src/aws/s3/store';
import type { ProfileObjectAddress } from '../../../../../src/core/s3/address';
import { ObjectChanges } from '../../../../../src/core/s3/objectChanges';
import type { ObjectStore } from '../../../../../src/core/s3/objectStore';
import { ObjectDetails, type ObjectHost } from '../../../../../src/core/s3/properties/objectDetails';
import type { DetailsModel } from '../../../../../src/core/s3/properties/detailsModel';
import type { DetailsSection } from '../../../../../src/core/s3/properties/detailsView';
import { archiveOf } from '../../../../../src/core/s3/properties/storageClasses';
import { Credentials } from '../../../../../src/core/sessions/credentials';
import { startLocalAws, type LocalAws } from '../../../../localaws/server';
import { allow, policy, type World } from '../../../../localaws/world';
import { storeTarget } from '../../../../support/storeTarget';

const ACCOUNT = '111111111111';
const KEYS = {
  owner: { id: 'AKIATESTOWNER0000001', secret: 'test-secret-of-owner-0000000000000000001' },
  /** May read objects, but neither their tags nor anything of versions and uploads. */
  reader: { id: 'AKIATESTREADER000001', secret: 'test-secret-of-reader-000000000000000001' },
  /** May read tags too, and change nothing. */
  viewer: { id: 'AKIATESTVIEWER000001', secret: 'test-secret-of-viewer-000000000000000001' },
} as const;

const bucket = { accountId: ACCOUNT, region: 'us-east-1', created: '2026-01-02T03:04:05Z' } as const;

const world: World = {
  accounts: [
    {
      id: ACCOUNT,
      users: [
        { name: 'owner', accessKeys: [KEYS.owner], policies: [policy(allow('s3:*'))] },
        { name: 'reader', accessKeys: [KEYS.reader], policies: [policy(allow('s3:GetObject'))] },
        {
          name: 'viewer',
          accessKeys: [KEYS.viewer],
          policies: [policy(allow(['s3:GetObject', 's3:GetObjectTagging']))],
        },
      ],
    },
  ],
  s3: {
    buckets: [
      {
        ...bucket,
        name: 'plain',
        objects: [
          {
            key: 'docs/a.csv',
            body: 'a,b\n',
            contentType: 'text/csv',
            headers: { 'cache-control': 'no-cache' },
            metadata: { owner: 'alice' },
            tags: { team: 'sales' },
          },
          { key: 'docs/b.csv', body: 'b\n', storageClass: 'STANDARD_IA' },
          { key: 'cold', body: 'ice', storageClass: 'GLACIER' },
          { key: 'soap', body: 'x', headers: { 'x-amz-missing-meta': '2' } },
          { key: 'asleep', body: 'zzz', storageClass: 'INTELLIGENT_TIERING', archiveStatus: 'ARCHIVE_ACCESS' },
          { key: 'full', body: '', tags: Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`tag${n}`, ''])) },
        ],
        uploads: [
          { key: 'videos/a.mp4', initiated: '2026-01-03T00:00:00Z', parts: [{ size: 5, pattern: 'x' }] },
          { key: 'videos/b.mp4', initiated: '2026-01-04T00:00:00Z', parts: [] },
          { key: 'other', initiated: '2026-01-05T00:00:00Z', parts: [] },
        ],
      },
      {
        ...bucket,
        name: 'paused',
        versioning: 'Suspended',
        objects: [{ key: 'a', versions: [{ body: 'one' }] }],
      },
      {
        ...bucket,
        name: 'kept',
        versioning: 'Enabled',
        objects: [
          { key: 'a', versions: [{ body: 'one' }, { body: 'two' }, { body: 'three!' }] },
          { key: 'a/b', versions: [{ body: 'another key that begins with the same' }] },
          { key: 'gone', versions: [{ body: 'was here' }, { deleteMarker: true }, { deleteMarker: true }] },
          { key: 'thou', versions: [{ body: 'few' }] },
          { key: 'thousands', versions: Array.from({ length: 2100 }, (_, n) => ({ body: String(n) })) },
          { key: 'many', versions: Array.from({ length: 130 }, (_, n) => ({ body: String(n) })) },
        ],
      },
    ],
  },
};

/** An object with metadata and tags, in a bucket without versions. */
export const PLAIN = { bucket: 'plain', key: 'docs/a.csv' } as const;

/** A signal that never aborts. */
export const never = new AbortController().signal;

/** A local AWS with what models of pages work on. */
export class PropertiesBed {
  readonly changes = new ObjectChanges();
  /** What pages asked other editors to do, such as `open v1`. */
  readonly asked: string[] = [];
  /** Whether a person agrees to lose something. */
  agrees: () => Promise<void> = () => Promise.resolve();
  readonly #stores = new Map<string, S3ObjectStore>();
  readonly #models: DetailsModel[] = [];

  private constructor(readonly aws: LocalAws) {}

  static async start(): Promise<PropertiesBed> {
    return new PropertiesBed(await startLocalAws(world));
  }

  /** The S3 of a user, as somebody outside of this window uses it. */
  store(user: keyof typeof KEYS = 'owner'): S3ObjectStore {
    const known = this.#stores.get(user);
    if (known) return known;
    const { id: accessKeyId, secret: secretAccessKey } = KEYS[user];
    const credentials = new Credentials({ accessKeyId, secretAccessKey });
    const store = new S3ObjectStore(storeTarget(this.aws.endpoint, credentials));
    this.#stores.set(user, store);
    return store;
  }

  /** A page about an object, through the session of a user; it has read everything. */
  async open(
    address: Omit<ProfileObjectAddress, 'profile'>,
    options: {
      readonly user?: keyof typeof KEYS;
      readonly readOnly?: boolean;
      readonly production?: boolean;
      readonly store?: ObjectStore;
    } = {},
  ): Promise<ObjectDetails> {
    const { user = 'owner', readOnly = false, production = false, store = this.store(user) } = options;
    const note =
      (what: string) =>
      ({ versionId }: { versionId: string }): void => {
        this.asked.push(`${what} ${versionId}`);
      };
    const host: ObjectHost = {
      open: note('open'),
      compareWithCurrent: note('compare'),
      showProperties: note('properties'),
      restore: (facts) => this.asked.push(`restore ${archiveOf(facts)}`),
      copy: (text) => this.asked.push(`copy ${text}`),
      confirmDelete: () => this.agrees(),
      confirmReplace: () => {
        this.asked.push('replace');
        return this.agrees();
      },
    };
    const details = new ObjectDetails({
      context: {
        address: { ...address, profile: user },
        partition: 'aws',
        readOnly,
        production,
        locale: 'en',
      },
      store: () => this.changes.watch(store, user),
      changes: this.changes.onDidChange,
      host,
    });
    this.#models.push(details);
    await details.refresh();
    return details;
  }

  async close(): Promise<void> {
    for (const model of this.#models) model.dispose();
    for (const store of this.#stores.values()) store.dispose();
    await this.aws.close();
  }
}

/** A section of what a page shows. @throws when there is none of that ID */
export function section(model: DetailsModel, id: string): DetailsSection {
  const found = model.view().sections.find((one) => one.id === id);
  if (!found)
    throw new Error(
      `No section ${id} among ${model
        .view()
        .sections.map((one) => one.id)
        .join(', ')}`,
    );
  return found;
}

/** The facts of a section by their names. */
export function facts(model: DetailsModel, id: string): Record<string, string> {
  return Object.fromEntries((section(model, id).facts ?? []).map(({ name, value }) => [name, value]));
}

/** What stands in the fields of a section's form. */
export function values(model: DetailsModel, id: string) {
  const fields = section(model, id).form?.fields ?? [];
  return Object.fromEntries(fields.map((field) => [field.id, field.type === 'pairs' ? field.pairs : field.value]));
}

/** Opens the form of a section, changes some of its fields and saves. */
export async function save(model: DetailsModel, id: string, changes: ReturnType<typeof values>): Promise<void> {
  await model.handle({ type: 'edit', section: id });
  await model.handle({ type: 'save', section: id, values: { ...values(model, id), ...changes } });
}

/** Presses a button of a row, or of the page. */
export async function press(model: DetailsModel, action: string, ...rows: string[]): Promise<void> {
  await model.handle({ type: 'action', action, rows });
}
