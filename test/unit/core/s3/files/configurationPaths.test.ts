import assert from 'node:assert/strict';
import fc from 'fast-check';
import { posix } from 'node:path';
import { URI, Utils } from 'vscode-uri';
import { toUriParts } from '../../../../../src/core/s3/address';
import { isPlainPath, plainPath, refused } from '../../../../../src/core/s3/files/configurationPaths';
import {
  entryName,
  filePathOf,
  folderUriParts,
  openedUriParts,
  type FolderAddress,
} from '../../../../../src/core/s3/files/filePath';
import { isAppError } from '../../../../../src/core/support/errors';
import { useEditorPatterns } from '../../../../../src/core/workspace/editorNames';

const SCHEME = 'assume-role-s3';
/** What VS Code and extensions look for below a folder. */
const PROBES = [
  ...[
    '.vscode/settings.json',
    '.vscode/tasks.json',
    '.vscode/launch.json',
    '.vscode/mcp.json',
    '.vscode/extensions.json',
  ],
  ...[
    '.vscode',
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    '.github/copilot-instructions.md',
    'AGENTS.md',
  ],
  ...[
    '.github/hooks/run.json',
    '.claude/settings.json',
    '.mcp.json',
    '.cursor/mcp.json',
    'CLAUDE.md',
    'team.code-workspace',
  ],
  ...['hooks.json', 'report.ipynb', 'REPORT.IPYNB', 'slow.cpuprofile', 'x.ipynb/y.txt'],
] as const;
const probe = fc.constantFrom(...PROBES);

const piece = fc.oneof(
  fc.constantFrom('/', '//', '.', '..', '%2e', '~', '~~', '~2e~', ' ', '😀', '?', '#', 'a', 'A'),
  fc.constantFrom(
    '.vscode',
    '.VSCODE',
    '/.vscode/',
    '.github',
    'AGENTS.md',
    '/agents.md',
    '.code-workspace',
    '.prompt.md',
  ),
  fc.constantFrom('.ipynb', '.IPYNB', '.ipynb/', '.heapsnapshot', 'hooks.json'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const key = fc
  .array(piece, { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.join(''))
  .filter((text) => text !== '');
const prefix = fc.oneof(
  fc.constant(''),
  key.map((text) => `${text}/`),
  fc.constantFrom('.vscode/', 'a//', 'a/.vscode/', '../'),
);

const folderAt = (of: string): FolderAddress => ({ profile: 'etl', bucket: 'lake', prefix: of });
const isRefused = (error: unknown): boolean => isAppError(error, 'notFound');
const partsOf = ({ authority, path, query }: URI) => ({ authority, path, query });
const same = (a: FolderAddress, b: FolderAddress): boolean => a.prefix === b.prefix && a.bucket === b.bucket;

/** What VS Code asks for when it looks for configuration in a folder that is open under this URI. */
function probed(folder: FolderAddress, name: string, isTwin = false): URI {
  return Utils.joinPath(URI.from({ scheme: SCHEME, ...folderUriParts(folder, isTwin) }), name);
}

describe('configuration in S3', () => {
  const none: readonly string[] = [];
  afterEach(() => useEditorPatterns(() => none));

  it('is not found by who looks for it, in whatever folder', () => {
    fc.assert(
      fc.property(prefix, probe, fc.boolean(), (of, name, isTwin) => {
        assert.throws(() => filePathOf(partsOf(probed(folderAt(of), name, isTwin && of !== ''))), isRefused);
      }),
      { numRuns: 1000 },
    );
  });

  it('is not found by other spellings of the same path', () => {
    const paths = [
      ...['/lake/.vscode/settings.json', '/lake/.vscode~~/settings.json', '/lake/a~~/.vscode', '/lake/~~/.vscode/x'],
      ...[
        '/lake/a/~~/.vscode',
        '/lake/.vscode/',
        '/lake/%2evscode/settings.json',
        '/lake/%2Evscode',
        '/lake/./.vscode',
      ],
      ...['/lake/a/../.vscode/settings.json', '/lake/.VSCODE/settings.json', '/lake/.vscode~20~/settings.json'],
      ...[
        '/lake/.vscode./settings.json',
        '/lake/.vs\u200bcode/settings.json',
        '/lake/．vscode/x',
        '//.vscode/settings.json',
      ],
      ...[
        '/.vscode/settings.json',
        '/~~/.vscode/settings.json',
        '/lake/team.code-workspace',
        '/lake/TEAM.CODE-WORKSPACE',
      ],
    ];
    for (const path of paths) {
      for (const query of ['', 'versionId=1', 'version=1']) {
        assert.throws(() => filePathOf({ authority: 'etl', path, query }), isRefused, path);
      }
    }
  });

  it('has a URI of its own, in which nobody sees configuration', () => {
    fc.assert(
      fc.property(key, (of) => {
        const { path } = toUriParts({ profile: 'etl', bucket: 'lake', key: of });
        assert.equal(filePathOf({ authority: 'etl', path, query: '' }).key, of);
        assert.equal(isPlainPath(path), false);
        assert.doesNotMatch(path, /\/(\.vscode|\.github|agents\.md)(\/|$)|\.code-workspace(\/|$)|\.prompt\.md(\/|$)/i);
        assert.doesNotMatch(path, /\.(ipynb|heapsnapshot)(\/|$)|\/hooks\.json(\/|$)/i);
        assert.equal(posix.normalize(path), path);
      }),
      { numRuns: 2000 },
    );
    const names = ['.vscode', 'AGENTS.md', 'team.code-workspace', 'review.prompt.md', 'report.ipynb'].map((name) =>
      entryName(name),
    );
    const own = ['~2e~vscode', '~41~GENTS.md', 'team~2e~code-workspace', 'review~2e~prompt.md', 'report~2e~ipynb'];
    assert.deepEqual(names, own);
  });

  it('is found where the person has allowed that folder, as the object it is', () => {
    fc.assert(
      fc.property(prefix, probe, (of, name) => {
        const uri = probed(folderAt(of), name);
        const isAllowed = (folder: FolderAddress): boolean => same(folder, folderAt(of));
        if (name === 'team.code-workspace') assert.throws(() => filePathOf(partsOf(uri), isAllowed), isRefused);
        else assert.equal(filePathOf(partsOf(uri), isAllowed).key, `${of}${name}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('is found in no other folder than the allowed one, not in those below it either', () => {
    fc.assert(
      fc.property(prefix, prefix, probe, (of, other, name) => {
        fc.pre(of !== other);
        const isAllowed = (folder: FolderAddress): boolean => same(folder, folderAt(of));
        // A folder that is configuration itself belongs to the one around it.
        fc.pre(!other.startsWith(of) || !isPlainPath(plainPath(folderUriParts(folderAt(other)).path)));
        assert.throws(() => filePathOf(partsOf(probed(folderAt(other), name)), isAllowed), isRefused);
      }),
      { numRuns: 1000 },
    );
    const isAllowed = (folder: FolderAddress): boolean => folder.prefix === 'team/';
    for (const path of [
      '/lake/.vscode/settings.json',
      '/lake/team/a/.vscode/settings.json',
      '/lake/team~~/a/AGENTS.md',
    ]) {
      assert.throws(() => filePathOf({ authority: 'etl', path, query: '' }, isAllowed), isRefused, path);
    }
  });

  it('that is allowed is told of under both names', () => {
    fc.assert(
      fc.property(prefix, probe, (of, name) => {
        const own = toUriParts({ profile: 'etl', bucket: 'lake', key: `${of}${name}` });
        const isAllowed = (): boolean => true;
        fc.pre(!/-workspace/i.test(own.path));
        assert.equal(filePathOf({ ...own, path: plainPath(own.path) }, isAllowed).key, `${of}${name}`);
        assert.ok(isPlainPath(plainPath(own.path)));
      }),
    );
  });

  it('and what editors of extensions open have one spelling, from which the key comes back', () => {
    const patterns = ['*.md', '*.{foo,prompt.md}', 'Dockerfile*', '*board*'];
    useEditorPatterns(() => patterns);
    const names = fc.constantFrom('AGENTS.md', 'a.prompt.md', 'x.foo', 'Dockerfile.dev', 'a board.foo', 'boardboard');
    fc.assert(
      fc.property(prefix, names, (of, name) => {
        const { path } = toUriParts({ profile: 'etl', bucket: 'lake', key: `${of}${name}` });
        assert.equal(filePathOf({ authority: 'etl', path, query: '' }).key, `${of}${name}`);
        assert.doesNotMatch(path, /(\.md|\.foo|\/Dockerfile[^/]*|board[^/]*)$/i);
        assert.throws(() => filePathOf(partsOf(probed(folderAt(of), name))), isRefused);
        fc.pre(!/-workspace/i.test(path));
        const allowed = openedUriParts({ profile: 'etl', bucket: 'lake', key: `${of}${name}` }, () => true);
        assert.equal(posix.basename(allowed.path), name);
      }),
    );
  });

  it('is opened under its own name where it may count, and a workspace file never', () => {
    const opened = (name: string, isAllowed: boolean): string =>
      openedUriParts({ profile: 'etl', bucket: 'lake', key: `a/${name}` }, ({ prefix: of }) => isAllowed && of === 'a/')
        .path;
    assert.equal(opened('report.ipynb', true), '/lake/a/report.ipynb');
    assert.equal(opened('report.ipynb', false), '/lake/a/report~2e~ipynb');
    assert.equal(opened('team.code-workspace', true), '/lake/a/team~2e~code-workspace');
    assert.equal(opened('b/report.ipynb', true), '/lake/a/b/report~2e~ipynb');
    assert.equal(opened('plain.txt', false), '/lake/a/plain.txt');
  });

  it('says of notebooks what they may not, and of configuration what it is', () => {
    const said = (name: string): string => refused('notFound', `/lake/${name}`).message;
    assert.match(said('report.ipynb'), /^"report.ipynb" would be opened by an editor that can run what is in it/);
    assert.match(said('.vscode'), /^".vscode" is configuration/);
  });
});
