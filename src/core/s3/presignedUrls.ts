import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';
import { visibleText } from '../texts/visible';

/** The longest name of a file on the usual file systems, bytes. */
const LONGEST_FILE_NAME = 255;

/** Why no presigned URL can be for a key; undefined where one can. */
export function presigningProblem(key: string): AppError | undefined {
  if (!key.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
  return new AppError('invalidRequest', t('No browser asks for {0}: it resolves "." and "..".', visibleText(key)), {
    cure: t('Share a copy under another name.'),
  });
}

/**
 * A command line for a POSIX shell that sends a file to a presigned URL, or fetches it.
 * @param key the object's, whose name the file has; `object` where no file should be called so, and `object.name` where
 * fetching `.name` could replace a file by which programs are configured
 */
export function curlCommand(method: 'GET' | 'PUT', url: string, key: string): string {
  const name = key.slice(key.lastIndexOf('/') + 1);
  const file = !isFileName(name) ? 'object' : method === 'GET' && name.startsWith('.') ? `object${name}` : name;
  // A dash in front would be taken for an option, or alone for the standard streams.
  const path = quoted(file.startsWith('-') ? `./${file}` : file);
  // curl would take these for patterns of several files (curl(1), --globoff).
  const literally = /[{}[\]#\\]/.test(file) ? '--globoff ' : '';
  return `curl --fail ${literally}${method === 'PUT' ? '--upload-file' : '--output'} ${path} ${quoted(url)}`;
}

/** Whether a file can have the name, and a person sees in the terminal which. */
function isFileName(name: string): boolean {
  return (
    !['', '.', '..'].includes(name) &&
    !/[\p{C}\p{Zl}\p{Zp}]/u.test(name) &&
    Buffer.byteLength(name) <= LONGEST_FILE_NAME
  );
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
