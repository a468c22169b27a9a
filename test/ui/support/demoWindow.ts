import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { World } from '../../localaws/world';
import { startDemo, type Demo } from '../../vscode/demo';
import { ensureChromium, ensureVSCode } from '../../vscode/install';
import { startServer, type VSCodeServer, type WindowPlace } from '../../vscode/server';
import { NEWEST } from '../../vscode/versions';
import { launchBrowser, openWindow, openWindowBeside } from '../../vscode/window';
import { Workbench } from './workbench';

/** A VS Code with the packaged extension, the demo's local AWS, and a browser to open windows in. */
export interface DemoWindows {
  readonly demo: Demo;
  readonly server: VSCodeServer;
  /** Where VS Code keeps its settings, state and logs. */
  readonly dataDirectory: string;
  /** Opens a window of a new person, without secrets and state, and waits until the extension is active in it. */
  open(): Promise<Workbench>;
  /** Opens another window of the same person and waits until the extension is active in it. */
  openBeside(window: Workbench, folder: WindowPlace): Promise<Workbench>;
  close(): Promise<void>;
}

/** How the windows are set up. */
export interface DemoWindowOptions {
  /** The demo's world, or one with more in it. */
  readonly world?: World;
  /** Machine settings to add to the demo's, or to replace them with. */
  readonly settings?: (demo: Demo) => Readonly<Record<string, unknown>>;
  /** Environment of the extension host, besides the demo's. */
  readonly env?: (demo: Demo) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  readonly askForTrust?: boolean;
}

/** Starts everything; the package to install is the one `ASSUME_ROLE_VSIX` names. */
export async function startDemoWindows(options: DemoWindowOptions = {}): Promise<DemoWindows> {
  const vsix = process.env['ASSUME_ROLE_VSIX'];
  if (vsix === undefined) throw new Error('Run these tests with "npm run test:ui": they need the packaged extension.');
  const vscode = await ensureVSCode(NEWEST);
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-ui-'));
  const demo = await startDemo(directory, 0, options.world);
  const settings = options.settings?.(demo) ?? demo.settings;
  const server = await startServer({
    vscode,
    directory,
    vsix: [vsix],
    settings,
    env: { ...demo.env, ...(await options.env?.(demo)) },
    askForTrust: options.askForTrust ?? false,
  });
  const browser = await launchBrowser(await ensureChromium());
  return {
    demo,
    server,
    dataDirectory: path.join(directory, 'data'),
    open: async () => {
      const window = new Workbench(await openWindow(browser, { server, folder: demo.workspace }));
      // The palette does not notice commands that appear while it is open.
      await window.statusBarItem('No role is assumed. Assume Role').waitFor();
      return window;
    },
    openBeside: async ({ page }, folder) => {
      const window = new Workbench(await openWindowBeside(page.context(), { server, folder }));
      await window.statusBarItem(/AWS session|Assume Role/).waitFor();
      return window;
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await demo.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
