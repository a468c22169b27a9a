import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConfigTexts } from '../core/configFiles/sharedConfig';

/** The shared config and credentials files as they are now; one that cannot be read is left out. */
export async function readSharedFiles(): Promise<ConfigTexts> {
  const [config, credentials] = await Promise.all([
    textOf(process.env['AWS_CONFIG_FILE'], 'config'),
    textOf(process.env['AWS_SHARED_CREDENTIALS_FILE'], 'credentials'),
  ]);
  return { config, credentials };
}

async function textOf(path: string | undefined, name: string): Promise<string | undefined> {
  const file = path ? path.replace(/^~(?=[/\\]|$)/, () => homedir()) : join(homedir(), '.aws', name);
  return readFile(file, 'utf8').catch(() => undefined);
}
