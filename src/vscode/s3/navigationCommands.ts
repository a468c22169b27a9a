import * as vscode from 'vscode';
import type { S3Node } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { HeadCache } from '../../core/s3/headCache';
import { VIEW, type CommandHandlers, type CommandId } from '../ids';
import type { PreviewCommand } from '../previews/previews';
import { signalOf } from '../support/cancellation';
import type { S3Action } from './actions';
import type { SearchCommand } from './search/search';

/** What the S3 commands work on. */
export interface NavigationDeps {
  readonly browser: ObjectBrowser;
  readonly heads: HeadCache;
  /** The S3 explorer, whose selection stands in for a missing argument (keyboard shortcuts pass none). */
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
}

export type NavigationCommand = Exclude<
  Extract<CommandId, `assumeRole.s3.${string}`>,
  S3Action | PreviewCommand | SearchCommand
>;

/** Finding one's way in the S3 explorer. */
export function navigationCommands({ browser, heads, view }: NavigationDeps): Pick<CommandHandlers, NavigationCommand> {
  const selected = (node: S3Node | undefined): S3Node | undefined => node ?? view.selection[0];

  return {
    'assumeRole.s3.refresh': (node) => {
      heads.clear();
      browser.refresh(node);
    },
    'assumeRole.s3.loadMore': async (node) => {
      const target = selected(node);
      if (target?.type !== 'loadMore') return;
      await vscode.window.withProgress({ location: { viewId: VIEW.s3 } }, (_, token) =>
        browser.loadMore(target, signalOf(token)),
      );
    },
  } as Pick<CommandHandlers, NavigationCommand>;
}
