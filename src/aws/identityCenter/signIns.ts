import { t } from '@vscode/l10n';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import { signInName } from '../../core/secrets/signInName';
import type { SignInMethod, SignInPrompter } from '../../core/sessions/ports';
import { AppError, isAppError } from '../../core/support/errors';
import { SingleFlight } from '../../core/support/singleFlight';
import type { Wait } from '../wait';
import { openBrowserWay, signInWithBrowser } from './browserSignIn';
import { readCliSignIn, updateCliSignIn } from './cliSignIn';
import { signInWithDeviceCode } from './deviceSignIn';
import type { Oidc } from './oidc';
import type { RegisteredClient, SignIn, SignInStore, SignInWay } from './signInStore';

/** What sign-ins are made with. */
export interface SignInDependencies {
  readonly oidc: Oidc;
  readonly store: SignInStore;
  readonly prompter: SignInPrompter;
  readonly method: () => SignInMethod;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wait: Wait;
}

/** How an access token is wanted. */
export interface TokenRequest {
  readonly interactive: boolean;
  readonly signal: AbortSignal;
  /** A token that Identity Center has just refused, whatever its expiry says. */
  readonly rejected?: string | undefined;
}

/** A token with less time left than this is refreshed first, milliseconds. */
const TIME_NEEDED = 60_000;

/**
 * Who is signed in to which instance. However many ask for a token of an instance, it is refreshed once and the person
 * signs in once.
 */
export class SignIns {
  readonly #refreshing = new SingleFlight<string | undefined>();
  readonly #signingIn = new SingleFlight<string>();

  constructor(private readonly deps: SignInDependencies) {}

  /**
   * A token good for the portal: the kept one, a refreshed one, the AWS CLI's, or one of a new sign-in.
   * @throws AppError interactionRequired when only a person could get one and may not be asked
   */
  async accessToken(instance: IdentityCenterInstance, request: TokenRequest): Promise<string> {
    const { interactive, signal, rejected } = request;
    const key = JSON.stringify([signInName(instance), rejected]);
    const held = await this.#refreshing.run(key, signal, (shared) => this.#quietly(instance, rejected, shared));
    if (held !== undefined) return held;
    if (!interactive) {
      throw new AppError('interactionRequired', t('You are not signed in to {0}.', instance.startUrl));
    }
    return this.#signingIn.run(key, signal, async (shared) => {
      const mark = await this.deps.store.mark();
      const signIn = await this.#signIn(instance, shared);
      await this.deps.store.keepSignIn(instance, signIn, mark);
      return signIn.accessToken;
    });
  }

  /** Forgets the tokens kept here and returns what still stands for a sign-in, the AWS CLI's included. */
  async forget(instance: IdentityCenterInstance): Promise<SignIn[]> {
    const own = await this.deps.store.signIn(instance);
    const cli = await readCliSignIn(instance);
    await this.deps.store.forgetSignIn(instance);
    return [own, cli?.signIn].filter((signIn) => signIn !== undefined);
  }

  /** A token without the person; undefined where there is none. */
  async #quietly(
    instance: IdentityCenterInstance,
    rejected: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { oidc, store } = this.deps;
    const usable = (signIn: SignIn | undefined): boolean =>
      signIn !== undefined && signIn.accessToken !== rejected && signIn.expiresAt > this.deps.now() + TIME_NEEDED;
    const mark = await store.mark();
    const own = await store.signIn(instance);
    if (usable(own)) return own?.accessToken;
    const renewed = own && (await oidc.refresh(own, instance, signal));
    if (renewed) {
      await store.keepSignIn(instance, renewed, mark);
      return renewed.accessToken;
    }
    // Another window may have been first with the refresh token, which is good once.
    const others = own && (await store.signIn(instance));
    if (others?.accessToken !== own?.accessToken && usable(others)) return others?.accessToken;
    const cli = await readCliSignIn(instance);
    if (cli === undefined || usable(cli.signIn)) return cli?.signIn.accessToken;
    const renewedCli = await oidc.refresh(cli.signIn, instance, signal);
    if (renewedCli) await updateCliSignIn(cli.file, renewedCli);
    return renewedCli?.accessToken;
  }

  async #signIn(instance: IdentityCenterInstance, signal: AbortSignal): Promise<SignIn> {
    const { prompter, method } = this.deps;
    const browser = method() === 'deviceCode' ? undefined : await openBrowserWay(prompter);
    if (!browser) {
      if (method() === 'browser') {
        const message = t('The browser cannot come back to this machine; choose to sign in with a device code.');
        throw new AppError('identityUnavailable', message);
      }
      return this.#withClient(instance, 'deviceCode', signal, (client) =>
        signInWithDeviceCode(this.deps, instance, client, signal),
      );
    }
    try {
      return await this.#withClient(instance, 'browser', signal, (client) =>
        signInWithBrowser(this.deps, instance, client, browser, signal),
      );
    } finally {
      browser.listener.close();
    }
  }

  /** Works with the kept client, or with a new one where there is none or AWS does not know it any more. */
  async #withClient<T>(
    instance: IdentityCenterInstance,
    way: SignInWay,
    signal: AbortSignal,
    work: (client: RegisteredClient) => Promise<T>,
  ): Promise<T> {
    const { store, oidc, now } = this.deps;
    const kept = await store.client(instance, way);
    if (kept && kept.expiresAt > now() + TIME_NEEDED) {
      try {
        return await work(kept);
      } catch (error) {
        const unknown = isAppError(error) && /^(Invalid|Unauthorized)ClientException$/.test(error.detail.code ?? '');
        if (!unknown) throw error;
        await store.forgetClient(instance, way);
      }
    }
    const mark = await store.mark();
    const client = await oidc.register(instance, way, signal);
    await store.keepClient(instance, way, client, mark);
    return work(client);
  }
}
