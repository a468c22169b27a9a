import * as vscode from 'vscode';
import type { Destination } from '../../core/secrets/destination';
import type { SignInPrompter } from '../../core/sessions/ports';
import type { UserCode } from '../../core/sessions/userCode';
import type { WebPage } from '../../core/sessions/webPage';
import { cancelled } from '../../core/support/errors';
import { hostNote } from '../secrets/hostTexts';
import { tokenOf } from '../support/cancellation';
import { showInputBox } from '../texts/inputs';
import { askModal } from '../texts/messages';
import { withProgress } from '../texts/progress';
import { signInMethod } from './signInMethod';

/** Leads the person through a sign-in in the browser, with VS Code's own dialogs and notifications. */
export class WindowSignInPrompter implements SignInPrompter {
  async browserAddress(port: number): Promise<string | undefined> {
    const address = `http://127.0.0.1:${port}/`;
    if (vscode.env.uiKind === vscode.UIKind.Web) {
      // Nobody but the person knows whether this machine's loopback is the browser's too; VS Code would name a proxy.
      return signInMethod() === 'browser' ? address : undefined;
    }
    return (await vscode.env.asExternalUri(vscode.Uri.parse(address))).toString(true);
  }

  async waitForBrowser(page: WebPage, place: string, signal: AbortSignal): Promise<void> {
    await openPage(page);
    await waitShown(
      vscode.l10n.t('Waiting for you to sign in to {0} in the browser, at {1}', shown(place), page.host),
      signal,
    );
  }

  async waitForDeviceCode(
    { userCode, page }: { readonly userCode: UserCode; readonly page: WebPage },
    place: string,
    signal: AbortSignal,
  ): Promise<void> {
    const open = vscode.l10n.t('Open Browser');
    const copyLink = vscode.l10n.t('Copy Link');
    const answer = await askModal(
      vscode.l10n.t('Sign in to {0}', shown(place)),
      {
        severity: 'information',
        detail: vscode.l10n.t(
          'Allow access in the browser if its page shows this code: {0}\n\nThe page is at {1}. A browser on any machine will do.',
          userCode,
          page.host,
        ),
      },
      open,
      copyLink,
    );
    if (signal.aborted) return;
    if (answer === undefined) throw cancelled();
    if (answer === open) await openPage(page);
    else await vscode.env.clipboard.writeText(page.url);
    await waitShown(
      vscode.l10n.t('Waiting for you to allow code {0} in the browser, at {1}', userCode, page.host),
      signal,
    );
  }

  async samlAssertion(profile: string, destination: Destination, signal: AbortSignal): Promise<string> {
    const assertion = await showInputBox(
      {
        title: vscode.l10n.t('SAML Assertion for {0}', profile),
        prompt:
          vscode.l10n.t('The SAMLResponse your identity provider posts to AWS; it is good for 5 minutes.') +
          hostNote([destination]),
        password: true,
        ignoreFocusOut: true,
      },
      tokenOf(signal),
    );
    if (assertion === undefined || assertion.trim() === '') throw cancelled();
    return assertion;
  }
}

/** A start URL as people read it. */
function shown(url: string): string {
  return url.replace(/^https:\/\//, '');
}

/** Opens a page outside of VS Code, which may ask the person first. @throws AppError of kind `cancelled` at a "no" */
async function openPage({ url }: WebPage): Promise<void> {
  if (!(await vscode.env.openExternal(vscode.Uri.parse(url, true)))) throw cancelled();
}

/** Shows that something is waited for until `signal` aborts; throws kind `cancelled` when the person gives up. */
async function waitShown(title: string, signal: AbortSignal): Promise<void> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  await withProgress(options, (_, token) => {
    return new Promise<void>((resolve, reject) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      token.onCancellationRequested(() => reject(cancelled()));
    });
  });
}
