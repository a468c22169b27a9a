import type { S3ActionDeps } from '../s3/actions';
import type { CommandHandlers } from '../ids';

export type FileCommand =
  | 'assumeRole.s3.openAsWorkspaceFolder'
  | 'assumeRole.s3.newFile'
  | 'assumeRole.s3.rename'
  | 'assumeRole.conflict.keepMine'
  | 'assumeRole.conflict.takeTheirs'
  | 'assumeRole.conflict.saveAsNew';

/** Objects as files: workspace folders, new objects, renaming, conflicts. */
export function fileCommands(_deps: S3ActionDeps): Pick<CommandHandlers, FileCommand> {
  return {} as Pick<CommandHandlers, FileCommand>;
}
