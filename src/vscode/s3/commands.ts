import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import type { S3Node } from '../../core/s3/nodes';
import { isContainer, locationOf } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { HeadCache } from '../../core/s3/headCache';
import { uriOf } from '../files/objectFileSystem';
import { VIEW, type CommandHandlers, type CommandId } from '../ids';
import { signalOf } from '../support/cancellation';

/** What the S3 commands work on. */
export interface S3CommandDeps {
  readonly browser: ObjectBrowser;
  readonly heads: HeadCache;
  /** The S3 explorer, whose selection stands in for a missing argument (keyboard shortcuts pass none). */
  readonly view: Pick<vscode.TreeView<S3Node>, 'selection'>;
}

type S3Command = Extract<CommandId, `assumeRole.s3.${string}`>;

/** Refreshing, loading more, opening and copying in the S3 explorer. */
export function s3Commands({ browser, heads, view }: S3CommandDeps): Pick<CommandHandlers, S3Command> {
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
    'assumeRole.s3.openObject': async (node) => {
      const target = selected(node);
      if (target?.type !== 'object') return;
      const address = { profile: target.profile, bucket: target.bucket, key: target.object.key };
      // Throws what an editor would call an unexpected error; the editor then takes the answer from the cache.
      await heads.head(address, new AbortController().signal);
      await vscode.commands.executeCommand('vscode.open', uriOf(address), { preview: true });
    },
    'assumeRole.s3.copyUri': async (node) => {
      const place = placeOf(selected(node));
      if (place) await vscode.env.clipboard.writeText(s3Uri(place));
    },
    'assumeRole.s3.copyKey': async (node) => {
      const place = placeOf(selected(node));
      if (place) await vscode.env.clipboard.writeText(place.key);
    },
  };
}

/** The bucket and the key or prefix of a node that stands for something in S3. */
function placeOf(node: S3Node | undefined): { readonly bucket: string; readonly key: string } | undefined {
  if (node?.type === 'object') return { bucket: node.bucket, key: node.object.key };
  if (!node || !isContainer(node)) return undefined;
  const { bucket, prefix } = locationOf(node);
  return { bucket, key: prefix };
}
