import { config, type l10nJsonFormat } from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { HeadCache } from '../../core/s3/headCache';
import type { S3Node } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { ObjectChanges } from '../../core/s3/objectChanges';
import type { ObjectStore } from '../../core/s3/objectStore';
import type { WriteConsent } from '../../core/s3/writeConsent';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Clock } from '../../core/support/clock';
import type { AllowedFolders } from '../files/allowedFolders';
import { fileCommands, type FileCommand } from '../files/fileCommands';
import type { ObjectFiles } from '../files/objectFiles';
import type { CommandHandlers } from '../ids';
import type { FrontEditor } from '../sessions/frontEditor';
import type { SessionHandOver } from '../sessions/handOver';
import type { Log } from '../support/log';
import type { Selections } from './chosenRows';
import { copyCommands, type CopyCommand } from './copyCommands';
import { modificationCommands, type ModificationCommand } from './modificationCommands';
import { propertyCommands, type PropertyCommand } from './propertyCommands';
import { followInstalledEditors } from '../workspace/installedEditors';

/** What the actions on rows of the S3 explorer work with. */
export interface S3ActionDeps extends Selections {
  readonly browser: ObjectBrowser;
  readonly heads: HeadCache;
  readonly changes: ObjectChanges;
  /** The S3 of a profile's session; throws kind `expired` without one. Changes through it are told to everybody. */
  readonly storeOf: (profile: string) => ObjectStore;
  /** The profile of that name as it is used now; throws kind `profileNotFound`. */
  readonly getProfile: (name: string) => Profile;
  readonly sessions: SessionService;
  /** The person's consent to change production, which every store asks for itself. */
  readonly consent: WriteConsent;
  /** Is told through whose session the web pages show objects. */
  readonly front: FrontEditor;
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
  /** Shows a row, also one that a change has just brought. */
  readonly revealRow: vscode.TreeView<S3Node>['reveal'];
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** What a click on a row of an object or a version runs; never rejects. */
  readonly commandOf: (node: S3Node) => Promise<vscode.Command>;
  /** Objects as files of VS Code. */
  readonly files: () => Promise<ObjectFiles>;
  readonly allowedFolders: AllowedFolders;
  readonly handOver: SessionHandOver;
  /** Keeps what the person was told. */
  readonly globalState: vscode.Memento;
}

/** Commands of this bundle. */
export type S3Action = CopyCommand | FileCommand | ModificationCommand | PropertyCommand;

/** What is done with what the S3 explorer shows, in a bundle of its own that is loaded at the first use. */
export function createS3Actions(
  deps: S3ActionDeps,
  translations: l10nJsonFormat | undefined,
): Pick<CommandHandlers, S3Action> {
  if (translations) config({ contents: translations });
  followInstalledEditors();
  return {
    ...copyCommands(deps),
    ...fileCommands(deps),
    ...modificationCommands(deps),
    ...propertyCommands(deps),
  };
}
