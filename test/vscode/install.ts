import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureDebianPackages, isDebian } from './debian';
import { PlainError } from './plainError';
import { hasProgram, run } from './processes';
import type { VSCodeRelease } from './versions';

export const PROJECT = path.resolve(import.meta.dirname, '../..');

/** Where downloads are kept; `ASSUME_ROLE_TOOLS_DIR` lets several checkouts share them. */
export const TOOLS = path.resolve(process.env['ASSUME_ROLE_TOOLS_DIR'] ?? path.join(PROJECT, '.vscode-test'));

/** A VS Code server on this machine's disk. */
export interface InstalledVSCode {
  readonly release: VSCodeRelease;
  /** The Node that runs it. */
  readonly node: string;
  /** VS Code's own `server-main.js`. */
  readonly serverMain: string;
}

/**
 * Finds or installs a VS Code server build.
 * @throws PlainError with what to do where it cannot be installed.
 */
export async function ensureVSCode(release: VSCodeRelease): Promise<InstalledVSCode> {
  if (process.platform === 'win32') {
    throw new PlainError('The VS Code server runs on Linux and macOS. Use WSL, or "npm run test:electron" on Windows.');
  }
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const nodeDirectory = path.join(TOOLS, `node-${release.node}`, 'node_modules', nodePackage);
  const directory = path.join(TOOLS, `vscode-${release.version}`);
  const installed = {
    release,
    node: path.join(nodeDirectory, 'bin', 'node'),
    serverMain: path.join(directory, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
  if (!existsSync(installed.node)) {
    await announced(`Node ${release.node} for VS Code ${release.version} (once)`, () =>
      installedAt(path.join(TOOLS, `node-${release.node}`), (partial) =>
        npm(['install', `${nodePackage}@${release.node}`], partial, process.env),
      ),
    );
  }
  if (!existsSync(installed.serverMain)) {
    await ensureBuildTools();
    await announced(`VS Code ${release.version} (once, about 2 minutes)`, () =>
      installedAt(directory, (partial) => installCodeServer(release, nodeDirectory, partial)),
    );
  }
  return installed;
}

/**
 * Installs the npm package `code-server`, VS Code's own dependencies inside it, and compiles the native ones. Other
 * install scripts stay unused: they download what the tests do without, such as the program behind text search.
 */
async function installCodeServer(release: VSCodeRelease, nodeDirectory: string, directory: string): Promise<void> {
  const env = {
    ...process.env,
    PATH: `${path.join(nodeDirectory, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    // Native modules are compiled against this Node's headers, with no download.
    npm_config_nodedir: nodeDirectory,
    // npm 11 compiles nothing unless allowed.
    npm_config_dangerously_allow_all_scripts: 'true',
    // A native module uses npx in its install script.
    npm_config_yes: 'true',
  };
  await npm(['install', '--ignore-scripts', `code-server@${release.codeServer}`], directory, env);
  const server = path.join(directory, 'node_modules/code-server/lib/vscode');
  for (const folder of [server, path.join(server, 'extensions')]) {
    await npm(['install', '--ignore-scripts', '--omit=dev'], folder, env);
  }
  await npm(['rebuild', ...(await nativeModules(server))], server, env);
}

/** Names of the packages in a folder's `node_modules` that node-gyp compiles. */
async function nativeModules(folder: string): Promise<string[]> {
  const modules = path.join(folder, 'node_modules');
  const names = await readdir(modules);
  const scoped = names.filter((name) => name.startsWith('@'));
  const inScopes = await Promise.all(
    scoped.map(async (scope) => (await readdir(path.join(modules, scope))).map((name) => `${scope}/${name}`)),
  );
  return [...names, ...inScopes.flat()].filter((name) => existsSync(path.join(modules, name, 'binding.gyp')));
}

/** Fills a directory so that it appears only when complete. */
async function installedAt(directory: string, fill: (partial: string) => Promise<void>): Promise<void> {
  await mkdir(TOOLS, { recursive: true });
  const partial = await mkdtemp(path.join(TOOLS, 'partial-'));
  try {
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
    await fill(partial);
    await rm(directory, { recursive: true, force: true });
    await rename(partial, directory);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/** @throws PlainError with the end of npm's output. */
async function npm(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await run('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd,
    // An outer npm hands down its own Node's version and its own project; neither is right here.
    env: { ...env, npm_config_user_agent: undefined, npm_config_local_prefix: undefined },
  });
  if (code === 0) return;
  const log = path.join(TOOLS, 'npm-failed.log');
  await writeFile(log, output);
  const end = output.trimEnd().split('\n').slice(-20).join('\n');
  throw new PlainError(`"npm ${args.join(' ')}" failed; all of its output is in ${log}. It ended with:\n${end}`);
}

/** VS Code's native modules are compiled on installation. */
async function ensureBuildTools(): Promise<void> {
  const purpose = 'compiling the native modules of VS Code';
  if (isDebian()) {
    await ensureDebianPackages(['g++', 'libkrb5-dev', 'make', 'pkg-config', 'python3'], purpose);
    return;
  }
  const missing = ['c++', 'make', 'pkg-config', 'python3'].filter((name) => !hasProgram(name));
  if (missing.length > 0) {
    throw new PlainError(
      `Please install ${missing.join(', ')} and the headers of MIT Kerberos (krb5), needed for ${purpose}.`,
    );
  }
}

/** Says what is being installed, that it goes on, and how long it took. */
async function announced(what: string, install: () => Promise<void>): Promise<void> {
  console.log(`Installing ${what}…`);
  const start = Date.now();
  const seconds = () => Math.round((Date.now() - start) / 1000);
  const heartbeat = setInterval(() => console.log(`  … still installing after ${seconds()} s`), 30_000);
  try {
    await install();
  } finally {
    clearInterval(heartbeat);
  }
  console.log(`  done in ${seconds()} s.`);
}

/** Browsers of the Chromium family by the names and places their packages use. */
const CHROMIUM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/**
 * Finds or installs Chromium; `ASSUME_ROLE_CHROMIUM` names another executable.
 * @returns the path of its executable.
 * @throws PlainError with what to do where it cannot be installed.
 */
export async function ensureChromium(): Promise<string> {
  const chosen = process.env['ASSUME_ROLE_CHROMIUM'];
  if (chosen !== undefined) {
    if (!existsSync(chosen)) throw new PlainError(`ASSUME_ROLE_CHROMIUM names ${chosen}, which does not exist.`);
    return chosen;
  }
  const find = () => CHROMIUM.find((file) => existsSync(file));
  const found = find();
  if (found !== undefined) return found;
  if (!isDebian())
    throw new PlainError(
      'Please install Chromium or Chrome, needed for tests in a VS Code window, or set ASSUME_ROLE_CHROMIUM.',
    );
  await ensureDebianPackages(['chromium'], 'tests in a VS Code window');
  const installed = find();
  if (installed === undefined)
    throw new PlainError('The Debian package chromium is installed, but /usr/bin/chromium is missing.');
  return installed;
}

/** The version, name and publisher of this extension, from its package.json. */
export async function extensionManifest(): Promise<{ name: string; publisher: string; version: string }> {
  return JSON.parse(await readFile(path.join(PROJECT, 'package.json'), 'utf8')) as {
    name: string;
    publisher: string;
    version: string;
  };
}
