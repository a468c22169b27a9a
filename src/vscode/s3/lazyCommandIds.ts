import type { PreviewCommand } from '../previews/previews';
import type { S3Action } from './actions';
import type { ExplorerCommand } from './explorerCommands';
import type { NavigationCommand } from './navigationCommands';
import type { SearchCommand } from './search/search';

/** Commands of the bundle of actions; the compiler sees to it that none is missing. */
export const ACTION_COMMANDS: Readonly<Record<S3Action, true>> = {
  'assumeRole.s3.copyUri': true,
  'assumeRole.s3.copyKey': true,
  'assumeRole.s3.copyArn': true,
  'assumeRole.s3.copyUrl': true,
  'assumeRole.s3.presignDownload': true,
  'assumeRole.s3.presignUpload': true,
  'assumeRole.s3.redshift': true,
  'assumeRole.s3.newFolder': true,
  'assumeRole.s3.delete': true,
  'assumeRole.s3.createBucket': true,
  'assumeRole.s3.deleteBucket': true,
  'assumeRole.s3.showProperties': true,
  'assumeRole.s3.showObjectVersions': true,
  'assumeRole.s3.restoreVersion': true,
  'assumeRole.s3.restoreArchived': true,
  'assumeRole.s3.showUploads': true,
  'assumeRole.s3.openAsWorkspaceFolder': true,
  'assumeRole.s3.allowConfiguration': true,
  'assumeRole.s3.newFile': true,
  'assumeRole.s3.rename': true,
  'assumeRole.conflict.keepMine': true,
  'assumeRole.conflict.takeTheirs': true,
  'assumeRole.conflict.saveAsNew': true,
};

/** Commands of the bundle of the explorer. */
export const EXPLORER_COMMANDS: Readonly<Record<ExplorerCommand | NavigationCommand, true>> = {
  'assumeRole.s3.refresh': true,
  'assumeRole.s3.refreshRow': true,
  'assumeRole.s3.loadMore': true,
  'assumeRole.s3.stopLoading': true,
  'assumeRole.s3.goTo': true,
  'assumeRole.s3.filter': true,
  'assumeRole.s3.clearFilter': true,
  'assumeRole.s3.sort': true,
  'assumeRole.s3.pinSession': true,
  'assumeRole.s3.unpinSession': true,
  'assumeRole.s3.addBookmark': true,
  'assumeRole.s3.removeBookmark': true,
  'assumeRole.s3.showVersions': true,
  'assumeRole.s3.hideVersions': true,
};

/** Commands of the bundle of previews. */
export const PREVIEW_COMMANDS: Readonly<Record<PreviewCommand, true>> = {
  'assumeRole.s3.openObject': true,
  'assumeRole.s3.openAsText': true,
  'assumeRole.s3.previewObject': true,
  'assumeRole.s3.compareWithLocal': true,
  'assumeRole.s3.selectForCompare': true,
  'assumeRole.s3.compareWithSelected': true,
  'assumeRole.s3.compareWithVersion': true,
  'assumeRole.preview.loadMore': true,
  'assumeRole.preview.showEnd': true,
};

/** Commands of the bundle of the search. */
export const SEARCH_COMMANDS: Readonly<Record<SearchCommand, true>> = {
  'assumeRole.s3.search': true,
  'assumeRole.s3.searchAgain': true,
  'assumeRole.s3.stopSearch': true,
  'assumeRole.s3.clearSearch': true,
};
