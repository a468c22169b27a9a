import type { Credentials, TemporaryCredentials } from './credentials';
import type { IamDirectory } from './directory';
import type { Role } from './entities';
import { isTrusted } from './trust';

const MINUTE = 60_000;

/** What the sessions of AWS services are made from. */
export interface ServiceSessionDependencies {
  readonly directory: IamDirectory;
  readonly credentials: Credentials;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** For whom an AWS service assumes a role. */
export interface ServiceSessionRequest {
  readonly roleArn: string;
  /** Principal of the service in the role's trust policy, such as `ec2.amazonaws.com`. */
  readonly service: string;
  readonly sessionName: string;
  /** Session tags, all transitive; the trust policy must allow `sts:TagSession` when there are any. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** Credentials of a role that an AWS service hands out. */
export interface ServiceCredentials extends TemporaryCredentials {
  readonly role: Role;
  /** When they were made, in milliseconds since the epoch. */
  readonly issuedAt: number;
}

/** Why an AWS service has no credentials: the role is gone, or does not trust the service. */
export type ServiceSessionFailure = 'noRole' | 'notTrusted';

/** The session an AWS service keeps for its guest: the same one until it nears its expiry, then a new one. */
export class ServiceSession {
  readonly #deps: ServiceSessionDependencies;
  readonly #lifetime: { readonly durationSeconds: number; readonly renewMinutesBefore: number };
  #current: { readonly key: string; readonly credentials: ServiceCredentials } | undefined;

  constructor(
    deps: ServiceSessionDependencies,
    lifetime: { readonly durationSeconds: number; readonly renewMinutesBefore: number },
  ) {
    this.#deps = deps;
    this.#lifetime = lifetime;
  }

  /** @returns the credentials of now, or why there are none */
  get(request: ServiceSessionRequest): ServiceCredentials | ServiceSessionFailure {
    const { directory, credentials, now } = this.#deps;
    const key = JSON.stringify(request);
    const renewal = now() + this.#lifetime.renewMinutesBefore * MINUTE;
    if (this.#current?.key === key && this.#current.credentials.expiration > renewal) return this.#current.credentials;
    const role = directory.role(request.roleArn);
    if (!role) return 'noRole';
    const tags = request.tags ?? {};
    const tagKeys = Object.keys(tags);
    const actions = tagKeys.length > 0 ? ['sts:AssumeRole', 'sts:TagSession'] : ['sts:AssumeRole'];
    const context = {
      'sts:RoleSessionName': request.sessionName,
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [`aws:RequestTag/${name}`, value])),
      'aws:TagKeys': tagKeys.length > 0 ? tagKeys : undefined,
    };
    if (!isTrusted(role, { service: request.service }, actions, context)) return 'notTrusted';
    const { sessionName } = request;
    const identity = { sessionName, sourceIdentity: undefined, tags, transitiveTagKeys: tagKeys, policies: undefined };
    const issued = credentials.issue({ type: 'roleSession', role, ...identity }, this.#lifetime.durationSeconds);
    this.#current = { key, credentials: { ...issued, role, issuedAt: now() } };
    return this.#current.credentials;
  }
}
