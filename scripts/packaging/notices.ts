import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { PROJECT } from '../../test/vscode/install';
import { PlainError } from '../../test/vscode/plainError';
import { META } from '../build';
import { COPYRIGHTS, LICENSES } from './licenseTexts';

/** A package of `node_modules` whose code is in a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier, as its package.json has it. */
  readonly license: string;
  /** Texts of its licence and notice files; empty where it ships none. */
  readonly texts: readonly string[];
  readonly author: string;
  readonly homepage: string | undefined;
}

/** Licences under which code may be bundled: they ask for their text and the notices, and for nothing else. */
const ACCEPTED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];

/** Files of a package whose text must go with its code (Apache License 2.0, section 4; MIT, second paragraph). */
const LEGAL_FILE = /^(licen[cs]e|copying|copyright|notice)/i;

/** The packages whose code is in any bundle of the extension's last build, by name and version. */
export async function bundledPackages(): Promise<BundledPackage[]> {
  const folders = new Set<string>();
  for (const name of await readdir(META)) {
    const { outputs } = JSON.parse(await readFile(path.join(META, name), 'utf8')) as {
      outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
    };
    for (const [output, { inputs }] of Object.entries(outputs)) {
      if (!output.startsWith('dist/')) continue;
      for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = packageFolder(input);
        if (folder !== undefined && bytesInOutput > 0) folders.add(folder);
      }
    }
  }
  const packages = await Promise.all([...folders].map(readPackage));
  const unique = new Map(packages.map((found) => [`${found.name} ${found.version}`, found]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => found);
}

/** The folder below `node_modules` that a bundled file belongs to; undefined for the project's own files. */
function packageFolder(input: string): string | undefined {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

async function readPackage(folder: string): Promise<BundledPackage> {
  const directory = path.resolve(PROJECT, folder);
  const manifest = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
    author?: string | { name: string };
    homepage?: string;
  };
  const { name, version, license = 'unknown', author = 'its authors', homepage } = manifest;
  const files = (await readdir(directory)).filter((file) => LEGAL_FILE.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(directory, file), 'utf8')));
  return {
    name,
    version,
    license,
    homepage,
    texts: texts.map((text) => text.replaceAll('\r\n', '\n').trim()).filter((text) => text !== ''),
    author: typeof author === 'string' ? author : author.name,
  };
}

/**
 * `ThirdPartyNotices.txt`: every bundled package with its licence and notices; packages with the same texts share them.
 * @throws PlainError where a licence is none of those that code may be bundled under, or its text is not to be had
 */
export function noticesText(packages: readonly BundledPackage[]): string {
  const byTexts = new Map<string, BundledPackage[]>();
  for (const bundled of packages) {
    const legal = legalText(bundled, packages);
    byTexts.set(legal, [...(byTexts.get(legal) ?? []), bundled]);
  }
  const sections = [...byTexts].map(([legal, sharing]) => {
    const heads = sharing.map(({ name, version, license, homepage }) =>
      [`${name} ${version} (${license})`, ...(homepage === undefined ? [] : [homepage])].join('  '),
    );
    return [...heads, '', legal].join('\n');
  });
  return [HEAD, ...sections].join(`\n\n${'-'.repeat(80)}\n\n`) + '\n';
}

const HEAD = `Third-party notices

Assume Role contains code of the packages below, under their licences.`;

function legalText({ name, license, texts, author }: BundledPackage, packages: readonly BundledPackage[]): string {
  if (!ACCEPTED.includes(license)) {
    throw new PlainError(
      `${name} is under "${license}". Code may be bundled under ${ACCEPTED.join(', ')}; see scripts/packaging/notices.ts.`,
    );
  }
  if (texts.length > 0) return texts.join('\n\n');
  // Packages that ship no text: that of the Apache License is the same for all, the others name whose it is.
  const apache = packages.find((other) => other.license === license && other.texts.length === 1)?.texts[0];
  if (license === 'Apache-2.0' && apache !== undefined) return apache;
  const known = LICENSES[license];
  const holders = COPYRIGHTS[name] ?? [`Copyright (c) ${author}`];
  if (known) return [known.title, holders.join('\n'), known.text].join('\n\n');
  throw new PlainError(
    `${name} ships no text of its licence "${license}". Add it to scripts/packaging/licenseTexts.ts.`,
  );
}
