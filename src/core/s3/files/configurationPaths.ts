import { t } from '@vscode/l10n';
import { AppError } from '../../support/errors';
import { configurationMark, isWorkspaceFileName } from '../../workspace/configurationNames';
import { FOLDER_ALIAS, plainSegment, segmentName, uriSegment, type FolderAddress } from '../address';
import { visibleText } from '../../texts/visible';

/** Whether the person has allowed that the configuration in this very folder counts. */
export type IsAllowed = (folder: FolderAddress) => boolean;

/** Nobody has allowed anything. */
export const NOTHING_ALLOWED: IsAllowed = () => false;

/**
 * Where in the path of a URI configuration stands under the name by which VS Code looks for it, such as `.vscode` instead of
 * `~2e~vscode`; the bucket's own name aside.
 * @returns the index of its segment; undefined for paths without
 */
function configurationAt(segments: readonly string[]): number | undefined {
  const at = segments.findIndex((segment, index) => index > 1 && isPlain(segment));
  return at < 0 ? undefined : at;
}

/**
 * The path under which a URI's object has its address: where configuration is allowed, it has the names that VS Code looks
 * for as well. Allowed is what stands in the folder itself, which is where VS Code looks.
 * @param folderOf the folder at a path; undefined for what is none
 * @throws AppError of kind `notFound` for configuration that is not allowed, and always for the file of a workspace
 */
export function servedPath(
  path: string,
  folderOf: (path: string) => FolderAddress | undefined,
  isAllowed: IsAllowed,
): string {
  const segments = path.split('/');
  const at = configurationAt(segments);
  if (at === undefined) return path;
  const isWorkspace = segments.some((segment) => isPlain(segment) && isWorkspaceFileName(nameOf(segment)));
  const folder = isWorkspace ? undefined : folderOf(segments.slice(0, at).join('/'));
  if (!folder || !isAllowed(folder)) throw refused('notFound', path);
  return segments.map((segment, index) => (index >= at && isPlain(segment) ? marked(segment) : segment)).join('/');
}

/** Whether a path goes through configuration under the names by which VS Code looks for it. */
export function isPlainPath(path: string): boolean {
  return configurationAt(path.split('/')) !== undefined;
}

/** A path with all names of configuration in it as VS Code looks for them. */
export function plainPath(path: string): string {
  const plain = (segment: string): string => {
    const name = nameOf(segment);
    return uriSegment(name) === withoutAlias(segment)
      ? segment.replace(uriSegment(name), () => plainSegment(name))
      : segment;
  };
  return path
    .split('/')
    .map((segment, index) => (index > 1 && segment !== '' && segment !== FOLDER_ALIAS ? plain(segment) : segment))
    .join('/');
}

/** Why a path is not served. @param kind `notFound` for who looks for it, `accessDenied` for who writes there */
export function refused(kind: 'notFound' | 'accessDenied', path: string): AppError {
  const segment = path.split('/').find((one, index) => index > 1 && isPlain(one)) ?? path;
  const name = visibleText(segment);
  return configurationMark(nameOf(segment)) === undefined
    ? new AppError(
        kind,
        t(
          '"{0}" would be opened by an editor that can run what is in it, as notebooks do, which nothing in S3 may unless you allow it.',
          name,
        ),
        {
          cure: t(
            'Open the object in the S3 explorer to read or change it as text, or allow the folder with "AWS: Allow Configuration of S3 Folder…".',
          ),
        },
      )
    : new AppError(
        kind,
        t('"{0}" is configuration, which VS Code takes from no folder in S3 unless you allow it.', name),
        {
          cure: t(
            'Open the object in the S3 explorer to read or change it, or run "AWS: Allow Configuration of S3 Folder…" to let it count.',
          ),
        },
      );
}

function isPlain(segment: string): boolean {
  const name = nameOf(segment);
  return withoutAlias(segment) === plainSegment(name) && uriSegment(name) !== plainSegment(name);
}

function marked(segment: string): string {
  const name = nameOf(segment);
  return uriSegment(name) + segment.slice(plainSegment(name).length);
}

function nameOf(segment: string): string {
  return segmentName(withoutAlias(segment));
}

function withoutAlias(segment: string): string {
  const isAlias = segment.length > FOLDER_ALIAS.length && segment.endsWith(FOLDER_ALIAS);
  return isAlias ? segment.slice(0, -FOLDER_ALIAS.length) : segment;
}
