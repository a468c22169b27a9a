import { Directories } from '../../src/core/s3/files/directories';
import { filePathOf, folderAt, type FolderAddress } from '../../src/core/s3/files/filePath';
import { Lookup } from '../../src/core/s3/files/lookup';
import { HeadCache } from '../../src/core/s3/headCache';
import type { ObjectStore } from '../../src/core/s3/objectStore';
import { systemClock } from '../../src/vscode/support/systemClock';
import { bucketOf, storeAt, withLocalAws, withRgw } from './reader';
import { median, ms, range, ratio, sideBySide, type Row, type Section } from './report';
import { requestsOf } from './requests';

const ROUNDS = 15;
const BUCKET = 'lake';

/** Among what VS Code and its own extensions look for in a folder that is opened. */
const PROBES = [
  '.vscode',
  '.vscode/settings.json',
  '.vscode/tasks.json',
  '.vscode/launch.json',
  '.vscode/extensions.json',
  '.vscode/mcp.json',
  '.devcontainer/devcontainer.json',
  '.devcontainer.json',
  '.git',
  '.git/config',
  '.gitignore',
  '.editorconfig',
  '.github/copilot-instructions.md',
  '.github/instructions',
  '.github/prompts',
  'AGENTS.md',
  'CLAUDE.md',
  'jsconfig.json',
  'tsconfig.json',
  'package.json',
  'README.md',
  'data',
];

/** How many of them the bucket has. */
const PRESENT = 3;

const bucket = bucketOf(BUCKET, {
  objects: [
    ...['README.md', 'package.json'].map((key) => ({ key, body: '{}' })),
    ...Array.from({ length: 100 }, (_, index) => ({ key: `data/part-${index}.csv`, body: 'a,b' })),
  ],
});

const METHOD =
  `A bucket is opened, listed, and asked for ${PROBES.length} paths that VS Code looks for at once; ` +
  `medians of ${ROUNDS} rounds in turn, in brackets the range; requests are counted by Node's HTTP client.`;

/** What opening a workspace folder on S3 costs in the local AWS. */
export async function workspaceFolder(): Promise<Section> {
  const table = await withLocalAws([bucket], ({ endpoint }) => measure(endpoint));
  return { title: 'A workspace folder on S3', method: `The local AWS in the same process. ${METHOD}`, ...table };
}

/** The same in Ceph RGW. */
export async function workspaceFolderInRgw(): Promise<Section> {
  const table = await withRgw([bucket], measure);
  return { title: 'A workspace folder on S3, Ceph RGW', method: `A gateway on this machine. ${METHOD}`, ...table };
}

async function measure(endpoint: string): Promise<Pick<Section, 'columns' | 'rows'>> {
  const store = storeAt(endpoint);
  try {
    const work = { ours: () => inWorkspaceFolder(store), alone: () => eachByItself(store) };
    const requests = { ours: await requestsOf(work.ours), alone: await requestsOf(work.alone) };
    const times = await sideBySide(ROUNDS, work);
    const row = (name: string, of: keyof typeof work): Row => {
      const { lists, others } = requests[of];
      const all = lists + others;
      const calls = [lists, others].map(String);
      const beside = requests.ours.lists + requests.ours.others;
      return [
        name,
        ...calls,
        ratio(all, beside),
        `${ms(median(times[of]))} (${range(times[of])})`,
        ratio(median(times[of]), median(times.ours)),
      ];
    };
    return {
      columns: ['', 'list calls', 'other calls', 'calls beside ours', 'ms', 'time beside ours'],
      rows: [row('ours, a workspace folder', 'ours'), row('each path by itself', 'alone')],
    };
  } finally {
    store.dispose();
  }
}

/** Opens the bucket as VS Code does, with nothing remembered from before. */
async function inWorkspaceFolder(store: ObjectStore): Promise<void> {
  const lookup = lookupIn(store, [folderAt(pathOf())]);
  await lookup.find(pathOf(), forever());
  await lookup.entries(pathOf(), forever());
  assertFound(await Promise.all(PROBES.map((path) => lookup.exists(pathOf(path), forever()))));
}

/** The same when no answer tells anything of another path. */
async function eachByItself(store: ObjectStore): Promise<void> {
  await lookupIn(store, []).entries(pathOf(), forever());
  assertFound(await Promise.all(PROBES.map((path) => lookupIn(store, []).exists(pathOf(path), forever()))));
}

function lookupIn(store: ObjectStore, folders: readonly FolderAddress[]): Lookup {
  const storeOf = (): ObjectStore => store;
  const heads = new HeadCache(storeOf, systemClock);
  const directories = new Directories(storeOf, systemClock);
  return new Lookup({ storeOf, heads, directories, workspaceFolders: () => folders });
}

function assertFound(found: readonly unknown[]): void {
  const there = found.filter((entry) => entry !== undefined).length;
  if (there !== PRESENT) throw new Error(`${there} of ${PRESENT} paths were found.`);
}

/** A signal of its own for each call, as VS Code's calls have. */
const forever = (): AbortSignal => new AbortController().signal;

const pathOf = (key = ''): ReturnType<typeof filePathOf> =>
  filePathOf({ authority: 'bench', path: `/${BUCKET}/${key}`, query: '' });
