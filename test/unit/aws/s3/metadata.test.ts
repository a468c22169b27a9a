import assert from 'node:assert/strict';
import fc from 'fast-check';
import { metadataHeaders, metadataOf } from '../../../../src/aws/s3/metadata';

const PRINTABLE = /^[\x20-\x7e]*$/;

describe('metadata in headers', () => {
  it('comes back as it was, whatever it is, through headers any proxy lets pass', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.constantFrom('=?UTF-8?B?YWJj?=', '=?UTF-8?Q?=C3=BC?=', ' a', 'a ', '', '=?', '=?x?B?w7w=?='),
    );
    fc.assert(
      fc.property(value, (text) => {
        const headers = metadataHeaders({ name: text });
        assert.match(headers['name'] ?? '', PRINTABLE);
        assert.equal(headers['name']?.trim(), headers['name']);
        // Another encoding of the same words is one of S3's own.
        if (!/^=\?utf-8\?/i.test(text)) assert.deepEqual(metadataOf(headers), { name: text });
      }),
    );
  });

  it('is read as S3 and other tools encode it', () => {
    const read = (value: string) => metadataOf({ a: value })['a'];
    assert.equal(read('=?UTF-8?B?w7w=?='), 'ü');
    assert.equal(read('=?UTF-8?Q?Zo=C3=AB_B?='), 'Zoë B');
    assert.equal(read('=?utf-8?b?w7w=?= =?ISO-8859-1?Q?=FC?='), 'üü');
    assert.equal(read('=?UTF-8?B?YWJj?='), '=?UTF-8?B?YWJj?=');
    assert.equal(read('=?nonsense?B?w7w=?='), '=?nonsense?B?w7w=?=');
    assert.equal(read('=?UTF-8?B?/w==?='), '=?UTF-8?B?/w==?=');
  });
});
