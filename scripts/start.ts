/** Opens a VS Code with the extension installed and a local AWS to try it on. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { environmentOf, startCorporateNetwork } from '../test/network/corporateNetwork';
import { ACCESS_KEYS, EXTERNAL_IDS } from '../test/localaws/worlds/demo';
import { PlainError } from '../test/vscode/plainError';
import { startDemo } from '../test/vscode/demo';
import { ensureVSCode, PROJECT } from '../test/vscode/install';
import { exitOnSignals, hasProgram } from '../test/vscode/processes';
import { startServer } from '../test/vscode/server';
import { NEWEST } from '../test/vscode/versions';
import { createPackage } from './package';

/** Ports that stay the same from one start to the next, so that a browser keeps its window's state. */
const PORTS = { vscode: 8640, localAws: 8641 } as const;

const HOSTS_OF_AWS = /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|api\.aws|awsapps\.com|aws\.amazon\.com)$/;

/** The port if nobody listens on it, else 0, which means any free one. */
async function freePort(preferred: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(preferred, '127.0.0.1', () => probe.close(() => resolve(preferred)));
  });
}

/** Shows an address in the person's browser where there is a desktop. @returns whether it was tried. */
function openInBrowser(url: string): boolean {
  const desktop =
    process.platform === 'darwin' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  if (!desktop || process.env['CI'] !== undefined || !hasProgram(opener)) return false;
  spawn(opener, [url], { stdio: 'ignore', detached: true }).unref();
  return true;
}

async function start(): Promise<void> {
  exitOnSignals();
  const directory = path.join(PROJECT, '.vscode-test/start');
  const vscode = await ensureVSCode(NEWEST);
  console.log('Building the extension…');
  const vsix = await createPackage();
  const demo = await startDemo(directory, await freePort(PORTS.localAws));
  // Profiles made here name no hosts: under the names of AWS's own the local AWS answers.
  const network = await startCorporateNetwork({ upstream: demo.localAws.endpoint, inPlaceOf: HOSTS_OF_AWS });
  // The extension is installed anew; the rest of the data, such as open editors, stays.
  await rm(path.join(directory, 'extensions'), { recursive: true, force: true });
  console.log('Starting VS Code…');
  const server = await startServer({
    vscode,
    directory,
    vsix: [vsix],
    settings: demo.settings,
    env: { ...demo.env, ...environmentOf(network) },
    port: await freePort(PORTS.vscode),
  });
  const url = server.url(demo.workspace);
  const opened = openInBrowser(url);
  const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
  console.log(`
${opened ? 'Opening' : 'Open'} this address in a browser:

  ${url}

Press F1, type "Assume Role" and pick "analyst". Other profiles ask for:

  MFA code      ${demo.mfaPage}
  external ID   ${EXTERNAL_IDS.lake}
  access keys   ${accessKeyId}
                ${secretAccessKey}

Ctrl-C stops everything.`);
  await server.crashed;
}

try {
  await start();
} catch (error) {
  console.error(error instanceof PlainError ? error.message : error);
  process.exit(1);
}
