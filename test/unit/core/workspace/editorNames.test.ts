import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editorMarks, editorPatterns, useEditorPatterns } from '../../../../src/core/workspace/editorNames';

const NONE: readonly string[] = [];

/** What VS Code matches a pattern of one star and an ending with. */
function endsWith(name: string, ending: string): boolean {
  return name.toLowerCase().endsWith(ending.toLowerCase());
}

/** The name as a URI spells it, the marked characters replaced. */
function spelled(name: string): string {
  const marks = editorMarks(name);
  return Array.from({ length: name.length }, (_, at) => (marks.includes(at) ? '~2e~' : (name[at] ?? ''))).join('');
}

function manifest(editors: object): object {
  return { name: 'x', contributes: editors };
}

describe('names that other editors than that of texts open', () => {
  afterEach(() => useEditorPatterns(() => NONE));

  it('are those of notebooks and of what VS Code has editors for, whatever is installed', () => {
    for (const name of ['report.ipynb', 'REPORT.IPYNB', '.ipynb', 'a.b.Ipynb', 'x.cpuprofile', 'orders.dib']) {
      assert.deepEqual(editorMarks(name), [name.lastIndexOf('.')], name);
    }
    assert.deepEqual(editorMarks('x.github-issues'), [1]);
    for (const name of ['ipynb', 'report.ipynb.txt', 'ipynb.md', 'a.json', 'a.png', 'README.md', '', 'a.ipynb ']) {
      assert.deepEqual(editorMarks(name), [], name);
    }
  });

  it('are those that installed notebooks and editors open by themselves', () => {
    const selector = [{ filenamePattern: '*.foo' }];
    const found = (editors: object): string[] => editorPatterns('acme.foo', manifest(editors));
    assert.deepEqual(found({ notebooks: [{ type: 'foo', selector }] }), ['*.foo']);
    assert.deepEqual(found({ customEditors: [{ viewType: 'foo', selector }] }), ['*.foo']);
    for (const priority of [
      'default',
      'builtin',
      'exclusive',
      1,
      {},
      { textEditor: 'option', diffEditor: 'default' },
    ]) {
      assert.deepEqual(found({ customEditors: [{ selector, priority }] }), ['*.foo'], JSON.stringify(priority));
    }
    for (const priority of ['option', { textEditor: 'option', diffEditor: 'explicit' }]) {
      assert.deepEqual(found({ customEditors: [{ selector, priority }] }), [], JSON.stringify(priority));
      assert.deepEqual(found({ notebooks: [{ selector, priority }] }), []);
    }
  });

  it('are not those of the pictures, sounds and films of VS Code itself', () => {
    const images = manifest({
      customEditors: [{ priority: 'builtin', selector: [{ filenamePattern: '*.{png,svg}' }] }],
    });
    assert.deepEqual(editorPatterns('vscode.media-preview', images), []);
    assert.deepEqual(editorPatterns('acme.media-preview', images), ['*.{png,svg}']);
  });

  it('are none in a manifest that is not as it should be', () => {
    const odd = [
      ...[undefined, null, 1, 'x', [], {}, { contributes: null }, { contributes: { notebooks: {} } }],
      ...[{ contributes: { notebooks: [null, { selector: 'x' }, { selector: [null, {}, { filenamePattern: 1 }] }] } }],
    ];
    for (const one of odd) assert.deepEqual(editorPatterns('a.b', one), [], JSON.stringify(one));
  });

  it('follow the patterns as they change', () => {
    let patterns = ['*.foo'];
    useEditorPatterns(() => patterns);
    assert.deepEqual(editorMarks('a.foo'), [1]);
    patterns = ['*.bar'];
    assert.deepEqual(editorMarks('a.foo'), []);
    assert.deepEqual(editorMarks('a.bar'), [1]);
  });

  it('are matched as VS Code matches them, braces, sets and paths too', () => {
    const matched: readonly (readonly [string, string])[] = [
      ...([
        ['*.{foo,bar}', 'a.BAR'],
        ['*.{f{o,u}o,x}', 'a.fuo'],
        ['**/charts/*.chart', 'a.chart'],
        ['{**/*.a,**/b.*}', 'b.c'],
      ] as const),
      ...([
        ['Chart.yaml', 'chart.yaml'],
        ['*.v[12]', 'a.v1'],
        ['a?c', 'abc'],
        ['**/boards/**', 'boards'],
        ['*a*b*c*d*.e', 'xaxbxcxdx.e'],
      ] as const),
      ...([
        ['*.c++', 'a.c++'],
        ['*.a(b)', 'x.a(b)'],
        ['*.{', 'x.{'],
        ['*.日本', 'x.日本'],
      ] as const),
    ];
    for (const [pattern, name] of matched) {
      useEditorPatterns(() => [pattern]);
      assert.notEqual(editorMarks(name).length, 0, `${pattern} ${name}`);
      assert.deepEqual(editorMarks('other.txt'), [], pattern);
    }
  });

  it('are none by a pattern of all names, against which no other spelling helps', () => {
    for (const pattern of ['*', '**', '**/*', '', '{*,**}']) {
      useEditorPatterns(() => [pattern]);
      assert.deepEqual(editorMarks('a.txt'), [], pattern);
    }
  });

  it('are marked so that no pattern matches any more', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', '.', 'A', '-', '\ud800', '😀'),
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), word, fc.nat(3), (endings, start, which) => {
        const patterns = endings.map((ending) => `*${ending}`);
        useEditorPatterns(() => patterns);
        const name = start + (endings[which] ?? '.ipynb');
        for (const ending of [...endings, '.ipynb']) {
          if (endsWith(name, ending)) assert.notEqual(editorMarks(name).length, 0);
          assert.equal(endsWith(spelled(name), ending), false, JSON.stringify([ending, name, spelled(name)]));
        }
      }),
    );
  });

  it('take no time however they are made', () => {
    useEditorPatterns(() => ['*a*a*a*a*a*a*a*b', `*.{${'x,'.repeat(2000)}y}`]);
    const start = performance.now();
    for (let count = 0; count < 20; count++) editorMarks('a'.repeat(1024));
    assert.ok(performance.now() - start < 1000);
  });
});
