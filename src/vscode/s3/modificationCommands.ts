import type { CommandHandlers } from '../ids';
import type { S3ActionDeps } from './actions';
import { chosenRow, rowsOfShortcut } from './chosenRows';
import { createBucket } from './createBucket';
import { deleteBucket } from './deleteBucket';
import { deleteRows } from './deleteObjects';
import { newFolder } from './newFolder';

export type ModificationCommand =
  'assumeRole.s3.newFolder' | 'assumeRole.s3.delete' | 'assumeRole.s3.createBucket' | 'assumeRole.s3.deleteBucket';

/** Making and deleting folders, objects and buckets. */
export function modificationCommands(deps: S3ActionDeps): Pick<CommandHandlers, ModificationCommand> {
  return {
    'assumeRole.s3.newFolder': async (node) => {
      const target = chosenRow(deps, node);
      if (target) await newFolder(deps, target);
    },
    'assumeRole.s3.delete': async (from, nodes) => {
      const rows = await rowsOfShortcut(deps, from, nodes);
      const [only] = rows;
      // The Delete key knows no kinds of rows.
      if (rows.length === 1 && only?.type === 'bucket') await deleteBucket(deps, only);
      else await deleteRows(deps, rows);
    },
    'assumeRole.s3.createBucket': (node) => createBucket(deps, node),
    'assumeRole.s3.deleteBucket': async (node) => {
      const target = chosenRow(deps, node);
      if (target?.type === 'bucket') await deleteBucket(deps, target);
    },
  };
}
