import type * as vscode from 'vscode';
import type { HeadCache } from '../../core/s3/headCache';
import type { S3Node } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import { VIEW, type CommandHandlers } from '../ids';
import { signalOf } from '../support/cancellation';
import { withProgress } from '../texts/progress';
import { chosenRow } from './chosenRows';

/** What the S3 commands work on. */
export interface NavigationDeps {
  readonly browser: ObjectBrowser;
  readonly heads: HeadCache;
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
}

export type NavigationCommand =
  'assumeRole.s3.refresh' | 'assumeRole.s3.refreshRow' | 'assumeRole.s3.loadMore' | 'assumeRole.s3.stopLoading';

/** What is done to the listings of the S3 explorer itself. */
export function navigationCommands({ browser, heads, view }: NavigationDeps): Pick<CommandHandlers, NavigationCommand> {
  const refresh = (node?: S3Node): void => {
    heads.clear();
    browser.refresh(node);
  };
  return {
    'assumeRole.s3.refresh': () => refresh(),
    'assumeRole.s3.refreshRow': (node) => refresh(node),
    'assumeRole.s3.loadMore': async (node?: S3Node) => {
      const target = chosenRow({ view }, node);
      if (target?.type !== 'loadMore' && target?.type !== 'message') return;
      await withProgress({ location: { viewId: VIEW.s3 } }, (_, token) => browser.loadMore(target, signalOf(token)));
    },
    'assumeRole.s3.stopLoading': () => browser.stop(),
  };
}
