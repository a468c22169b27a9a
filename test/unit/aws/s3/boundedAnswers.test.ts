import assert from 'node:assert/strict';
import type { ObjectStore } from '../../../../src/core/s3/objectStore';
import { measured } from '../../vscode/previews/bombs/probe';
import { answeringStore } from './answeringStore';
import { isKind, never, StoreBed } from './storeBed';

const entry = '<Contents><Key>a</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>1</Size></Contents>';

describe('an answer that holds more than any of AWS', () => {
  let bed: StoreBed;
  before(async () => void (bed = await StoreBed.start()));
  after(() => bed.close());

  const long = (piece: string, bytes = 15e6): string => piece.repeat(bytes / piece.length);
  const page = (content: string): string => `<ListBucketResult>${content}</ListBucketResult>`;
  const list = (store: ObjectStore) => store.list({ bucket: 'odd', prefix: '' }, never);
  const cases: readonly (readonly [name: string, xml: string, ask: (store: ObjectStore) => Promise<unknown>])[] = [
    ['130,000 keys', page(long(entry)), list],
    ['a million elements', page(long('<a/>', 4e6)), list],
    ['a million entities', page(`<Contents><Key>${long('&lt;', 4e6)}</Key></Contents>`), list],
    ['a million numbers of characters', page(`<Contents><Key>${long('&#65;', 5e6)}</Key></Contents>`), list],
    ['a million attributes', page(`<Contents ${long('a="1" ', 5.5e6)}/>`), list],
    ['open brackets', page(long('<', 5e6)), list],
    [
      '100,000 tags',
      `<Tagging><TagSet>${long('<Tag><Key>a</Key><Value>b</Value></Tag>', 5e5)}</TagSet></Tagging>`,
      tags,
    ],
  ];
  async function tags(store: ObjectStore): Promise<unknown> {
    return await store.tags({ bucket: 'odd', key: 'k' }, never);
  }

  for (const [name, xml, ask] of cases) {
    it(`is not read: ${name}`, async () => {
      const store = await bed.answering(xml);
      const { blocked } = await measured(() =>
        assert.rejects(
          ask(store),
          isKind('strangeAnswer', /holds more than any such answer of AWS: it was not read\.$/),
        ),
      );
      assert.ok(blocked < 150, `blocked for ${blocked} ms`);
    });
  }

  it('is not read either as an error, whose message is ours alone', async () => {
    const xml = `<Error><Code>AccessDenied</Code><Message>${long('a', 3e6)}</Message></Error>`;
    const store = answeringStore(() => ({ status: 403, xml }));
    await assert.rejects(list(store), isKind('strangeAnswer', /it was not read\.$/));
  });
});
