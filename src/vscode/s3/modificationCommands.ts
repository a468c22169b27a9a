import type { S3ActionDeps } from './actions';
import type { CommandHandlers } from '../ids';

export type ModificationCommand =
  'assumeRole.s3.newFolder' | 'assumeRole.s3.delete' | 'assumeRole.s3.createBucket' | 'assumeRole.s3.deleteBucket';

/** Making and deleting folders, objects and buckets. */
export function modificationCommands(_deps: S3ActionDeps): Pick<CommandHandlers, ModificationCommand> {
  return {} as Pick<CommandHandlers, ModificationCommand>;
}
