/** File name patterns of VS Code's manifests (`*.ipynb`, `*.{a,b}`, `charts/*.json`), read for names alone. */
export interface NamePattern {
  /** Matches the whole of a name, whatever its case. */
  readonly source: string;
  /** What stands behind the last wildcard: what names that match end with. */
  readonly ending: string;
}

/** More alternatives than this in one pattern are nobody's file names. */
const MAX_ALTERNATIVES = 500;
/** How many wildcards of a pattern are told apart: each costs time for each character of a name. */
const MAX_WILDCARDS = 3;

const WILDCARD = /\*+|\?|\[[^\]]+\]/g;

/**
 * What a glob pattern says of names. Of a pattern of paths it is the last name that says anything: whether the folders match
 * is left open, so more may be said to match than VS Code would.
 * @returns none for a pattern such as `*`, which says nothing of names
 */
export function namePatterns(glob: string): NamePattern[] {
  return alternatives(glob).flatMap((path) => {
    const name = path.split('/').findLast((part) => part.replace(WILDCARD, '') !== '');
    return name === undefined ? [] : [compiled(name)];
  });
}

function compiled(name: string): NamePattern {
  const literals = name.split(WILDCARD).map(literal);
  const wildcards = (name.match(WILDCARD) ?? []).map(expression);
  const [ending = name] = name.split(WILDCARD).slice(-1);
  // What stands between many wildcards is not looked at.
  if (wildcards.length > MAX_WILDCARDS) return { source: `${literals[0] ?? ''}.*${literals.at(-1) ?? ''}`, ending };
  return { source: literals.map((text, index) => text + (wildcards[index] ?? '')).join(''), ending };
}

/** One character in place of a set of them is as good as any. */
function expression(wildcard: string): string {
  return wildcard.startsWith('*') ? '.*' : '.';
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** A pattern without its braces, once for each choice in them. */
function alternatives(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  for (let one = open.pop(); one !== undefined && done.length + open.length < MAX_ALTERNATIVES; one = open.pop()) {
    // The innermost braces first.
    const braces = /\{([^{}]*)\}/.exec(one);
    if (!braces) done.push(one);
    else {
      const [before, after] = [one.slice(0, braces.index), one.slice(braces.index + braces[0].length)];
      open.push(...(braces[1] ?? '').split(',').map((choice) => before + choice + after));
    }
  }
  return done;
}
