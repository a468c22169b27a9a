/**
 * Builds the extension, and with `--tests` the tests that run inside an extension host.
 *
 *   tsx scripts/build.ts [--production] [--watch] [--tests]
 */
import { context, type BuildOptions, type Plugin } from 'esbuild';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PROJECT } from '../test/vscode/install';
import { PlainError } from '../test/vscode/plainError';

/** Where esbuild's account of each bundle goes; the package check reads it. */
export const META = path.join(PROJECT, 'out/meta');

/** Where the bundled host tests go; the folder is an extension of its own. */
export const HOST_TESTS = path.join(PROJECT, 'out/test/host');

/** Modules the extension loads on their first use, by how it imports them, and the bundle each becomes. */
const LOADED_ON_FIRST_USE: Readonly<Record<string, string>> = {
  './aws/index': 'aws',
  './core/roles/profileReader': 'profiles',
  './vscode/commands/commands': 'commands',
  './vscode/profiles/editing': 'editing',
  './vscode/secrets/secretKeeping': 'secrets',
  './vscode/sessions/chainView/chainViews': 'chain',
  './vscode/s3/explorer': 'explorer',
  './vscode/files/objectFiles': 'files',
  './vscode/s3/actions': 'actions',
  './vscode/previews/previews': 'previews',
  './vscode/s3/search/search': 'search',
};

/** `import('./aws/index')` in the extension becomes a `require` of `aws.cjs` beside it, and so on. */
const loadOnFirstUse: Plugin = {
  name: 'load-on-first-use',
  setup(build) {
    build.onResolve({ filter: /^\.\// }, ({ kind, path: module, importer }) => {
      const bundle = path.basename(importer) === 'extension.ts' ? LOADED_ON_FIRST_USE[module] : undefined;
      if (bundle === undefined) return undefined;
      if (kind !== 'dynamic-import') return { errors: [{ text: `${importer} must import ${module} with import()` }] };
      return { path: `./${bundle}.cjs`, external: true };
    });
  },
};

/** The AWS SDK's providers that read config files, and run the `credential_process` there in a shell. */
export const SHELL_PROVIDERS = /@aws-sdk[/\\](credential-provider-(node|ini|process|sso)|token-providers)([/\\]|$)/;

/**
 * Leaves those providers out of the package. The SDK's clients take the first of them where they are given no
 * credentials; without it they refuse.
 */
const noShellProviders: Plugin = {
  name: 'no-shell-providers',
  setup(build) {
    const namespace = 'no-shell-providers';
    build.onResolve({ filter: SHELL_PROVIDERS }, () => ({ path: 'nothing', namespace }));
    build.onLoad({ filter: /.*/, namespace }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/** The names of VS Code's API that exist at run time, from its types. */
async function apiNames(): Promise<string[]> {
  const types = await readFile(path.join(PROJECT, 'node_modules/@types/vscode/index.d.ts'), 'utf8');
  return [...types.matchAll(/^\texport (?:const|class|enum|namespace|function) (\w+)/gm)].flatMap(
    ([, name]) => name ?? [],
  );
}

/**
 * Gives VS Code's API to all modules of a bundle as one ES module. Left to itself esbuild copies its hundreds of
 * properties for each module that imports it, which costs more at activation than everything else we do there.
 */
const oneVSCodeModule: Plugin = {
  name: 'one-vscode-module',
  setup(build) {
    const namespace = 'vscode-api';
    build.onResolve({ filter: /^vscode$/ }, ({ namespace: from }) =>
      from === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
    );
    build.onLoad({ filter: /.*/, namespace }, async () => {
      const names = [...new Set(await apiNames())];
      const constants = names.map((name) => `export const ${name} = /* @__PURE__ */ (() => api.${name})();`);
      return {
        contents: ["const api = require('vscode');", ...constants].join('\n'),
        loader: 'js',
        resolveDir: PROJECT,
      };
    });
  },
};

/** Lets tests find the files beside their source, which `import.meta.url` is no help with in a CommonJS bundle. */
const urlsOfSources: Plugin = {
  name: 'urls-of-sources',
  setup(build) {
    build.onLoad({ filter: /[/\\]test[/\\].+\.ts$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      return { contents: source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)), loader: 'ts' };
    });
  },
};

/**
 * Prints what the problem matcher of `.vscode/tasks.json` reads: "started" when the first of the bundles begins,
 * "finished" when the last one ends.
 */
function reportForProblemMatcher(bundles: number): Plugin {
  // All bundles are due at first; esbuild starts them one after the other.
  let due = bundles;
  console.log('[build] started');
  return {
    name: 'report-for-problem-matcher',
    setup(build) {
      let builtBefore = false;
      build.onStart(() => {
        if (!builtBefore) return;
        if (due === 0) console.log('[build] started');
        due += 1;
      });
      build.onEnd(({ errors }) => {
        builtBefore = true;
        for (const { text, location } of errors) {
          console.log(
            `[build] ${location?.file ?? 'scripts/build.ts'}:${location?.line ?? 1}:${location?.column ?? 0}: error: ${text}`,
          );
        }
        due -= 1;
        if (due === 0) console.log('[build] finished');
      });
    },
  };
}

function common(production: boolean): BuildOptions {
  return {
    absWorkingDir: PROJECT,
    bundle: true,
    platform: 'node',
    // ES modules shake better than the CommonJS that libraries ship for Node, and jsonc-parser's cannot be bundled.
    mainFields: ['module', 'main'],
    target: 'node20',
    format: 'cjs',
    external: ['vscode'],
    minify: production,
    sourcemap: !production,
    // A stack trace names functions even where the code is minified.
    keepNames: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
}

/** All bundles of the package, by their names. */
function extensionBundles(production: boolean): Record<string, BuildOptions> {
  const lazy = Object.entries(LOADED_ON_FIRST_USE).map(([module, bundle]): [string, BuildOptions] => [
    bundle,
    {
      ...common(production),
      entryPoints: [path.join('src', `${module}.ts`)],
      outfile: `dist/${bundle}.cjs`,
      plugins: [oneVSCodeModule, noShellProviders],
    },
  ]);
  return {
    extension: {
      ...common(production),
      entryPoints: ['src/extension.ts'],
      outfile: 'dist/extension.cjs',
      // It is read at every start of VS Code: names of functions in stack traces cost 5% of it. Methods keep theirs.
      keepNames: !production,
      plugins: [loadOnFirstUse, oneVSCodeModule],
    },
    ...Object.fromEntries(lazy),
    previewWorker: {
      ...common(production),
      entryPoints: ['src/vscode/previews/parsing/worker.ts'],
      outfile: 'dist/previewWorker.cjs',
      external: [],
    },
    chainPage: pageBundle(production, 'src/vscode/sessions/chainView/page/main.ts', 'dist/chainPage.js'),
    propertiesPage: pageBundle(production, 'src/vscode/s3/properties/page/main.ts', 'dist/propertiesPage.js'),
    tablePage: pageBundle(production, 'src/vscode/previews/page/main.ts', 'dist/tablePage.js'),
  };
}

/** A script for a web page of ours, which runs in a browser of the age of the oldest VS Code. */
function pageBundle(production: boolean, entryPoint: string, outfile: string): BuildOptions {
  return {
    ...common(production),
    entryPoints: [entryPoint],
    outfile,
    platform: 'browser',
    target: 'chrome132',
    format: 'iife',
    external: [],
  };
}

async function hostTestBundle(): Promise<BuildOptions> {
  const folder = path.join(PROJECT, 'test/host');
  const names = await readdir(folder, { recursive: true });
  const entries = ['index.ts', ...names.filter((name) => name.endsWith('.test.ts'))];
  return {
    ...common(false),
    entryPoints: entries.map((name) => path.join('test/host', name)),
    outbase: 'test/host',
    outdir: HOST_TESTS,
    outExtension: { '.js': '.cjs' },
    // Mocha is an ES module that the extension host imports from node_modules.
    external: ['vscode', 'mocha'],
    plugins: [urlsOfSources],
  };
}

/** Builds `dist/extension.cjs` and the bundles it loads on their first use. @throws on the first bundle that does not build. */
export async function buildExtension(production: boolean): Promise<void> {
  await rm(path.join(PROJECT, 'dist'), { recursive: true, force: true });
  await buildAll(extensionBundles(production));
}

/** Builds the bundle of the workers of previews alone, to `folder`. @returns its path */
export async function buildPreviewWorker(folder: string): Promise<string> {
  const outfile = path.join(folder, 'previewWorker.cjs');
  const options = extensionBundles(true)['previewWorker'];
  await buildAll({ previewWorker: { ...options, outfile } });
  return outfile;
}

/** Builds the host tests as an extension whose only purpose is to be the one "under development". */
export async function buildHostTests(): Promise<void> {
  await rm(HOST_TESTS, { recursive: true, force: true });
  await buildAll({ hostTests: await hostTestBundle() });
  // An editor, to see what becomes of objects of such names.
  const editor = { viewType: 'hostTests.page', displayName: 'Page', selector: [{ filenamePattern: '*.hostpage' }] };
  const manifest = {
    ...{ name: 'host-tests', publisher: 'assume-role', version: '0.0.0', engines: { vscode: '*' } },
    contributes: { customEditors: [editor] },
  };
  await writeFile(path.join(HOST_TESTS, 'package.json'), JSON.stringify(manifest));
}

async function buildAll(bundles: Record<string, BuildOptions>): Promise<void> {
  await mkdir(META, { recursive: true });
  for (const [name, options] of Object.entries(bundles)) {
    const bundler = await context(options);
    try {
      const { metafile } = await bundler.rebuild().catch(() => {
        throw new PlainError(`The bundle "${name}" does not build; the reason stands above.`);
      });
      await writeFile(path.join(META, `${name}.json`), JSON.stringify(metafile));
    } finally {
      await bundler.dispose();
    }
  }
}

/** Rebuilds on every change until the process ends. */
async function watch(bundles: Record<string, BuildOptions>): Promise<void> {
  const report = reportForProblemMatcher(Object.keys(bundles).length);
  for (const options of Object.values(bundles)) {
    const bundler = await context({ ...options, logLevel: 'silent', plugins: [...(options.plugins ?? []), report] });
    await bundler.watch();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const flags = new Set(process.argv.slice(2));
  const tests = flags.has('--tests');
  if (flags.has('--watch')) {
    await watch({ ...extensionBundles(false), ...(tests ? { hostTests: await hostTestBundle() } : {}) });
  } else {
    await buildExtension(flags.has('--production'));
    if (tests) await buildHostTests();
  }
}
