import assert from 'node:assert/strict';
import fc from 'fast-check';
import { URI, Utils } from 'vscode-uri';
import type { ProfileObjectAddress } from '../../../../src/core/s3/address';
import { arn, fromUriParts, s3Uri, textName, toUriParts } from '../../../../src/core/s3/address';
import { isAppError } from '../../../../src/core/support/errors';
import { useEditorPatterns } from '../../../../src/core/workspace/editorNames';
import { markHidden } from '../../../../src/core/texts/visible';
import { hostileText } from '../texts/hostile';

const SCHEME = 'assume-role-s3';

/** Pieces that URI and path code is known to treat specially, mixed with everything else. */
const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '.',
    '..',
    '\\',
    '%',
    '%2F',
    '%25',
    '~',
    '~~',
    '~2e~',
    '_',
    '__',
    ' ',
    '\t',
    '\0',
    '\u007f',
  ),
  fc.constantFrom(
    '\u0085',
    '\u2028',
    '\ud800',
    '\udc00',
    '😀',
    'é',
    'e\u0301',
    '?',
    '#',
    ':',
    'C:',
    '@',
    '+',
    '&',
    'a',
    'A',
    '.ipynb',
    '.md',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const address = fc.record(
  { profile: text, bucket: text, key: text, versionId: text },
  { noNullPrototype: true, requiredKeys: ['profile', 'bucket', 'key'] },
);

function uriOf(of: ProfileObjectAddress): URI {
  return URI.from({ scheme: SCHEME, ...toUriParts(of) });
}

/** The URI of `key` in the profile `etl` and the bucket `lake`. */
function pathOf(key: string): string {
  return toUriParts({ profile: 'etl', bucket: 'lake', key }).path;
}

describe('addresses of objects', () => {
  it('come back unchanged from a URI and from its text', () => {
    fc.assert(
      fc.property(address, (original) => {
        const uri = uriOf(original);
        assert.deepEqual(fromUriParts(uri), original);
        assert.deepEqual(fromUriParts(URI.parse(uri.toString())), original);
        assert.deepEqual(fromUriParts(URI.revive(uri.toJSON())), original);
      }),
      { numRuns: 2000 },
    );
  });

  it('are not changed by joining, resolving or splitting paths', () => {
    fc.assert(
      fc.property(address, (original) => {
        const uri = uriOf(original);
        const text = uri.toString();
        assert.equal(Utils.joinPath(uri).toString(), text);
        assert.equal(Utils.resolvePath(uri).toString(), text);
        assert.equal(Utils.joinPath(Utils.dirname(uri), Utils.basename(uri)).toString(), text);
      }),
      { numRuns: 2000 },
    );
  });

  it('give different URIs when they differ, whatever the case of the authority', () => {
    const closeTo = (value: string) =>
      fc.oneof(fc.constant(value), text, fc.constantFrom(value.toUpperCase(), `${value} `, `${value}/`));
    const pair = address.chain((one) =>
      fc.tuple(
        fc.constant(one),
        fc.record({ profile: closeTo(one.profile), bucket: closeTo(one.bucket), key: closeTo(one.key) }),
      ),
    );
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const same = one.profile === other.profile && one.bucket === other.bucket && one.key === other.key;
        const lower = (of: ProfileObjectAddress): string => {
          const { authority, path } = toUriParts(of);
          return URI.from({ scheme: SCHEME, authority: authority.toLowerCase(), path }).toString();
        };
        assert.equal(lower(one) === lower(other), same);
      }),
      { numRuns: 2000 },
    );
  });

  it('use only characters of host names in the authority', () => {
    fc.assert(
      fc.property(text, (profile) =>
        assert.match(toUriParts({ profile, bucket: 'b', key: 'k' }).authority, /^[a-z0-9._-]+$/),
      ),
    );
  });

  it('keep ordinary names readable', () => {
    assert.deepEqual(
      toUriParts({ profile: 'lake-prod', bucket: 'acme.lake', key: 'team/Übersicht 2026 (final)=x+y.csv' }),
      {
        authority: 'lake-prod',
        path: '/acme.lake/team/Übersicht 2026 (final)=x+y.csv',
        query: '',
      },
    );
    assert.equal(pathOf('.gitignore'), '/lake/.gitignore');
    assert.equal(pathOf('family 👨‍👩‍👧.png'), '/lake/family 👨‍👩‍👧.png');
  });

  it('escape only what would be changed', () => {
    assert.equal(pathOf('a//b/'), '/lake/a/~~/b/~~');
    assert.equal(pathOf('./..'), '/lake/~2e~/~2e~.');
    assert.equal(pathOf('a\\b%2Fc~'), '/lake/a~5c~b~25~2Fc~7e~');
    assert.equal(pathOf('nul\0 '), '/lake/nul~0~~20~');
    assert.equal(toUriParts({ profile: 'Lake 1', bucket: 'b', key: 'k' }).authority, '_4c_ake_20_1');
  });

  it('are refused when no object has them', () => {
    for (const path of ['', '/', '/lake', '/lake/', '/lake/a//b', '/lake/a/../b', '/lake/~61~', 'lake/a']) {
      assert.throws(
        () => fromUriParts({ authority: 'etl', path, query: '' }),
        (error) => isAppError(error, 'notFound'),
        path,
      );
    }
    assert.throws(
      () => fromUriParts({ authority: 'ETL', path: '/lake/a', query: '' }),
      (error) => isAppError(error, 'notFound'),
    );
  });

  it('hold nothing that VS Code would show as a link, an icon or not at all', () => {
    fc.assert(
      fc.property(hostileText, (name) => {
        const { path } = toUriParts({ profile: 'p', bucket: 'b', key: name });
        assert.doesNotMatch(path, /\]\(|\$\(/);
        assert.equal(markHidden(path), path);
      }),
    );
    const key = '[x](command:y)/a\u2800b\u00A0c/👩\u200D💻';
    assert.equal(toUriParts({ profile: 'p', bucket: 'b', key }).path, '/b/[x~5d~(command:y)/a~2800~b~a0~c/👩\u200D💻');
  });

  it('are found at the URIs of earlier versions, which VS Code has kept', () => {
    for (const name of ['[x](command:y)', 'a\u00A0b', '報告\u3000書.txt', 'a\u200Db', '$(flame)']) {
      const parts = { authority: 'p', path: `/b/${name}`, query: '' };
      assert.equal(fromUriParts(parts).key, name);
    }
  });

  it('are found where the editor is gone for which a URI had another spelling', () => {
    const patterns = ['*.foo', '*.b.foo'];
    const none: readonly string[] = [];
    useEditorPatterns(() => patterns);
    const parts = ['x.foo', 'a/.foo', 'x.b.foo', 'report.ipynb', 'AGENTS.foo'].map((key) => ({
      key,
      uri: toUriParts({ profile: 'p', bucket: 'b', key }),
    }));
    useEditorPatterns(() => none);
    for (const { key, uri } of parts.filter(({ key: of }) => of !== 'x.b.foo'))
      assert.equal(fromUriParts(uri).key, key);
    assert.throws(() => fromUriParts({ authority: 'p', path: '/b/~78~.foo', query: '' }));
  });

  it('name texts that are no files so that no other editor opens them', () => {
    assert.equal(textName('Preview of report.ipynb'), 'Preview of report~2e~ipynb');
    assert.equal(textName('Preview of 100%~a.csv'), 'Preview of 100%~a.csv');
  });

  it('have the texts AWS uses', () => {
    assert.equal(s3Uri({ bucket: 'lake', key: 'a//b c%' }), 's3://lake/a//b c%');
    assert.equal(arn({ bucket: 'lake', key: 'a/b' }, 'aws-cn'), 'arn:aws-cn:s3:::lake/a/b');
    assert.equal(arn({ bucket: 'lake', key: '' }, 'aws'), 'arn:aws:s3:::lake');
  });
});
