import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, open, rename, stat, unlink } from 'node:fs/promises';

/** Makes a directory that is this person's alone; one of theirs that others may look into is closed to them. */
export async function makePrivateDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { mode, uid } = await stat(directory);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(directory, 0o700);
}

/** Puts a file that is this person's alone in its place, whole or not at all. */
export async function writePrivately(file: string, text: string): Promise<void> {
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/** Deletes a file, if it is there; a link itself, never what it leads to. */
export async function removeFile(file: string): Promise<void> {
  try {
    await unlink(file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}

/** What tells one content of a file from the next; undefined when there is no file. */
export async function stateOf(file: string): Promise<string | undefined> {
  try {
    const { mtimeNs, size, ino } = await lstat(file, { bigint: true });
    return [mtimeNs, size, ino].join();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** The code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
