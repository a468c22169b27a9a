import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** With these characters every session token of AWS begins, and of the local AWS too. */
export const SESSION_TOKEN = 'IQoJb3JpZ2luX2Vj';

/** With these the local Identity Center's access and refresh tokens begin, as those of AWS do. */
export const ACCESS_TOKEN = 'aoaAAAAA';
export const REFRESH_TOKEN = 'aorAAAAA';

/** Every file below a directory, as absolute paths. */
export async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => path.join(parentPath, name));
}

/** Those of the files that hold any of the texts, with the texts they hold. */
export async function filesHolding(
  files: readonly string[],
  texts: readonly string[],
): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const file of files) {
    // Files come and go while VS Code runs.
    const content = await readFile(file, 'latin1').catch(() => '');
    const held = texts.filter((text) => content.includes(text));
    if (held.length > 0) found[file] = held;
  }
  return found;
}
