import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import * as vscode from 'vscode';
import {
  NO_SHARED_CONFIG,
  parseSharedConfig,
  type ConfigFile,
  type ConfigTexts,
  type SharedConfig,
} from '../../core/configFiles/sharedConfig';
import { DisposableStore } from '../../core/support/disposable';
import { AppError } from '../../core/support/errors';
import { Emitter } from '../../core/support/event';
import type { Log } from '../support/log';
import { watchFiles } from '../support/watchFiles';

const FILES = ['config', 'credentials'] as const;

/**
 * The AWS CLI's shared files (`~/.aws/config`, `~/.aws/credentials`), read after activation and followed when they
 * change. They are the user's own, so they count in Restricted Mode too. Their secrets are not kept.
 */
export class AwsConfigFiles implements vscode.Disposable {
  /** Absolute; `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` count as they do for the AWS CLI. */
  readonly paths: Readonly<Record<ConfigFile, string>>;
  /** Settled after the first reading. */
  readonly ready: Promise<void>;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<void>());
  readonly #told = new Set<string>();
  #current = NO_SHARED_CONFIG;
  /** Of both texts: key pairs that are exchanged are a change too. */
  #digest = '';
  #reading = Promise.resolve();
  #disposed = false;

  /** Fires after what the files say has changed, the first reading included. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly log: Pick<Log, 'error'>,
    /** Where files, regions and endpoints may be named besides. */
    readonly env: Readonly<Record<string, string | undefined>> = process.env,
  ) {
    this.paths = {
      config: filePath(env, 'AWS_CONFIG_FILE', 'config'),
      credentials: filePath(env, 'AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
    };
    // Activation goes first.
    this.ready = new Promise((done) => setImmediate(done)).then(() => this.#start());
  }

  /** What the files say, without secrets; nothing until they are read. */
  get current(): SharedConfig {
    return this.#current;
  }

  /** Reads the files again; nothing is told when they say the same. */
  refresh(): Promise<void> {
    // One after the other: what is written while a reading runs may be missed by it.
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  dispose(): void {
    this.#disposed = true;
    this.#disposables.dispose();
  }

  async #start(): Promise<void> {
    if (this.#disposed) return;
    this.#disposables.add(watchFiles(Object.values(this.paths), () => void this.refresh()));
    // Some drives tell of no changes; people come back to the window after they have edited the files elsewhere.
    this.#disposables.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && void this.refresh()));
    await this.refresh();
  }

  async #read(): Promise<void> {
    const [config, credentials] = await Promise.all(FILES.map((file) => this.#text(this.paths[file])));
    this.#take({ config, credentials });
  }

  #take(texts: ConfigTexts): void {
    const digest = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
    if (this.#disposed || digest === this.#digest) return;
    this.#digest = digest;
    this.#current = parseSharedConfig(texts);
    this.#changed.fire();
  }

  /** A file's text; undefined when there is none or, told once in the log, when it cannot be read. */
  async #text(path: string): Promise<string | undefined> {
    try {
      const text = await readFile(path, 'utf8');
      this.#told.delete(path);
      return text;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && !this.#told.has(path)) {
        this.#told.add(path);
        const message = vscode.l10n.t('The AWS config file {0} cannot be read: {1}.', path, code ?? String(error));
        const cure = vscode.l10n.t('Check its permissions; its profiles appear as soon as it can be read.');
        this.log.error(new AppError('identityUnavailable', message, { cure }, error));
      }
      return undefined;
    }
  }
}

/** A path as the AWS CLI takes it: variables and `~` count. */
function filePath(env: Readonly<Record<string, string | undefined>>, variable: string, name: ConfigFile): string {
  const given = env[variable]?.replace(/\$\{(\w+)\}|\$(\w+)/g, (text, braced?: string, bare?: string) => {
    return env[braced ?? bare ?? ''] ?? text;
  });
  if (!given) return join(homedir(), '.aws', name);
  return resolve(given.replace(/^~(?=$|[\\/])/, homedir()));
}
