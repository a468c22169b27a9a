import type { S3ActionDeps } from './actions';
import type { CommandHandlers } from '../ids';

export type CopyCommand =
  | 'assumeRole.s3.copyUri'
  | 'assumeRole.s3.copyKey'
  | 'assumeRole.s3.copyArn'
  | 'assumeRole.s3.copyUrl'
  | 'assumeRole.s3.presignDownload'
  | 'assumeRole.s3.presignUpload'
  | 'assumeRole.s3.redshift';

/** Texts about what the S3 explorer shows: addresses, presigned URLs, Amazon Redshift statements. */
export function copyCommands(_deps: S3ActionDeps): Pick<CommandHandlers, CopyCommand> {
  return {} as Pick<CommandHandlers, CopyCommand>;
}
