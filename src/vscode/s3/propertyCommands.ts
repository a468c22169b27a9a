import type { S3ActionDeps } from './actions';
import type { CommandHandlers } from '../ids';

export type PropertyCommand =
  | 'assumeRole.s3.showProperties'
  | 'assumeRole.s3.showObjectVersions'
  | 'assumeRole.s3.restoreVersion'
  | 'assumeRole.s3.restoreArchived'
  | 'assumeRole.s3.showUploads';

/** Properties, versions, archived objects, incomplete uploads. */
export function propertyCommands(_deps: S3ActionDeps): Pick<CommandHandlers, PropertyCommand> {
  return {} as Pick<CommandHandlers, PropertyCommand>;
}
