import type * as vscode from 'vscode';
import type { HeadCache } from '../../core/s3/headCache';
import type { S3Node } from '../../core/s3/nodes';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Disposable } from '../../core/support/disposable';
import { describeView } from './objectTree';

/**
 * Keeps the explorer and what is known of objects at the active session; one the person obtained anew is listed anew, a
 * quiet renewal is not.
 */
export function followSession(
  browser: ObjectBrowser,
  heads: HeadCache,
  view: vscode.TreeView<S3Node>,
  sessions: SessionService,
): Disposable {
  let shown: Session | undefined;
  return sessions.onDidChange(({ active }) => {
    if (active?.profile === shown?.profile && active?.since === shown?.since) return;
    shown = active;
    describeView(view, active);
    heads.clear();
    browser.open(active?.profile.name);
  });
}
