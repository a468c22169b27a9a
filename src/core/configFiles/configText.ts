import { t } from '@vscode/l10n';

/*
 * Our own parser and not the AWS SDK's: it runs in the window's first seconds, when the SDK must not be loaded, it reads
 * pasted text, and it tells lines. The SDK's parser also passes over what the AWS CLI reads: `key : value`, continued
 * values, keys in capitals, names with blanks, lone carriage returns.
 *
 * It reads as Python's configparser does for the AWS CLI (botocore, `configloader.raw_config_parse`). Where the CLI
 * refuses the whole file (a section or key twice, a line that says nothing, text before the first section, a byte
 * order mark) it goes on with the rest and reports the line.
 */

/** What stands behind a key. */
export interface ConfigValue {
  /** As the AWS CLI has it: continued lines joined by line feeds, comments behind a value kept. */
  readonly text: string;
  /** The key's line, counted from one. */
  readonly line: number;
  /** Settings of an indented block such as `s3 =`; undefined for other values. */
  readonly nested?: ReadonlyMap<string, string> | undefined;
}

/** A section such as `[profile dev]`; sections with the same header are one. */
export interface ConfigSection {
  /** Between the brackets, as written. */
  readonly header: string;
  /** Of the first header, counted from one. */
  readonly line: number;
  /** By key in small letters. */
  readonly values: ReadonlyMap<string, ConfigValue>;
}

/** A line that says nothing usable. */
export interface ConfigLineProblem {
  readonly line: number;
  /** Half a sentence, without what the line holds: that may be a secret. */
  readonly text: string;
}

/** A shared config or credentials file. */
export interface ConfigText {
  readonly sections: readonly ConfigSection[];
  readonly problems: readonly ConfigLineProblem[];
}

interface OpenValue {
  readonly lines: string[];
  readonly line: number;
}

interface OpenSection {
  readonly header: string;
  readonly line: number;
  readonly values: Map<string, OpenValue>;
}

/** Name of the section whose values all others have too, unless they have their own (Python's `configparser.DEFAULTSECT`). */
const DEFAULTS = 'DEFAULT';

const LINE_END = /\r\n|[\r\n]/;
const HEADER = /^\[(.+)\]/;
const UNFINISHED_HEADER = /^\[([^\]]+)$/;

/** Reads a shared config or credentials file, whatever it holds; never throws. */
export function parseConfigText(text: string): ConfigText {
  const sections = new Map<string, OpenSection>();
  const problems: ConfigLineProblem[] = [];
  let section: OpenSection | undefined;
  let value: OpenValue | undefined;
  let indent = 0;

  const openSection = (header: string, line: number): void => {
    section = sections.get(header) ?? { header, line, values: new Map() };
    sections.set(header, section);
    value = undefined;
  };
  const readLine = (content: string, line: number): void => {
    const header = HEADER.exec(content)?.[1];
    if (header !== undefined) {
      openSection(header, line);
      return;
    }
    const { key, rest } = splitAt(content, content.search(/[=:]/));
    // What is indented below a line that says nothing belongs to that line.
    value = { lines: [rest], line };
    if (key) {
      if (section) section.values.set(key.toLowerCase(), value);
      else problems.push({ line, text: t('stands before the first section') });
      return;
    }
    const unfinished = UNFINISHED_HEADER.exec(content)?.[1];
    problems.push({
      line,
      text: unfinished === undefined ? t('is neither a section nor a setting') : t('lacks a "]"'),
    });
    if (unfinished !== undefined) openSection(unfinished, line);
  };

  text.split(LINE_END).forEach((raw, index) => {
    // This takes a byte order mark away too.
    const content = raw.trim();
    if (content === '') value?.lines.push('');
    else if (!/^[#;]/.test(content)) {
      const depth = raw.search(/\S/);
      if (value && depth > indent) value.lines.push(content);
      else {
        indent = depth;
        readLine(content, index + 1);
      }
    }
  });
  return { sections: closeSections(sections, problems), problems: problems.sort((a, b) => a.line - b.line) };
}

function closeSections(sections: Map<string, OpenSection>, problems: ConfigLineProblem[]): ConfigSection[] {
  const defaults = sections.get(DEFAULTS)?.values ?? [];
  sections.delete(DEFAULTS);
  return [...sections.values()].map(({ header, line, values }) => ({
    header,
    line,
    values: new Map([...defaults, ...values].map(([key, value]) => [key, closeValue(value, problems)])),
  }));
}

function closeValue({ lines, line }: OpenValue, problems: ConfigLineProblem[]): ConfigValue {
  const text = lines.join('\n').trimEnd();
  if (!text.startsWith('\n')) return { text, line };
  const nested = new Map<string, string>();
  for (const inner of text.split('\n')) {
    const { key, rest } = splitAt(inner, inner.indexOf('='));
    if (key) nested.set(key, rest);
    else if (inner !== '') problems.push({ line, text: t('has a line below it that is no setting') });
  }
  return { text, line, nested };
}

/** What stands before and behind the separator at `at`; no key when there is none. */
function splitAt(text: string, at: number): { readonly key?: string; readonly rest: string } {
  return at < 0 ? { rest: '' } : { key: text.slice(0, at).trimEnd(), rest: text.slice(at + 1).trimStart() };
}
