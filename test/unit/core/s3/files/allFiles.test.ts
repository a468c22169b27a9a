import assert from 'node:assert/strict';
import fc from 'fast-check';
import { URI, Utils } from 'vscode-uri';
import { toUriParts } from '../../../../../src/core/s3/address';
import { entryName, filePathOf, folderUriParts, objectAt } from '../../../../../src/core/s3/files/filePath';
import type { ObjectStore } from '../../../../../src/core/s3/objectStore';
import { never, StoreBed, writableWorld } from '../../../aws/s3/storeBed';
import { keysTogether } from '../anyKey';
import { filesOf } from './filesBed';

const SCHEME = 'assume-role-s3';
const PLACE = { profile: 'etl', bucket: 'work' };
const MOVE = { overwrite: false, onProgress: () => undefined };
const noFolder = (): Promise<void> => Promise.resolve();
const bytes = (text: string): Uint8Array => Buffer.from(text);
/** A folder or an object by the text of its URI, as VS Code keeps it. */
const pathOf = (uri: URI) => filePathOf(URI.parse(uri.toString()));
const folder = (prefix: string) => pathOf(URI.from({ scheme: SCHEME, ...folderUriParts({ ...PLACE, prefix }) }));
const object = (key: string) => pathOf(URI.from({ scheme: SCHEME, ...toUriParts({ ...PLACE, key }) }));

describe('every legal key survives as a file', function () {
  // Hundreds of requests for each test, on machines that are busy with other tests too.
  this.timeout(120_000);
  let bed: StoreBed;
  let store: ObjectStore;
  before(async () => {
    bed = await StoreBed.start(writableWorld);
    store = bed.storeOf('owner');
  });
  after(() => bed.close());

  const textOf = async (key: string): Promise<string> => {
    const { bytes: content } = await store.read({ bucket: PLACE.bucket, key }, 10_000, never);
    return Buffer.from(content).toString();
  };
  /** The keys in the bucket with their contents, as S3 tells them. */
  const stored = async (): Promise<Map<string, string>> => {
    const { objects } = await store.list({ bucket: PLACE.bucket, prefix: '' }, never);
    const contents = new Map<string, string>();
    for (const { key } of objects) contents.set(key, await textOf(key));
    return contents;
  };

  async function goesRound(keys: readonly string[]): Promise<void> {
    const { lookup, operations, saving } = filesOf(store, PLACE);
    // What a run that failed has left behind.
    const left = await store.list({ bucket: PLACE.bucket, prefix: '' }, never);
    if (left.objects.length > 0) await store.deleteMany(PLACE.bucket, left.objects, never);
    const contents = (prefix: string) => new Map(keys.map((key) => [prefix + key, `content of ${key}`]));
    /** The URIs of all files below a folder by their keys, as VS Code finds them: name by name. */
    const walk = async (at: URI): Promise<Map<string, URI>> => {
      const found = new Map<string, URI>();
      const { entries } = await lookup.entries(pathOf(at), never);
      for (const entry of entries) {
        const uri = Utils.joinPath(at, entryName(entry.name, entry.type === 'folder' && entry.besideObject));
        assert.equal((await lookup.find(pathOf(uri), never)).type, entry.type, uri.path);
        const inside = entry.type === 'folder' ? await walk(uri) : [[objectAt(pathOf(uri)).key, uri] as const];
        for (const [key, file] of inside) found.set(key, file);
      }
      return found;
    };
    const bucket = URI.from({ scheme: SCHEME, ...folderUriParts({ ...PLACE, prefix: '' }) });

    for (const [key, content] of contents('all/')) {
      await saving.write(objectAt(object(key)), bytes(content), { create: true, overwrite: false }, noFolder, never);
    }
    const written = await walk(bucket);
    assert.deepEqual(new Set(written.keys()), new Set(contents('all/').keys()));
    for (const [key, uri] of written) {
      const { bytes: content } = await operations.read(pathOf(uri), never);
      assert.equal(Buffer.from(content).toString(), contents('all/').get(key));
    }

    await operations.copy(folder('all/'), folder('copied/'), MOVE, never);
    assert.deepEqual(await stored(), new Map([...contents('all/'), ...contents('copied/')]));
    await operations.rename(folder('copied/'), folder('renamed/'), MOVE, never);
    assert.deepEqual(await stored(), new Map([...contents('all/'), ...contents('renamed/')]));

    const files = await walk(bucket);
    for (const key of [...keys].sort().reverse()) {
      const uri = files.get(`renamed/${key}`);
      assert.ok(uri, JSON.stringify(key));
      await operations.rename(pathOf(uri), object('one'), MOVE, never);
      assert.equal(await textOf('one'), `content of ${key}`);
      await operations.delete(object('one'), false, () => undefined, never);
    }
    assert.deepEqual(await stored(), contents('all/'));
    await operations.delete(folder('all/'), true, () => undefined, never);
    assert.deepEqual(await stored(), new Map());
  }

  it('written, found, read, copied, renamed and deleted: any, of which some are named as the folders of others', async () => {
    // Room for the folders that they are copied to.
    const fitting = keysTogether.filter((keys) => keys.every((key) => Buffer.byteLength(key) < 1000));
    await fc.assert(fc.asyncProperty(fitting, goesRound), { numRuns: 8 });
  });
});
