import { createHash, randomBytes } from 'node:crypto';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import type { SignInPrompter } from '../../core/sessions/ports';
import { isLoopback, WebPage } from '../../core/sessions/webPage';
import { CallbackListener } from './callbackListener';
import type { Oidc } from './oidc';
import type { RegisteredClient, SignIn } from './signInStore';
import { whileShown } from './whileShown';

/** Milliseconds a person may take at the sign-in page. */
const TIME_LIMIT = 10 * 60_000;

/** A way back from the person's browser to this machine. */
export interface BrowserWay {
  readonly listener: CallbackListener;
  /** Port under which the person's browser reaches the listener at 127.0.0.1 of its own machine. */
  readonly port: number;
}

/**
 * Opens the way back; undefined where the browser cannot reach this machine by a loopback address, which is all that
 * Identity Center sends it to. The caller closes the listener.
 */
export async function openBrowserWay(prompter: SignInPrompter): Promise<BrowserWay | undefined> {
  const listener = await CallbackListener.open();
  try {
    const address = await prompter.browserAddress(listener.port);
    const url = address === undefined || !URL.canParse(address) ? undefined : new URL(address);
    // Below another path answers a proxy that knows nothing of the callback's path.
    if (url?.protocol === 'http:' && isLoopback(url.hostname) && url.pathname === '/') {
      return { listener, port: Number(url.port || 80) };
    }
  } catch (error) {
    listener.close();
    throw error;
  }
  listener.close();
  return undefined;
}

/** Signs in at the page of Identity Center by an authorization code with PKCE (RFC 7636). */
export async function signInWithBrowser(
  { oidc, prompter }: { readonly oidc: Oidc; readonly prompter: SignInPrompter },
  instance: IdentityCenterInstance,
  client: RegisteredClient,
  { listener, port }: BrowserWay,
  signal: AbortSignal,
): Promise<SignIn> {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const state = randomBytes(16).toString('base64url');
  const redirectUri = `http://127.0.0.1:${port}/oauth/callback`;
  const page = WebPage.of(oidc.authorizationUrl(client, { redirectUri, state, challenge }, instance));
  const code = await whileShown(
    signal,
    (over) => prompter.waitForBrowser(page, instance.startUrl, over),
    (over) => listener.code(state, TIME_LIMIT, over),
  );
  return oidc.redeemCode(client, { code, redirectUri, verifier }, instance, signal);
}
