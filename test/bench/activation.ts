import { build } from 'esbuild';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureChromium, ensureVSCode, extensionManifest, PROJECT } from '../vscode/install';
import { run } from '../vscode/processes';
import { startServer, type VSCodeServer } from '../vscode/server';
import { NEWEST, OLDEST, type VSCodeRelease } from '../vscode/versions';
import { launchBrowser, runExtensionTests } from '../vscode/window';
import { median, ms, range, ratio, type Row, type Section } from './report';

/** Windows per VS Code. */
const WINDOWS = 7;

/** Load Code and Call Activate together take at most this long on a calm machine, milliseconds. */
const BUDGET = 15;

const BASELINE = { publisher: 'bench', name: 'empty-baseline' } as const;
const BASELINE_ID = `${BASELINE.publisher}.${BASELINE.name}`;

/** One row of VS Code's activation table, milliseconds. */
interface Activation {
  readonly load: number;
  readonly call: number;
  readonly finish: number;
}

/**
 * Activation as VS Code's own table has it ("Developer: Startup Performance"), in fresh windows, beside an extension
 * that does nothing.
 * @param vsix our package
 */
export async function activation(vsix: string): Promise<Section> {
  const { publisher, name } = await extensionManifest();
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-bench-'));
  try {
    const probe = await makeProbe(directory);
    const ours = { id: `${publisher}.${name}`, vsix };
    const empty = { id: BASELINE_ID, vsix: await packBaseline(directory) };
    const extensions: readonly Measured[] = [
      { title: 'Assume Role, as VS Code starts', ...ours, onDemand: false },
      { title: 'empty extension, as VS Code starts', ...empty, onDemand: false },
      { title: 'Assume Role, in a window that has started', ...ours, onDemand: true },
      { title: 'empty extension, in a window that has started', ...empty, onDemand: true },
    ];
    const rows: Row[] = [];
    for (const release of [NEWEST, OLDEST]) {
      const found = await windows(release, { directory, extensions, probe });
      for (const extension of extensions) {
        const all = found.get(extension) ?? [];
        const sums = all.map(({ load, call }) => load + call);
        rows.push([
          `${extension.title}, VS Code ${release.version}`,
          ...(['load', 'call', 'finish'] as const).map((of) => ms(median(all.map((each) => each[of])))),
          `${ms(median(sums))} (${range(sums)})`,
          ratio(median(sums), BUDGET),
        ]);
      }
    }
    return {
      title: 'Activation',
      method:
        `VS Code's own activation table in ${WINDOWS} fresh windows per version: medians, in brackets the range. ` +
        'Each extension is alone in its window and they take turns. As VS Code starts (onStartupFinished), other extensions ' +
        `and the window itself compete for the two cores. The budget is ${BUDGET} ms for load and call.`,
      columns: ['', 'Load Code ms', 'Call Activate ms', 'Finish Activate ms', 'load + call ms', 'of the budget'],
      rows,
    };
  } finally {
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** An extension to measure. */
interface Measured {
  readonly title: string;
  readonly id: string;
  readonly vsix: string;
  /** Whether it is activated when the window has started, instead of by its start. */
  readonly onDemand: boolean;
}

interface WindowsOptions {
  readonly directory: string;
  readonly extensions: readonly Measured[];
  /** Folder of the extension that reads the table. */
  readonly probe: string;
}

/** Opens one window after the other, each extension in turn, and reads their tables. @returns activations by extension */
async function windows(
  release: VSCodeRelease,
  { directory, extensions, probe }: WindowsOptions,
): Promise<ReadonlyMap<Measured, readonly Activation[]>> {
  const vscode = await ensureVSCode(release);
  const browser = await launchBrowser(await ensureChromium());
  const folder = path.join(directory, 'folder');
  await mkdir(folder, { recursive: true });
  const servers = new Map<Measured, VSCodeServer>();
  try {
    for (const [index, extension] of extensions.entries()) {
      const { id, vsix, onDemand } = extension;
      const data = path.join(directory, `vscode-${release.version}-${index}`);
      const env = { ASSUME_ROLE_BENCH_EXTENSION: id, ...(onDemand && { ASSUME_ROLE_BENCH_ON_DEMAND: '1' }) };
      const server = await startServer({ vscode, directory: data, vsix: [vsix], env, automation: true });
      if (onDemand) await removeStartupEvent(path.join(data, 'extensions'), id);
      servers.set(extension, server);
    }
    const found = new Map<Measured, Activation[]>(extensions.map((extension) => [extension, []]));
    for (let window = 0; window < WINDOWS; window += 1) {
      for (const [extension, server] of servers) {
        const { exitCode, console } = await runExtensionTests(browser, {
          server,
          folder,
          extensionDevelopmentPath: probe,
          extensionTestsPath: path.join(probe, 'main.cjs'),
          timeout: 90_000,
        });
        const row = parseRow(console);
        if (exitCode !== 0 || !row) throw new Error(`The activation table could not be read:\n${console}`);
        found.get(extension)?.push(row);
      }
    }
    return found;
  } finally {
    for (const server of servers.values()) await server.stop();
    await browser.close();
  }
}

/** Takes the activation events from an installed extension, so that it waits to be asked. */
async function removeStartupEvent(extensions: string, id: string): Promise<void> {
  const folder = (await readdir(extensions)).find((name) => name.startsWith(`${id}-`));
  if (folder === undefined) throw new Error(`${id} is not installed in ${extensions}.`);
  const file = path.join(extensions, folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, activationEvents: [] }));
}

/** Reads the row that the probe printed: `| id | eager | load | call | finish | event | by |`. */
function parseRow(text: string): Activation | undefined {
  const row = /ACTIVATION \| \S+ \| (?:true|false) \| (\d+) \| (\d+) \| (\d+) \|/.exec(text);
  return row ? { load: Number(row[1]), call: Number(row[2]), finish: Number(row[3]) } : undefined;
}

async function makeProbe(directory: string): Promise<string> {
  const probe = path.join(directory, 'probe');
  await mkdir(probe);
  const manifest = { name: 'probe', publisher: 'bench', version: '0.0.1', engines: { vscode: '*' } };
  await writeFile(path.join(probe, 'package.json'), JSON.stringify(manifest));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'activationProbe.ts')],
    outfile: path.join(probe, 'main.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  return probe;
}

/** Packs an extension whose `activate` does nothing. */
async function packBaseline(directory: string): Promise<string> {
  const folder = path.join(directory, 'baseline');
  await mkdir(folder);
  const manifest = {
    ...BASELINE,
    version: '0.0.1',
    engines: { vscode: '^1.100.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
    extensionKind: ['workspace'],
  };
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'main.js'), 'exports.activate = () => {};\n');
  const vsix = path.join(directory, 'baseline.vsix');
  const vsce = path.join(PROJECT, 'node_modules/.bin/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  const { code, output } = await run(vsce, ['package', ...options], { cwd: folder });
  if (code !== 0) throw new Error(`"vsce package" failed:\n${output}`);
  return vsix;
}
