import assert from 'node:assert/strict';
import { readEncryption } from '../../../../../src/core/s3/properties/encryptionForm';
import { readMetadata } from '../../../../../src/core/s3/properties/metadataRules';
import { readEvent } from '../../../../../src/core/s3/properties/readEvent';
import {
  archiveOf,
  isRestoredForDays,
  restoreDaysError,
  restoreOptions,
  storageClassOptions,
} from '../../../../../src/core/s3/properties/storageClasses';
import { readTags } from '../../../../../src/core/s3/properties/tagRules';

const header = (id: string, value: string, before = '') => readMetadata({ [id]: value }, { [id]: before }).errors?.[id];
const metadata = (...pairs: [string, string][]) => readMetadata({ metadata: pairs }, {});
const tags = (...pairs: [string, string][]) => readTags({ tags: pairs });

describe('Metadata of a form', () => {
  it('has names in lower case and values without blanks around them', () => {
    const { value } = metadata(['Owner', ' alice '], ['', ''], ['note', '']);
    assert.deepEqual(value?.metadata, { owner: 'alice', note: '' });
  });

  it('has every name once, whatever its case', () => {
    assert.deepEqual(Object.keys(metadata(['owner', 'a'], ['OWNER', 'b']).errors ?? {}), ['metadata.1.name']);
  });

  it('has names that HTTP headers can have', () => {
    assert.ok(metadata(['with blank', 'x']).errors?.['metadata.0.name']);
    assert.ok(metadata(['naïve', 'x']).errors?.['metadata.0.name']);
    assert.ok(metadata(['', 'x']).errors?.['metadata.0.name']);
    assert.ok(metadata(['x', 'line\nbreak']).errors?.['metadata.0.value']);
    assert.deepEqual(metadata(['x', 'naïve 日本']).value?.metadata, { x: 'naïve 日本' });
  });

  it('has at most 2,048 bytes, counted in UTF-8', () => {
    assert.ok(metadata(['a', 'x'.repeat(2047)]).value);
    assert.match(metadata(['a', 'x'.repeat(2048)]).errors?.['metadata'] ?? '', /2,048.*2049/);
    assert.ok(metadata(['a', 'ü'.repeat(1024)]).errors?.['metadata']);
  });

  it('has headers of printable ASCII', () => {
    assert.ok(header('contentDisposition', 'attachment; filename="naïve"'));
    assert.equal(
      header('contentDisposition', 'attachment; filename="naïve"', 'attachment; filename="naïve"'),
      undefined,
    );
    assert.ok(header('cacheControl', `x${'y'.repeat(2048)}`) === undefined);
    assert.ok(readMetadata({ cacheControl: 'y'.repeat(2048) }, {}).errors);
  });

  it('has an Expires that is a date or a number, written as HTTP has it', () => {
    assert.equal(readMetadata({ expires: '2026-10-21T07:28:00Z' }, {}).value?.expires, 'Wed, 21 Oct 2026 07:28:00 GMT');
    assert.equal(readMetadata({ expires: '0' }, {}).value?.expires, '0');
    assert.ok(header('expires', 'tomorrow'));
    assert.equal(header('expires', 'tomorrow', 'tomorrow'), undefined, 'what the object has may stay');
  });

  it('redirects to a key or a URL', () => {
    assert.ok(header('websiteRedirect', 'elsewhere'));
    for (const target of ['/elsewhere', 'https://example.com/'])
      assert.equal(header('websiteRedirect', target), undefined);
  });
});

describe('Tags of a form', () => {
  it('are at most ten', () => {
    const some = (count: number) => Array.from({ length: count }, (_, n): [string, string] => [`key${n}`, '']);
    assert.ok(tags(...some(10)).value);
    assert.ok(tags(...some(11)).errors?.['tags']);
  });

  it('have keys of 128 and values of 256 characters, without those S3 refuses', () => {
    assert.ok(tags(['k'.repeat(128), 'v'.repeat(256)]).value);
    assert.ok(tags(['k'.repeat(129), '']).errors?.['tags.0.name']);
    assert.ok(tags(['k', 'v'.repeat(257)]).errors?.['tags.0.value']);
    assert.ok(tags(['k', 'a,b']).errors?.['tags.0.value']);
    assert.deepEqual(tags(['Ünit 1+-=._:/@', 'x y']).value, { 'Ünit 1+-=._:/@': 'x y' });
  });

  it('have each key once, in its own case, and none of AWS', () => {
    assert.deepEqual(tags(['a', '1'], ['A', '2']).value, { a: '1', A: '2' });
    assert.ok(tags(['a', '1'], ['a', '2']).errors?.['tags.1.name']);
    assert.ok(tags(['AWS:x', '1']).errors?.['tags.0.name']);
    assert.ok(tags(['', 'value']).errors?.['tags.0.name']);
    assert.deepEqual(tags(['', '']).value, {});
  });
});

describe('Encryption of a form', () => {
  it('keeps the Bucket Key and leaves out an empty key ID', () => {
    const before = { type: 'aws:kms', keyId: 'old', bucketKey: true } as const;
    assert.deepEqual(readEncryption({ type: 'aws:kms', keyId: ' new ' }, before).value, {
      type: 'aws:kms',
      keyId: 'new',
      bucketKey: true,
    });
    assert.deepEqual(readEncryption({ type: 'aws:kms:dsse', keyId: '' }, before).value, { type: 'aws:kms:dsse' });
    assert.deepEqual(readEncryption({ type: 'AES256', keyId: 'old' }, before).value, { type: 'AES256' });
  });

  it('takes no key ID with blanks, and no type it does not know', () => {
    assert.ok(readEncryption({ type: 'aws:kms', keyId: 'a b' }, undefined).errors?.['keyId']);
    assert.ok(readEncryption({ type: 'rot13' }, undefined).errors?.['type']);
  });
});

describe('Storage classes', () => {
  it('have what the object has first, where it can be no target', () => {
    assert.equal(storageClassOptions('EXPRESS_ONEZONE')[0]?.value, 'EXPRESS_ONEZONE');
    assert.equal(storageClassOptions('STANDARD').length, 7);
  });

  it('are restored in ways that depend on them', () => {
    const tiers = (...classes: string[]) =>
      restoreOptions(new Set(classes)).map(({ tier, time }) => `${tier}: ${time}`);
    assert.deepEqual(tiers('GLACIER').slice(1), ['Standard: 3 to 5 hours', 'Bulk: 5 to 12 hours']);
    assert.match(tiers('GLACIER')[0] ?? '', /^Expedited: 1 to 5 minutes/);
    assert.deepEqual(tiers('DEEP_ARCHIVE'), ['Standard: within 12 hours', 'Bulk: within 48 hours']);
    assert.match(tiers('GLACIER', 'DEEP_ARCHIVE')[0] ?? '', /^Standard: 3 to 5 hours; .*within 12 hours/);
  });

  it('of S3 Intelligent-Tiering are restored for good, and for nothing', () => {
    const ways = (...archives: string[]) =>
      restoreOptions(new Set(archives)).map(({ tier, cost }) => `${tier}: ${cost}`);
    assert.deepEqual(ways('ARCHIVE_ACCESS').slice(1), ['Standard: free of charge', 'Bulk: free of charge']);
    assert.deepEqual(ways('DEEP_ARCHIVE_ACCESS'), ['Standard: free of charge', 'Bulk: free of charge']);
    assert.match(ways('DEEP_ARCHIVE_ACCESS', 'GLACIER')[0] ?? '', /^Standard: paid/);
    assert.equal(archiveOf({ storageClass: 'INTELLIGENT_TIERING', archiveStatus: 'ARCHIVE_ACCESS' }), 'ARCHIVE_ACCESS');
    assert.equal(isRestoredForDays('DEEP_ARCHIVE_ACCESS'), false);
    assert.equal(isRestoredForDays(archiveOf({ storageClass: 'GLACIER' })), true);
  });

  it('are restored for whole days', () => {
    for (const text of ['1', '365']) assert.equal(restoreDaysError(text), undefined);
    for (const text of ['', '0', '-1', '1.5', 'x', '1e3']) assert.ok(restoreDaysError(text), text);
  });
});

describe('Messages of a page', () => {
  it('are taken in their own form only', () => {
    const event = { type: 'save', section: 'tags', values: { tags: [['a', 'b']], x: 'y' } };
    assert.deepEqual(readEvent(event), event);
    for (const other of [undefined, {}, { type: 'save' }, { type: 'run' }, { ...event, values: { tags: [['a']] } }]) {
      assert.equal(readEvent(other), undefined);
    }
  });
});
