import { randomBytes } from 'node:crypto';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import type { VSCodeServer, WindowPlace } from './server';

/** Headless Chromium, quiet on the network. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface WindowOptions {
  readonly server: VSCodeServer;
  /** What to open. */
  readonly folder: WindowPlace;
  readonly size?: { readonly width: number; readonly height: number };
}

/** The keys of VS Code's window payload that spare a person the first-start pages. */
const QUIET = [
  ['skipWelcome', 'true'],
  ['skipReleaseNotes', 'true'],
] as const;

/** What code-server's front gives its windows for the key of SecretStorage. */
const SERVER_KEY = randomBytes(32);

/** Does what the workbench expects of code-server's front, which does not run here. */
async function standInForFront(context: BrowserContext): Promise<void> {
  // Without a key, secrets would not outlive a reload.
  await context.route('**/mint-key', (route) => route.fulfill({ body: SERVER_KEY }));
  // The front would pass on what a window opens of this machine's other ports.
  const passedOn = /^http:\/\/127\.0\.0\.1:\d+\/proxy\/(\d+)\//;
  await context.route(passedOn, (route) => {
    const location = route.request().url().replace(passedOn, 'http://127.0.0.1:$1/');
    return route.fulfill({ status: 302, headers: { location } });
  });
}

/**
 * Opens a VS Code window in a fresh browser profile and waits until its workbench stands.
 * @returns the page; closing its context closes the window and forgets the profile. User settings stay with the server.
 */
export async function openWindow(browser: Browser, options: WindowOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: options.size ?? { width: 1280, height: 800 } });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await standInForFront(context);
  return openWindowBeside(context, options);
}

/** Opens a VS Code window in the browser profile of others, which shares their secrets, and waits as {@link openWindow} does. */
export async function openWindowBeside(context: BrowserContext, options: WindowOptions): Promise<Page> {
  const page = await context.newPage();
  await page.goto(options.server.url(options.folder, QUIET));
  await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
  return page;
}

export interface ExtensionTestOptions extends WindowOptions {
  /** Directory of an extension whose only purpose is to start the tests. */
  readonly extensionDevelopmentPath: string;
  /** Module that exports `run(): Promise<void>`. */
  readonly extensionTestsPath: string;
  /** Milliseconds until the run counts as hung. */
  readonly timeout: number;
}

/** How a test run in an extension host ended. */
export interface ExtensionTestRun {
  /** 0 when `run()` resolved. */
  readonly exitCode: number;
  /** The extension host's console. */
  readonly console: string;
}

/**
 * Runs a test module inside the extension host of a window; the server must have been started with `automation`.
 * @throws when the window, the server or the extension host is gone or silent for too long, with the console's end.
 */
export async function runExtensionTests(browser: Browser, options: ExtensionTestOptions): Promise<ExtensionTestRun> {
  const { server } = options;
  const context = await browser.newContext();
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const page = await context.newPage();
    const failed = new Promise<never>((_, reject) => {
      const fail = (reason: string) => reject(new Error(`${reason}\n${lines.slice(-40).join('\n')}`));
      timer = setTimeout(() => fail(`The tests did not end within ${options.timeout / 1000} s.`), options.timeout);
      page.once('crash', () => fail('The window crashed.'));
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      lines.push(args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' '));
    });
    let ended: (exitCode: number) => void = () => undefined;
    const exit = new Promise<number>((resolve) => (ended = resolve));
    await page.exposeFunction('codeAutomationExit', (exitCode: number) => ended(exitCode));
    const remote = (file: string) => `vscode-remote://${server.authority}${file}`;
    await page.goto(
      server.url(options.folder, [
        ...QUIET,
        ['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)],
        ['extensionTestsPath', remote(options.extensionTestsPath)],
      ]),
    );
    const exitCode = await Promise.race([exit, failed, server.crashed]);
    return { exitCode, console: lines.join('\n') };
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}
