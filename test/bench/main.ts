/**
 * Measures what the README promises and prints it as Markdown, beside what people would use instead. Asserts nothing.
 *
 *   tsx test/bench/main.ts [package|explorer|explorerInRgw|workspace|workspaceInRgw|memory|search|searchInRgw|chain|activation]
 */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPackage } from '../../scripts/package';
import { PlainError } from '../vscode/plainError';
import { exitOnSignals } from '../vscode/processes';
import { activation } from './activation';
import { chainOfThree } from './chain';
import { explorerMemory } from './explorerMemory';
import { explorerOpening, explorerOpeningInRgw } from './explorerOpening';
import { machine, markdown, type Section } from './report';
import { search, searchInRgw } from './search';
import { sizes } from './sizes';
import { workspaceFolder, workspaceFolderInRgw } from './workspaceFolder';

const MEASUREMENTS: Readonly<Record<string, (vsix: () => Promise<string>) => Promise<Section>>> = {
  package: async (vsix) => sizes(await vsix()),
  explorer: explorerOpening,
  explorerInRgw: explorerOpeningInRgw,
  workspace: workspaceFolder,
  workspaceInRgw: workspaceFolderInRgw,
  memory: explorerMemory,
  search,
  searchInRgw,
  chain: chainOfThree,
  activation: async (vsix) => activation(await vsix()),
};

/** @returns a function that packs the extension at its first call, and gives the path of a copy nobody replaces */
function packedOnce(directory: string): () => Promise<string> {
  let packed: Promise<string> | undefined;
  const pack = async (): Promise<string> => {
    const copy = path.join(directory, 'assume-role.vsix');
    await copyFile(await createPackage(), copy);
    return copy;
  };
  return () => (packed ??= pack());
}

exitOnSignals();
const name = process.argv[2];
const chosen = name === undefined ? Object.values(MEASUREMENTS) : [MEASUREMENTS[name]];
const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-bench-package-'));
try {
  console.log(`# Benchmark\n\n${machine()}. Other programs on the machine disturb; compare within a table.\n`);
  const vsix = packedOnce(directory);
  for (const measure of chosen) {
    if (!measure)
      throw new PlainError(`There is no "${name ?? ''}". Choose one of ${Object.keys(MEASUREMENTS).join(', ')}.`);
    try {
      console.log(markdown(await measure(vsix)));
    } catch (error) {
      // Of all measurements, those go on that need nothing this machine has not, such as Ceph.
      if (name !== undefined || !(error instanceof PlainError)) throw error;
      console.log(`Not measured: ${error.message}\n`);
    }
  }
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
