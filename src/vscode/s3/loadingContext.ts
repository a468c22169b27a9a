import * as vscode from 'vscode';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { Clock } from '../../core/support/clock';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { CONTEXT } from '../ids';

/** How long a listing takes before it can be stopped, in milliseconds: a button that comes and goes at once disturbs. */
const NOTICED_AFTER = 500;

/** Keeps the `when`-clause key that shows "Stop Loading" in step with the explorer. */
export function trackLoading(browser: Pick<ObjectBrowser, 'onDidChangeLoading'>, clock: Clock): Disposable {
  const store = new DisposableStore();
  const set = (value: boolean): void => {
    void vscode.commands.executeCommand('setContext', CONTEXT.s3Loading, value);
  };
  let timer: Disposable | undefined;
  store.add({ dispose: () => timer?.dispose() });
  store.add(
    browser.onDidChangeLoading((isLoading) => {
      timer?.dispose();
      if (isLoading) timer = clock.after(NOTICED_AFTER, () => set(true));
      else set(false);
    }),
  );
  return store;
}
