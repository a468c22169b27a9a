import assert from 'node:assert/strict';
import { noticesText, type BundledPackage } from '../../../scripts/packaging/notices';

const bundled = (fields: Partial<BundledPackage>): BundledPackage => ({
  name: 'left',
  version: '1.2.3',
  license: 'MIT',
  texts: ['The MIT License of left'],
  author: 'Ann',
  homepage: undefined,
  ...fields,
});

describe('Third-party notices', () => {
  it('name every package with its version, licence and texts', () => {
    const text = noticesText([bundled({ texts: ['LICENSE of left', 'NOTICE of left'] }), bundled({ name: 'right' })]);
    for (const part of ['left 1.2.3 (MIT)', 'LICENSE of left', 'NOTICE of left', 'right 1.2.3 (MIT)']) {
      assert.ok(text.includes(part), part);
    }
  });

  it('give the texts that packages share once', () => {
    const text = noticesText([bundled({}), bundled({ name: 'right' })]);
    assert.equal(text.split('The MIT License of left').length, 2);
  });

  it('name the author of an MIT package that ships no text', () => {
    const text = noticesText([bundled({ texts: [] })]);
    assert.match(text, /Copyright \(c\) Ann[^]*Permission is hereby granted/);
  });

  it('name who wrote an ISC package that ships no text', () => {
    const isc = { license: 'ISC', texts: [] };
    assert.match(noticesText([bundled(isc)]), /Copyright \(c\) Ann[^]*Permission to use, copy/);
    assert.match(
      noticesText([bundled({ ...isc, name: 'saxes' })]),
      /Contributors\nCopyright \(c\) Isaac[^]*Permission/,
    );
  });

  it('take the text of the Apache License from another package that ships it', () => {
    const apache = { license: 'Apache-2.0' };
    const text = noticesText([
      bundled({ ...apache, texts: ['The Apache text'] }),
      bundled({ ...apache, name: 'right', texts: [] }),
    ]);
    assert.match(text, /left 1\.2\.3 \(Apache-2\.0\)\nright 1\.2\.3 \(Apache-2\.0\)\n\nThe Apache text/);
  });

  for (const license of ['GPL-3.0-only', 'unknown', 'MIT OR GPL-2.0', '']) {
    it(`refuse code under "${license}"`, () => {
      assert.throws(() => noticesText([bundled({ license })]), /is under/);
    });
  }

  it('refuse a package whose licence text is nowhere', () => {
    assert.throws(() => noticesText([bundled({ license: 'BSD-3-Clause', texts: [] })]), /ships no text/);
  });
});
