import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { META, SHELL_PROVIDERS } from './build';
import { bundledPackages } from './packaging/notices';

/** A promise about the package, and whether it is kept. */
export interface PackageCheck {
  readonly promise: string;
  readonly measured: string;
  readonly kept: boolean;
}

export const MAX_PACKAGE_BYTES = 1_500_000;
export const MAX_ACTIVATION_BYTES = 130_000;
export const MAX_FILES = 40;

/** Everything a package may hold; vsce writes the first two and renames the texts. */
const ALLOWED = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package(\.nls(\.[\w-]+)?)?\.json$/,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE(\.\w+)?$/,
  /^extension\/ThirdPartyNotices\.txt$/,
  /^extension\/dist\/(extension|commands|profiles|aws|editing|secrets|chain|explorer|files|actions|previews|previewWorker|search)\.cjs$/,
  /^extension\/dist\/(chain|properties|table)Page\.js$/,
  /^extension\/l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^extension\/media\/.+\.(png|svg|md|css)$/,
];

const REQUIRED = [
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/dist/extension.cjs',
  'extension/dist/commands.cjs',
  'extension/dist/profiles.cjs',
  'extension/dist/aws.cjs',
  'extension/dist/editing.cjs',
  'extension/dist/chain.cjs',
  'extension/dist/secrets.cjs',
  'extension/dist/explorer.cjs',
  'extension/dist/files.cjs',
  'extension/dist/actions.cjs',
  'extension/dist/previews.cjs',
  'extension/dist/previewWorker.cjs',
  'extension/dist/search.cjs',
  'extension/dist/chainPage.js',
  'extension/dist/propertiesPage.js',
  'extension/dist/tablePage.js',
  'extension/media/page.css',
  'extension/media/chain.css',
  'extension/media/properties.css',
  'extension/media/table.css',
  'extension/LICENSE.txt',
  'extension/ThirdPartyNotices.txt',
];

/** What a long-term access key, a private key or a registry token looks like. AWS's own examples end in EXAMPLE. */
const SECRETS = /(?:AKIA|ASIA)(?!\w*EXAMPLE)[A-Z2-7]{16}\b|-----BEGIN (?:\w+ )?PRIVATE KEY-----|_authToken=/;

/** What decodes contents of objects, which runs in workers alone. */
const DECODERS = /node_modules\/(papaparse|hyparquet|hyparquet-compressors|fzstd)\//;

const SDK = /node_modules\/(@aws-sdk|@aws-crypto|@smithy)\//;

/** Bundles of the extension host. */
const HOST_BUNDLES = [
  'extension',
  'commands',
  'editing',
  'chain',
  'explorer',
  'files',
  'actions',
  'previews',
  'search',
];

/** The bundle's name where it spells names of objects without a look at the editors that are installed. */
async function unawareOfEditors(bundle: string): Promise<string[]> {
  const meta = JSON.parse(await readFile(path.join(META, `${bundle}.json`), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number } | undefined> }>;
  };
  const has = (module: string): boolean =>
    Object.values(meta.outputs).some(({ inputs }) => (inputs[module]?.bytesInOutput ?? 0) > 0);
  const isAware = has('src/vscode/workspace/installedEditors.ts');
  return has('src/core/workspace/namePatterns.ts') && !isAware ? [bundle] : [];
}

/** Looks into a package as a person would receive it. */
export async function checkPackage(vsix: string): Promise<PackageCheck[]> {
  const bytes = await readFile(vsix);
  const files = new Map(Object.entries(unzipSync(bytes)).filter(([name]) => !name.endsWith('/')));
  const names = [...files.keys()];
  const own = names.filter((name) => name.startsWith('extension/'));
  const texts = new Map([...files].map(([name, content]) => [name, Buffer.from(content).toString('latin1')]));
  const activation = files.get('extension/dist/extension.cjs')?.byteLength ?? 0;
  const inputsOf = async (bundle: string): Promise<string[]> => {
    const meta = JSON.parse(await readFile(path.join(META, `${bundle}.json`), 'utf8')) as { inputs: object };
    return Object.keys(meta.inputs);
  };
  const inputs = await inputsOf('extension');
  const previewInputs = await inputsOf('previews');
  const awsInputs = await inputsOf('aws');

  const unaware = await Promise.all(HOST_BUNDLES.map(unawareOfEditors));

  const notices = texts.get('extension/ThirdPartyNotices.txt') ?? '';
  const bundled = await bundledPackages();

  const within = (promise: string, value: number, limit: number, unit: string): PackageCheck => ({
    promise: `${promise} at most ${limit.toLocaleString('en')} ${unit}`,
    measured: `${value.toLocaleString('en')} ${unit}`,
    kept: value > 0 && value <= limit,
  });
  const none = (promise: string, offenders: readonly string[]): PackageCheck => ({
    promise,
    measured: offenders.length === 0 ? 'none' : offenders.join(', '),
    kept: offenders.length === 0,
  });
  return [
    within('package', bytes.byteLength, MAX_PACKAGE_BYTES, 'bytes'),
    within('files', own.length, MAX_FILES, 'files'),
    within('activation bundle', activation, MAX_ACTIVATION_BYTES, 'bytes'),
    none(
      'no AWS SDK in the activation bundle',
      inputs.filter((name) => SDK.test(name)),
    ),
    none(
      'no provider of the AWS SDK that runs commands in a shell',
      awsInputs.filter((name) => SHELL_PROVIDERS.test(name)),
    ),
    none(
      'no decoder of objects outside the worker',
      previewInputs.filter((name) => DECODERS.test(name)),
    ),
    none('no bundle that spells names of objects without the installed editors', unaware.flat()),
    none(
      'no file missing',
      REQUIRED.filter((name) => !files.has(name)),
    ),
    none(
      'no file but those allowed',
      names.filter((name) => !ALLOWED.some((allowed) => allowed.test(name))),
    ),
    none(
      'no bundled package without its licence',
      bundled.filter(({ name, version }) => !notices.includes(`${name} ${version} (`)).map(({ name }) => name),
    ),
    none(
      'no source map',
      [...texts].filter(([, text]) => text.includes('sourceMappingURL=')).map(([name]) => name),
    ),
    none(
      'no secret',
      [...texts].filter(([, text]) => SECRETS.test(text)).map(([name]) => name),
    ),
  ];
}
