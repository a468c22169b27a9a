import { isJsonObject } from '../support/json';
import { namePatterns, type NamePattern } from './namePatterns';

/**
 * Names of files that no text editor opens but a notebook, or an editor that an extension brings: such editors run scripts
 * that stand in the file, or are as careful as whoever wrote them, beside the person's files and sessions. In S3 whoever may
 * write the object writes the scripts. So what has such a name is an object like any other, which VS Code is told of under
 * another name, and opens as text.
 */

/** Notebooks, and files for which VS Code brings an editor, whatever this window knows of its extensions. */
const ALWAYS = [
  ...['ipynb', 'interactive', 'dib', 'dotnet-interactive', 'nnb', 'restbook', 'vsnb', 'deepnote', 'github-issues'],
  ...['fsnb', 'wlnb', 'capnb', 'knb'],
  ...['cpuprofile', 'heapprofile', 'heapsnapshot'],
].map((ending) => `*.${ending}`);

/** The images, sounds and films of VS Code itself, which are shown by elements that run nothing. */
const SHOWS_MEDIA = 'vscode.media-preview';

/** How a manifest says that an editor opens only files for which the person chooses it. */
const CHOSEN: readonly unknown[] = ['option', 'explicit'];

/** All patterns, compiled. */
interface Editors {
  readonly any: RegExp;
  readonly each: readonly { readonly regExp: RegExp; readonly ending: string }[];
}

const NOTHING: readonly string[] = [];
let patternsNow: () => readonly string[] = () => NOTHING;
let compiledOf: readonly string[] | undefined;
let compiled: Editors | undefined;

/**
 * Lets the patterns of installed extensions count besides those that always do.
 * @param patterns gives the same array until they change
 */
export function useEditorPatterns(patterns: () => readonly string[]): void {
  patternsNow = patterns;
}

/**
 * The patterns of names that an extension's notebooks and editors open by themselves.
 * @param manifest its `package.json`, of which nothing is sure
 */
export function editorPatterns(extensionId: string, manifest: unknown): string[] {
  const contributes = isJsonObject(manifest) ? manifest['contributes'] : undefined;
  if (!isJsonObject(contributes) || extensionId.toLowerCase() === SHOWS_MEDIA) return [];
  return [contributes['notebooks'], contributes['customEditors']].flatMap(listOf).flatMap((editor) => {
    if (!isJsonObject(editor) || isChosen(editor['priority'])) return [];
    return listOf(editor['selector']).flatMap((selector) => {
      const pattern = isJsonObject(selector) ? selector['filenamePattern'] : undefined;
      return typeof pattern === 'string' ? [pattern] : [];
    });
  });
}

/**
 * Where in a name characters must be spelled otherwise, so that none but the text editor opens the file by itself: the dot of
 * an ending, the first one, or all where that is not enough.
 * @returns their places in order; empty for names that the text editor opens anyway
 */
export function editorMarks(name: string): number[] {
  const { any, each } = editors();
  if (!any.test(name)) return [];
  const marks = new Set(
    each.flatMap(({ regExp, ending }) => (regExp.test(name) ? [ending === '' ? 0 : name.length - ending.length] : [])),
  );
  const characters = characterPlaces(name);
  const spelled = characters.map((at) => (marks.has(at) ? '~' : String.fromCodePoint(name.codePointAt(at) ?? 0)));
  return any.test(spelled.join('')) ? characters : [...marks].sort((one, other) => one - other);
}

function editors(): Editors {
  const patterns = patternsNow();
  if (!compiled || compiledOf !== patterns) {
    compiledOf = patterns;
    const all = [...ALWAYS, ...patterns].flatMap(namePatterns);
    compiled = { any: wholeName(all.map(({ source }) => source).join('|')), each: all.map(withRegExp) };
  }
  return compiled;
}

function withRegExp({ source, ending }: NamePattern): Editors['each'][number] {
  return { regExp: wholeName(source), ending };
}

function wholeName(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'isu');
}

function characterPlaces(name: string): number[] {
  const places: number[] = [];
  let at = 0;
  for (const character of name) {
    places.push(at);
    at += character.length;
  }
  return places;
}

/** Comparisons may have a priority of their own. */
function isChosen(priority: unknown): boolean {
  const all = isJsonObject(priority) ? Object.values(priority) : [priority];
  return all.length > 0 && all.every((one) => CHOSEN.includes(one));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
