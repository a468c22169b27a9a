import type { BaseIdentity } from '../roles/baseIdentity';
import type { Hosts, Profile, Recipe } from '../roles/profile';
import type { Destination } from '../secrets/destination';
import type { SecretId } from '../secrets/secretId';
import type { SecretUse } from '../secrets/secretUse';
import type { Sendable } from '../secrets/sendable';
import type { SecretRef } from '../support/errors';
import type { Event } from '../support/event';
import type { Credentials } from './credentials';
import type { CallerIdentity } from './session';
import type { UserCode } from './userCode';
import type { WebPage } from './webPage';

/** Where and how STS is reached for a profile. */
export type StsTarget = Hosts;

/** An MFA device and the code it shows. */
export interface MfaCode {
  readonly serial: string;
  /** Six digits. */
  readonly code: string;
}

/** A hop with everything filled in, as `sts:AssumeRole` takes it (STS API, AssumeRole). */
export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** A plain text where it stands in the settings. */
  readonly externalId?: string | Sendable<string> | undefined;
  /** Seconds. */
  readonly durationSeconds?: number | undefined;
  readonly mfa?: MfaCode | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
  /** Session policy, a JSON document as text. */
  readonly policy?: string | undefined;
  readonly policyArns?: readonly string[] | undefined;
}

/** A role session as STS returned it. */
export interface AssumedRole {
  readonly credentials: Credentials;
  readonly identity: CallerIdentity;
}

/** AWS STS. Every method throws {@link AppError}s only. */
export interface RoleAssumer {
  /** One `sts:AssumeRole` call, signed with `caller`. */
  assumeRole(
    request: AssumeRoleRequest,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<AssumedRole>;
  /**
   * One `sts:GetSessionToken` call with an MFA code, signed with an IAM user's long-term keys.
   * @param durationSeconds 900 to 129,600 (STS API, GetSessionToken)
   */
  sessionToken(
    mfa: MfaCode,
    durationSeconds: number,
    caller: Credentials,
    target: StsTarget,
    signal: AbortSignal,
  ): Promise<Credentials>;
  /** One `sts:GetCallerIdentity` call, signed with `caller`. */
  callerIdentity(caller: Credentials, target: StsTarget, signal: AbortSignal): Promise<CallerIdentity>;
}

/** How a base identity's credentials are wanted, and for whom. */
export interface SourceContext extends SecretUse {
  readonly target: StsTarget;
  /** Where requests are signed with them, see {@link signingDestinations}. */
  readonly destinations: readonly Destination[];
}

/** First credentials of a chain. Throws {@link AppError}s only. */
export interface CredentialSource {
  resolve(source: BaseIdentity, context: SourceContext): Promise<Credentials>;
}

/** Long-term secrets by name, as they are kept; undefined where there is none of that name. */
export interface KeptSecrets {
  accessKeys(name: string): Promise<Credentials | undefined>;
  externalId(name: string): Promise<string | undefined>;
  /** A key for SSE-C, 32 bytes. */
  customerKey(name: string): Promise<Uint8Array | undefined>;
  has(ref: SecretRef): Promise<boolean>;
}

/**
 * Long-term secrets by name, for somebody who sends them somewhere; undefined where there is none of that name. Each
 * rejects with kind `interactionRequired` where a person must decide whether it may go there and may not be asked, and
 * with `cancelled` when they say no.
 */
export interface SecretVault {
  /** @param destinations where requests are signed with them */
  accessKeys(name: string, destinations: readonly Destination[], use: SecretUse): Promise<Credentials | undefined>;
  /** The access key ID of those keys, which is no secret. */
  accessKeyId(name: string): Promise<string | undefined>;
  externalId(name: string, to: Destination, use: SecretUse): Promise<Sendable<string> | undefined>;
  /** A key for SSE-C, 32 bytes. */
  customerKey(name: string, to: Destination, use: SecretUse): Promise<Sendable<Uint8Array> | undefined>;
  /** Returns when a base identity's credentials can sign requests there. */
  allowSigning(source: BaseIdentity, destinations: readonly Destination[], use: SecretUse): Promise<void>;
  /** Returns when a secret that the vault may not hold can be sent there. */
  allow(secret: SecretId, destinations: readonly Destination[], use: SecretUse): Promise<void>;
  /** Takes note that the person agreed to a recipe after it was shown to them: what it names is not asked about again. */
  noteAgreed(recipe: Recipe): Promise<void>;
  has(ref: SecretRef): Promise<boolean>;
}

/** Texts kept as secrets by the AWS layer under names of its own, such as Identity Center's tokens. */
export interface TokenVault {
  token(name: string): Promise<string | undefined>;
  /** To store with what is made of the tokens that are read from now on: it is forgotten together with them. */
  mark(): Promise<number>;
  /** @param mark from before what it was made of was read, or before the person was asked for it */
  storeToken(name: string, value: string, mark: number): Promise<void>;
  deleteToken(name: string): Promise<void>;
}

/** Credentials with an expiry, as they are kept for later windows. */
export interface KeptSession {
  readonly credentials: Credentials;
  /** Undefined for a base identity's own credentials. */
  readonly identity?: CallerIdentity | undefined;
  /** Access key ID of the long-term keys it comes from; undefined for base identities without such keys. */
  readonly origin?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Sessions that outlive the window and are shared by all windows of this person; kept as secrets. */
export interface SessionCache {
  load(key: string): Promise<KeptSession | undefined>;
  /**
   * Takes note of what other windows have forgotten.
   * @returns what to store with what is made of the secrets at hand from now on: it is forgotten together with them
   */
  mark(): Promise<number>;
  store(key: string, session: KeptSession, mark: number): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes every session. */
  clear(): Promise<void>;
  /** Fires with the key of a session that another window has stored or removed. */
  readonly onDidChange: Event<string>;
  /** Fires when all sessions were forgotten in another window, or everything in any: none may be used any more. */
  readonly onDidForget: Event<void>;
}

/** Lets one window at a time do some work, so that many windows renew a session once. */
export interface WindowLock {
  /** Runs `work` while no other window holds `key`; a window that died holds nothing. Rejects as `cancelled` at `signal`. */
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** What an MFA code is asked for. */
export interface CodeQuestion {
  readonly profile: string;
  /** Where the code is sent. */
  readonly destination: Destination;
  readonly rejected?: 'refused' | 'reused' | undefined;
}

/** Asks the person. Every method throws an {@link AppError} of kind `cancelled` when the person gives up. */
export interface Prompter {
  /**
   * A six-digit MFA code.
   * @param rejected why the previous code of the same attempt was not taken, if there was one
   */
  mfaCode(serial: string, context: CodeQuestion, signal: AbortSignal): Promise<string>;
  /** Shows what a profile of the workspace does and asks whether it may be used; anything but a yes is giving up. */
  consent(profile: Profile, signal: AbortSignal): Promise<void>;
  /**
   * Asks for a secret the profile refers to and stores it in the vault, to be sent to `destinations` only.
   */
  storeSecret(ref: SecretRef, destinations: readonly Destination[], signal: AbortSignal): Promise<void>;
}

/** How a person signs in to Identity Center: `auto` is the browser where it can come back, else a device code. */
export type SignInMethod = 'auto' | 'browser' | 'deviceCode';

/** What a sign-in shows to the person. Every method throws kind `cancelled` when the person gives up. */
export interface SignInPrompter {
  /**
   * The address under which the person's browser reaches `http://127.0.0.1:<port>/` of this machine; undefined where
   * none can (a device code is used then).
   */
  browserAddress(port: number): Promise<string | undefined>;
  /** Opens the sign-in page and shows that it is waited for; returns when `signal` aborts (the sign-in is over). */
  waitForBrowser(page: WebPage, place: string, signal: AbortSignal): Promise<void>;
  /** Shows the code to confirm in the browser; returns when `signal` aborts (the sign-in is over). */
  waitForDeviceCode(
    code: { readonly userCode: UserCode; readonly page: WebPage },
    place: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** A base64 SAML assertion the person pastes, to be sent to `destination`. */
  samlAssertion(profile: string, destination: Destination, signal: AbortSignal): Promise<string>;
}
