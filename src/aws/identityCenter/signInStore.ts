import type { IdentityCenterInstance } from '../../core/roles/discovery';
import { identityCenterDestination } from '../../core/secrets/destination';
import { canonicalStartUrl, earlierSignInName, signInName } from '../../core/secrets/signInName';
import type { TokenVault } from '../../core/sessions/ports';
import { isJsonObject, parseJsonObject } from '../../core/support/json';

/** A client registered with Identity Center's OIDC service. */
export interface RegisteredClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A person's sign-in: its tokens, and the client they were given to, which alone may refresh them. */
export interface SignIn {
  readonly client: RegisteredClient;
  readonly accessToken: string;
  /** Of the access token, milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly refreshToken?: string | undefined;
  /** Where it was made, when not at AWS's own hosts. */
  readonly endpoint?: string | undefined;
}

/** How a person signs in; each way has a client of its own, as each may do only what it is registered for. */
export type SignInWay = 'browser' | 'deviceCode';

/** Keeps sign-ins and clients as secrets, one of each for every instance, and so for every host they may be sent to. */
export class SignInStore {
  constructor(private readonly vault: TokenVault) {}

  async signIn(instance: IdentityCenterInstance): Promise<SignIn | undefined> {
    return (await this.#signInOf(instance, signInName(instance))) ?? this.#earlierSignIn(instance);
  }

  /** See {@link TokenVault}. */
  async mark(): Promise<number> {
    return this.vault.mark();
  }

  /** @param mark from before what it was made of was read */
  async keepSignIn(instance: IdentityCenterInstance, signIn: SignIn, mark: number): Promise<void> {
    await this.vault.storeToken(signInName(instance), JSON.stringify(signIn), mark);
    await this.#forgetEarlier(instance);
  }

  async forgetSignIn(instance: IdentityCenterInstance): Promise<void> {
    await this.vault.deleteToken(signInName(instance));
    await this.#forgetEarlier(instance);
  }

  async client(instance: IdentityCenterInstance, way: SignInWay): Promise<RegisteredClient | undefined> {
    const value = await this.#read(clientKey(instance, way));
    return isClient(value) ? value : undefined;
  }

  /** @param mark from before it was registered */
  async keepClient(
    instance: IdentityCenterInstance,
    way: SignInWay,
    client: RegisteredClient,
    mark: number,
  ): Promise<void> {
    await this.vault.storeToken(clientKey(instance, way), JSON.stringify(client), mark);
    // Which host a client of an earlier version came from is not known.
    await this.vault.deleteToken(earlierClientKey(instance, way));
  }

  async forgetClient(instance: IdentityCenterInstance, way: SignInWay): Promise<void> {
    await this.vault.deleteToken(clientKey(instance, way));
  }

  /** One that was made elsewhere, or says so, is none of this instance. */
  async #signInOf(instance: IdentityCenterInstance, name: string): Promise<SignIn | undefined> {
    const value = await this.#read(name);
    if (!value || !isClient(value['client']) || typeof value['accessToken'] !== 'string') return undefined;
    const signIn = value as unknown as SignIn;
    const from = identityCenterDestination({ region: instance.region, endpoint: signIn.endpoint });
    return from === identityCenterDestination(instance) ? signIn : undefined;
  }

  async #earlierSignIn(instance: IdentityCenterInstance): Promise<SignIn | undefined> {
    return this.#signInOf(instance, earlierSignInName(instance));
  }

  async #forgetEarlier(instance: IdentityCenterInstance): Promise<void> {
    if (await this.#earlierSignIn(instance)) await this.vault.deleteToken(earlierSignInName(instance));
  }

  /** What cannot be read counts as missing; the parser's own error would repeat a piece of the secret. */
  async #read(key: string): Promise<Record<string, unknown> | undefined> {
    const text = await this.vault.token(key);
    return text === undefined ? undefined : parseJsonObject(text);
  }
}

function isClient(value: unknown): value is RegisteredClient {
  return (
    isJsonObject(value) &&
    typeof value['clientId'] === 'string' &&
    typeof value['clientSecret'] === 'string' &&
    typeof value['expiresAt'] === 'number'
  );
}

function clientKey(instance: IdentityCenterInstance, way: SignInWay): string {
  const { startUrl, region } = instance;
  const destination = identityCenterDestination(instance);
  return `identityCenter/client/${way}/${JSON.stringify([canonicalStartUrl(startUrl), region, destination])}`;
}

function earlierClientKey({ startUrl, region }: IdentityCenterInstance, way: SignInWay): string {
  return `identityCenter/client/${way}/${region}/${canonicalStartUrl(startUrl)}`;
}
