import assert from 'node:assert/strict';
import fc from 'fast-check';
import { logLine, logLines } from '../../../../src/core/texts/logText';
import { escapeMarkdown, markdownCode } from '../../../../src/core/texts/markdown';
import { plainLine, plainText } from '../../../../src/core/texts/plain';
import { hostileText } from './hostile';

// As VS Code 1.100 and 1.139 have them: `parseLinkedText`, and `renderLabelWithIcons` without its escape.
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;

describe('a text of others', () => {
  it('is neither a link nor an icon of VS Code, also between words of ours', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        for (const text of [
          plainText(`"${a}": ${b}${a}`),
          plainLine(`${a}${b}`),
          `[${plainText(a)}: ${plainLine(b)}]`,
        ]) {
          assert.equal(text.match(LINK), null);
          assert.equal(text.match(ICON), null);
        }
      }),
    );
  });

  it('is read letter by letter', () => {
    const text = 'a [x](command:y) $(flame) b';
    assert.equal(plainLine(text).replaceAll('\u2060', ''), text);
    assert.equal(plainText('of\nlines'), 'of\nlines');
    assert.equal(plainLine('of\nlines'), 'of␊lines');
  });

  it('is in Markdown no more than its characters, all punctuation being escaped', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const markdown = escapeMarkdown(text);
        assert.match(markdown, /^(?:\\[!-/:-@[-`{-~]|[^!-/:-@[-`{-~\n\r])*$/u);
        // Icons are drawn in what the Markdown has become.
        assert.equal(markdown.replace(/\\(.)/gu, '$1').match(ICON), null);
      }),
    );
  });

  it('is in code of Markdown on one line, without an end of the code', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.match(markdownCode(text), /^`[^`\n\r]*`$/);
        assert.equal(markdownCode(text).match(ICON), null);
      }),
    );
  });

  it('begins no line of the log, and sends nothing to a terminal', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (a, b) => {
        assert.doesNotMatch(logLine(a), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        const [first = '', ...others] = logLines([a, b]).split('\n');
        assert.doesNotMatch(first, /\n/);
        assert.ok(others.length === 1 && others.every((line) => line.startsWith('  ')));
      }),
    );
    assert.equal(logLine('Denied.\n2026-01-01 00:00:00.000 [info] Assumed admin.\u001B]8;;x').includes('\n'), false);
  });

  it('is cut in the log', () => {
    assert.equal(logLine('x'.repeat(3000)).length, 2000);
  });
});
