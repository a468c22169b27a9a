import { AuthorizationCodes } from './authorizationCodes';
import { ClientRegistry } from './clientRegistry';
import { type DeviceAuthorization, DeviceAuthorizations } from './deviceAuthorizations';
import type { IdentityCenterSeed, OrganizationAccountSeed } from './seed';
import { SignInSessions } from './signInSessions';

const DEFAULT_SESSION_SECONDS = 28_800;

/** What a person answers at the sign-in page. */
export interface Decision {
  /** User name of the person; the first of the directory when not given. */
  readonly userName?: string;
  /** False for Deny; Allow when not given. */
  readonly allow?: boolean;
}

/** An instance of IAM Identity Center, and what people do with it without a browser. */
export class IdentityCenter {
  /** AWS access portal URL: the `sso_start_url` of config files. */
  readonly startUrl: string;
  /** The `sso_region` of config files. */
  readonly region: string;
  readonly clients: ClientRegistry;
  readonly devices: DeviceAuthorizations;
  readonly codes: AuthorizationCodes;
  readonly sessions: SignInSessions;
  readonly seed: IdentityCenterSeed;

  /** @param now milliseconds since the epoch */
  constructor(seed: IdentityCenterSeed, now: () => number) {
    this.seed = seed;
    this.startUrl = seed.startUrl;
    this.region = seed.region;
    this.clients = new ClientRegistry(now);
    this.devices = new DeviceAuthorizations(now);
    this.codes = new AuthorizationCodes(this.clients, now);
    this.sessions = new SignInSessions(seed.sessionSeconds ?? DEFAULT_SESSION_SECONDS, now);
  }

  /** Every device authorization asked for so far, in order. */
  get requests(): readonly DeviceAuthorization[] {
    return this.devices.all;
  }

  /** Allows a device, as its page's Allow does. @throws TypeError for an unknown user or a code that waits for nobody */
  approve(userCode: string, userName?: string): void {
    const user = this.#user(userName);
    if (!this.devices.pending(userCode)) throw new TypeError(`There is no device authorization ${userCode} to decide.`);
    this.devices.decide(userCode, this.sessions.begin(user));
  }

  /** Refuses a device, as its page's Deny does. @throws TypeError for a code that waits for nobody */
  deny(userCode: string): void {
    this.devices.decide(userCode, undefined);
  }

  /**
   * Answers an authorization page, as its buttons do.
   * @param url of the page, as a client would open it in a browser
   * @returns the callback's URL, where the browser would go then
   * @throws TypeError for an unknown user or a request whose redirect URI is not registered
   */
  authorize(url: string, { userName, allow = true }: Decision = {}): string {
    const request = this.codes.read(new URL(url).searchParams);
    if (!request) throw new TypeError('The client or its redirect URI is not registered.');
    if (request.problem) return this.codes.refuse(request, request.problem);
    if (!allow) return this.codes.refuse(request, 'access_denied');
    return this.codes.allow(request, this.sessions.begin(this.#user(userName)));
  }

  /** Ends the sign-in sessions of a user, or of everybody: their access and refresh tokens are refused from now on. */
  revoke(userName?: string): void {
    this.sessions.revoke(userName);
  }

  /** @returns the accounts a user has a role in, in the order of the seed */
  accountsOf(userName: string): OrganizationAccountSeed[] {
    return this.seed.accounts.filter(({ id }) => this.permissionSetsOf(userName, id).length > 0);
  }

  /** @returns the names of the permission sets a user has in an account */
  permissionSetsOf(userName: string, accountId: string): string[] {
    return this.seed.assignments
      .filter((assignment) => assignment.userName === userName && assignment.accountId === accountId)
      .flatMap(({ permissionSets }) => permissionSets);
  }

  #user(userName = this.seed.users[0]): string {
    if (userName === undefined || !this.seed.users.includes(userName)) {
      throw new TypeError(`Identity Center has no user ${userName ?? ''}.`);
    }
    return userName;
  }
}
