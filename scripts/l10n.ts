/**
 * Writes `l10n/bundle.l10n.json`, the texts of the source that can be translated; with `--check` only says whether it is
 * up to date, and whether package.json and package.nls.json name the same texts.
 */
import { getL10nJson, type l10nJsonFormat } from '@vscode/l10n-dev';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { PROJECT } from '../test/vscode/install';

const BUNDLE = path.join(PROJECT, 'l10n/bundle.l10n.json');

/** The texts of `src`, sorted so that the file changes only where a text does. */
async function texts(): Promise<string> {
  const source = path.join(PROJECT, 'src');
  const names = (await readdir(source, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  const scripts = await Promise.all(
    names.map(async (name) => ({
      extension: '.ts',
      contents: qualifyCalls(await readFile(path.join(source, name), 'utf8')),
    })),
  );
  const bundle: l10nJsonFormat = await getL10nJson(scripts);
  const sorted = Object.fromEntries(Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, undefined, 2)}\n`;
}

/**
 * The source with `t(…)` imported from '@vscode/l10n' written as `l10n.t(…)`: l10n-dev follows only the import of the
 * whole module.
 */
export function qualifyCalls(text: string): string {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest);
  const importsT = source.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === '@vscode/l10n' &&
      /\bt\b/.test(statement.importClause?.getText(source) ?? ''),
  );
  if (!importsT) return text;
  const calls: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      calls.push(node.expression.getStart(source));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const qualified = calls
    .sort((a, b) => b - a)
    .reduce((edited, start) => `${edited.slice(0, start)}l10n.${edited.slice(start)}`, text);
  return `import * as l10n from '@vscode/l10n';\n${qualified}`;
}

/** What is wrong with the texts, one line each. */
export async function checkTexts(): Promise<string[]> {
  const problems: string[] = [];
  const written = existsSync(BUNDLE) ? await readFile(BUNDLE, 'utf8') : '';
  if (written !== (await texts())) problems.push('l10n/bundle.l10n.json is not up to date: run "npm run l10n".');
  const manifest = await readFile(path.join(PROJECT, 'package.json'), 'utf8');
  const used = new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
  const nls = JSON.parse(await readFile(path.join(PROJECT, 'package.nls.json'), 'utf8')) as Record<string, unknown>;
  const defined = new Set(Object.keys(nls));
  for (const key of used) if (!defined.has(key ?? '')) problems.push(`package.nls.json lacks "${key ?? ''}".`);
  for (const key of defined)
    if (!used.has(key)) problems.push(`package.json does not use "${key}" of package.nls.json.`);
  return problems;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (process.argv.includes('--check')) {
    const problems = await checkTexts();
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } else {
    await mkdir(path.dirname(BUNDLE), { recursive: true });
    await writeFile(BUNDLE, await texts());
  }
}
