import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { folderExists, folderKey, folderNameProblem } from '../../core/s3/folderNames';
import { visibleText } from '../../core/texts/visible';
import { isPrefix, locationOf, type PrefixNode, type S3Node } from '../../core/s3/nodes';
import { assertWritable } from '../../core/s3/writable';
import { isAppError } from '../../core/support/errors';
import { runSteps, type Step } from '../support/multiStep';
import { withLateProgress } from '../support/lateProgress';
import type { S3ActionDeps } from './actions';

/** What S3 clients give the empty objects that stand for folders. */
const FOLDER_TYPE = 'application/x-directory';

/**
 * Makes a folder in the container `node` stands for or stands in: an empty object whose key ends with `/`.
 * @throws AppError of kind `cancelled` when the person gives up
 */
export async function newFolder(
  { storeOf, getProfile, revealRow }: Pick<S3ActionDeps, 'storeOf' | 'getProfile' | 'revealRow'>,
  node: S3Node,
): Promise<void> {
  const parent = containerOf(node);
  if (!parent) return;
  assertWritable(getProfile(parent.profile));
  const store = storeOf(parent.profile);
  const { bucket, prefix } = locationOf(parent);
  const taken = new Set<string>();
  let name = '';
  for (;;) {
    name = await askForName(bucket, prefix, name, taken);
    const key = folderKey(prefix, name);
    const isMade = await withLateProgress(
      vscode.l10n.t('Making the folder {0}', visibleText(name)),
      async (_, signal) => {
        if (await folderExists(store, bucket, key, signal)) return false;
        try {
          await store.write(
            { bucket, key },
            new Uint8Array(),
            { contentType: FOLDER_TYPE },
            { ifAbsent: true },
            signal,
          );
          return true;
        } catch (error) {
          if (isAppError(error, 'exists')) return false;
          throw error;
        }
      },
    );
    if (isMade) break;
    taken.add(key);
  }
  // A row of the search results is not in the tree, and stays as it is.
  await revealRow(parent, { select: false, expand: true }).then(undefined, () => undefined);
}

/** @param taken keys of folders that are known to be there */
async function askForName(bucket: string, prefix: string, value: string, taken: ReadonlySet<string>): Promise<string> {
  const draft = { name: value };
  const step: Step<typeof draft> = {
    kind: 'text',
    prompt: vscode.l10n.t(
      'Name of the folder in {0}; with "/" a folder in another',
      visibleText(s3Uri({ bucket, key: prefix })),
    ),
    value: ({ name }) => name,
    keep: (answers, text) => (answers.name = text),
    validate: (text) => folderNameProblem(prefix, text, taken),
  };
  await runSteps(vscode.l10n.t('New Folder'), [step], draft);
  return draft.name;
}

function containerOf(node: S3Node): PrefixNode | undefined {
  if (isPrefix(node)) return node;
  return node.parent && containerOf(node.parent);
}
