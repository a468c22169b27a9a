import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { InstalledVSCode } from './install';
import { run, spawnGroup } from './processes';

/** How long the server may take until it answers, in milliseconds. */
const START_LIMIT = 60_000;

export interface ServerOptions {
  readonly vscode: InstalledVSCode;
  /** Holds the server's data and the installed extensions; created when missing. */
  readonly directory: string;
  /** Packages to install as a person would with "Install from VSIX…". */
  readonly vsix?: readonly string[];
  /** Machine settings; they apply to every setting that is not of scope `application`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Lets a page run tests in the extension host; never for a server that a person uses. */
  readonly automation?: boolean;
  /** Asks whether to trust a folder, as VS Code does by default; without it every folder is trusted. */
  readonly askForTrust?: boolean;
}

/** What a window shows: a folder, or the workspace of a file; each by its absolute path on the server, or its URI. */
export type WindowPlace = string | { readonly workspace: string };

/** A running VS Code server on the loopback interface. */
export interface VSCodeServer {
  readonly port: number;
  /** As VS Code names a remote: `127.0.0.1:<port>`. */
  readonly authority: string;
  /** The address of a window; it holds the token that the server asks for. */
  url(place: WindowPlace, payload?: readonly (readonly [key: string, value: string])[]): string;
  /** What the server has printed. */
  log(): string;
  /** Replaces the machine settings; open windows take them up. */
  writeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** Settles when the server ends without having been asked to. */
  readonly crashed: Promise<never>;
  stop(): Promise<void>;
}

/** This process's environment without what would leak into the tests: AWS settings, npm's and Node's own. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS_|npm_|NODE_|VSCODE_)/i.test(name)));
}

/**
 * Installs the given packages and starts VS Code's own server.
 * @throws when a package does not install or the server does not answer within a minute.
 */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const { vscode, directory } = options;
  const settingsFile = path.join(directory, 'data/data/Machine/settings.json');
  const writeSettings = async (settings: Readonly<Record<string, unknown>>) => {
    await mkdir(path.dirname(settingsFile), { recursive: true });
    await writeFile(settingsFile, `${JSON.stringify(settings, undefined, 2)}\n`);
  };
  if (options.settings !== undefined) await writeSettings(options.settings);
  // VS Code 1.100 does not start without it.
  await mkdir(path.join(directory, 'extensions'), { recursive: true });

  const directories = [
    '--server-data-dir',
    path.join(directory, 'data'),
    '--extensions-dir',
    path.join(directory, 'extensions'),
  ];
  const common = [vscode.serverMain, ...directories, '--accept-server-license-terms'];
  const env = { ...cleanEnvironment(), ...options.env };
  for (const vsix of options.vsix ?? []) {
    const { code, output } = await run(vscode.node, [...common, '--install-extension', vsix, '--force'], { env });
    if (code !== 0) throw new Error(`VS Code ${vscode.release.version} did not install ${vsix}:\n${output}`);
  }

  const tokenFile = path.join(directory, 'token');
  const token = await readFile(tokenFile, 'utf8').catch(async () => {
    const fresh = randomBytes(16).toString('hex');
    await writeFile(tokenFile, fresh, { mode: 0o600 });
    return fresh;
  });
  const group = spawnGroup(
    vscode.node,
    [
      ...common,
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        String(options.port ?? 0),
        '--connection-token-file',
        tokenFile,
        '--disable-telemetry',
      ],
      ...(options.automation === true ? ['--enable-smoke-test-driver'] : []),
      ...(options.askForTrust === true ? [] : ['--disable-workspace-trust']),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let log = '';
  let stopping = false;
  const crashed = new Promise<never>((_, reject) => {
    group.process.once('exit', (code, signal) => {
      if (!stopping) reject(new Error(`The VS Code server ended by itself (${signal ?? code ?? 'unknown'}):\n${log}`));
    });
    group.process.once('error', reject);
  });
  crashed.catch(() => undefined);
  const announcedPort = new Promise<number>((resolve) => {
    for (const stream of [group.process.stdout, group.process.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log += `${line}\n`;
        const port = /^Extension host agent listening on (\d+)/.exec(line)?.[1];
        if (port !== undefined) resolve(Number(port));
      });
    }
  });
  const stop = async () => {
    stopping = true;
    await group.stop();
  };
  try {
    const limit = delay(START_LIMIT, undefined, { ref: false }).then(() => {
      throw new Error(`The VS Code server did not start within ${START_LIMIT / 1000} s:\n${log}`);
    });
    const port = await Promise.race([announcedPort, crashed, limit]);
    await Promise.race([answers(port), crashed, limit]);
    const authority = `127.0.0.1:${port}`;
    return {
      port,
      authority,
      url(place, payload = []) {
        const query = new URLSearchParams({ tkn: token, ...(typeof place === 'string' ? { folder: place } : place) });
        if (payload.length > 0) query.set('payload', JSON.stringify(payload));
        return `http://${authority}/?${query.toString()}`;
      },
      log: () => log,
      writeSettings,
      crashed,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until the server answers requests. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok === true) return;
    await delay(100);
  }
}
