import { t } from '@vscode/l10n';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import type { SignInPrompter } from '../../core/sessions/ports';
import { readUserCode } from '../../core/sessions/userCode';
import { WebPage } from '../../core/sessions/webPage';
import { AppError, isAppError } from '../../core/support/errors';
import type { Wait } from '../wait';
import type { Oidc } from './oidc';
import type { RegisteredClient, SignIn } from './signInStore';
import { whileShown } from './whileShown';

/** What is added to the interval when AWS asks to slow down, milliseconds (RFC 8628, "slow_down"). */
const SLOW_DOWN = 5000;

/** Signs in by a code that the person confirms in a browser anywhere (RFC 8628). */
export async function signInWithDeviceCode(
  { oidc, prompter, wait: pause }: { readonly oidc: Oidc; readonly prompter: SignInPrompter; readonly wait: Wait },
  instance: IdentityCenterInstance,
  client: RegisteredClient,
  signal: AbortSignal,
): Promise<SignIn> {
  const { deviceCode, url, interval, ...started } = await oidc.startDevice(instance, client, signal);
  const page = WebPage.of(url);
  const userCode = readUserCode(started.userCode);
  return whileShown(
    signal,
    (over) => prompter.waitForDeviceCode({ userCode, page }, instance.startUrl, over),
    async (over) => {
      for (let milliseconds = interval; ;) {
        await pause(milliseconds, over);
        try {
          return await oidc.redeemDevice(client, deviceCode, instance, over);
        } catch (error) {
          milliseconds += slowedBy(error);
        }
      }
    },
  );
}

/** How much longer to wait next time. @throws the error itself when waiting does not help */
function slowedBy(error: unknown): number {
  if (!isAppError(error)) throw error;
  switch (error.detail.code) {
    case 'AuthorizationPendingException':
      return 0;
    case 'SlowDownException':
      return SLOW_DOWN;
    case 'ExpiredTokenException':
      throw new AppError('identityUnavailable', t('Nobody confirmed the code in time.'), error.detail, error);
    case 'AccessDeniedException':
      throw new AppError('identityUnavailable', t('The sign-in was denied in the browser.'), error.detail, error);
    default:
      throw error;
  }
}
