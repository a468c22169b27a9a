import { AttachedPolicies } from './attachedPolicies';
import {
  type AccessKey,
  type Entity,
  type OidcProvider,
  type Role,
  type Root,
  type SamlProvider,
  type User,
  uniqueIdOf,
} from './entities';
import { awsManagedPolicy } from './managedPolicies';
import { MfaDevice } from './mfaDevice';
import { MalformedPolicy, type PolicyDocument, listOf, parsePolicy } from './policyDocument';
import type { AccessKeySeed, AccountSeed, PermissionsSeed, RoleSeed, UserSeed } from './seed';

/** When everything a world starts with was made. */
const SEEDED_AT = Date.UTC(2024, 0, 1);

/** IAM of all accounts: users, roles, keys, MFA devices and managed policies, found by their names. */
export class IamDirectory {
  readonly #keys = new Map<string, AccessKey>();
  readonly #roles = new Map<string, Role>();
  readonly #users = new Map<string, User>();
  readonly #managedPolicies = new Map<string, PolicyDocument>();
  readonly #accounts = new Map<string, AccountSeed>();
  readonly #oidcProviders = new Map<string, OidcProvider>();
  readonly #samlProviders = new Map<string, SamlProvider>();
  readonly #mfaDevices: MfaDevice[] = [];

  /** @throws MalformedPolicy or TypeError for a world that could not exist in AWS */
  constructor(accounts: readonly AccountSeed[]) {
    for (const account of accounts) this.#addAccount(account);
  }

  /** All MFA devices. */
  get mfaDevices(): readonly MfaDevice[] {
    return this.#mfaDevices;
  }

  /** @returns the active key with this ID */
  key(accessKeyId: string): AccessKey | undefined {
    const key = this.#keys.get(accessKeyId);
    return key?.status === 'Inactive' ? undefined : key;
  }

  /** @returns the role with this ARN */
  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
  }

  /** @returns the user with this ARN */
  user(arn: string): User | undefined {
    return this.#users.get(arn);
  }

  /** @returns the roles of an account by name */
  rolesOf(accountId: string): Role[] {
    return [...this.#roles.values()].filter((role) => role.accountId === accountId).sort(byName);
  }

  /** @returns the users of an account by name */
  usersOf(accountId: string): User[] {
    return [...this.#users.values()].filter((user) => user.accountId === accountId).sort(byName);
  }

  /** @returns the access keys of a user or root user, inactive ones included, the oldest first */
  accessKeysOf(owner: Root | User): AccessKey[] {
    return [...this.#keys.values()].filter((key) => key.owner === owner);
  }

  /** @returns the access key with this ID, active or not */
  accessKey(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Gives its owner an access key. */
  addAccessKey(key: AccessKey): void {
    this.#keys.set(key.id, key);
  }

  /** Takes an access key away from its owner. */
  deleteAccessKey(accessKeyId: string): void {
    this.#keys.delete(accessKeyId);
  }

  /**
   * Replaces a role's trust policy, as UpdateAssumeRolePolicy does.
   * @param document JSON already parsed
   * @throws MalformedPolicy when it is no trust policy or names a user or role that does not exist; TypeError for no role
   */
  setTrustPolicy(roleArn: string, document: unknown): void {
    const role = this.#roles.get(roleArn);
    if (!role) throw new TypeError(`There is no role ${roleArn}.`);
    const trustPolicy = parsePolicy(document, 'trust');
    checkPrincipals(trustPolicy, (arn) => this.#principalExists(arn));
    role.trustPolicy = trustPolicy;
  }

  /**
   * Adds or replaces an inline policy of a user or role, as PutUserPolicy and PutRolePolicy do.
   * @param arn of the user or role
   * @param document JSON already parsed
   * @throws MalformedPolicy; TypeError for no user or role
   */
  putPolicy(arn: string, name: string, document: unknown): void {
    this.#policiesIn(arn).put(name, document);
  }

  /** Takes an inline policy away from a user or role. @throws TypeError for no user or role, or no such policy */
  deletePolicy(arn: string, name: string): void {
    if (!this.#policiesIn(arn).delete(name)) throw new TypeError(`${arn} has no inline policy ${name}.`);
  }

  /** @returns the managed policy with this ARN, if it is AWS's or the account's own */
  managedPolicy(arn: string, accountId: string): PolicyDocument | undefined {
    const [, partition, , , owner] = arn.split(':');
    if (owner === 'aws') return partition === this.partitionOf(accountId) ? awsManagedPolicy(arn) : undefined;
    return owner === accountId ? this.#managedPolicies.get(arn) : undefined;
  }

  /** @returns the partition of an account, `aws` for an unknown one */
  partitionOf(accountId: string): string {
    return this.#accounts.get(accountId)?.partition ?? 'aws';
  }

  /** @param url of the issuer @returns the OIDC provider of an account */
  oidcProvider(accountId: string, url: string): OidcProvider | undefined {
    return this.#oidcProviders.get(`${accountId} ${url}`);
  }

  /** @returns the SAML provider with this ARN */
  samlProvider(arn: string): SamlProvider | undefined {
    return this.#samlProviders.get(arn);
  }

  /** @returns whether the account has switched off the region's STS endpoint */
  isStsDisabled(accountId: string, region: string): boolean {
    return this.#accounts.get(accountId)?.disabledStsRegions?.includes(region) ?? false;
  }

  /**
   * Revokes the sessions a role has given out so far, as the IAM console's "Revoke active sessions" does.
   * @param now milliseconds since the epoch
   */
  revokeSessions(roleArn: string, now: number): void {
    this.putPolicy(roleArn, 'AWSRevokeOlderSessions', {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(now).toISOString() } },
      },
    });
  }

  #policiesIn(arn: string): AttachedPolicies {
    const policies = (this.#roles.get(arn) ?? this.#users.get(arn))?.policies;
    if (!policies) throw new TypeError(`There is no user or role ${arn}.`);
    return policies;
  }

  /** @param principal ARN or account ID, as in a policy */
  #principalExists(principal: string): boolean {
    if (this.#accounts.has(principal) || this.#roles.has(principal) || this.#users.has(principal)) return true;
    const [, , service, , accountId = '', resource = ''] = principal.split(':');
    if (service === 'iam') return resource === 'root' && this.#accounts.has(accountId);
    const roleName = /^assumed-role\/([^/]+)\/./.exec(resource)?.[1];
    return service === 'sts' && this.rolesOf(accountId).some(({ name }) => name === roleName);
  }

  #addAccount(account: AccountSeed): void {
    if (!/^\d{12}$/.test(account.id)) throw new TypeError(`${account.id} is no account ID.`);
    this.#accounts.set(account.id, account);
    const partition = this.partitionOf(account.id);
    const iam = `arn:${partition}:iam::${account.id}`;
    for (const [name, policy] of Object.entries(account.managedPolicies ?? {})) {
      this.#managedPolicies.set(`${iam}:policy/${name}`, parsePolicy(policy, 'identity'));
    }
    this.#addKeys(account.rootAccessKeys, {
      type: 'root',
      arn: `${iam}:root`,
      partition,
      uniqueId: account.id,
      name: 'root',
      accountId: account.id,
      tags: {},
      policies: 'root',
      createdAt: SEEDED_AT,
    });
    for (const user of account.users ?? []) this.#addUser(account.id, user);
    for (const role of account.roles ?? []) this.#addRole(account.id, role);
    for (const { url, clientIds } of account.oidcProviders ?? []) {
      const host = url.replace('https://', '');
      this.#oidcProviders.set(`${account.id} ${url}`, { arn: `${iam}:oidc-provider/${host}`, host, clientIds });
    }
    for (const { name, entityId } of account.samlProviders ?? []) {
      const arn = `${iam}:saml-provider/${name}`;
      this.#samlProviders.set(arn, { arn, name, accountId: account.id, entityId });
    }
  }

  #addUser(accountId: string, seed: UserSeed): void {
    const partition = this.partitionOf(accountId);
    const arn = `arn:${partition}:iam::${accountId}:user${seed.path ?? '/'}${seed.name}`;
    const mfaDevices = (seed.mfaDevices ?? []).map((device) => new MfaDevice({ id: accountId, partition }, device));
    this.#mfaDevices.push(...mfaDevices);
    const user: User = {
      type: 'user',
      arn,
      uniqueId: uniqueIdOf('AIDA', arn),
      name: seed.name,
      accountId,
      partition,
      tags: seed.tags ?? {},
      policies: this.#policiesOf(accountId, seed),
      path: seed.path ?? '/',
      createdAt: SEEDED_AT,
      mfaDevices,
    };
    this.#users.set(arn, user);
    this.#addKeys(seed.accessKeys, user);
  }

  #addRole(accountId: string, seed: RoleSeed): void {
    const partition = this.partitionOf(accountId);
    const arn = `arn:${partition}:iam::${accountId}:role${seed.path ?? '/'}${seed.name}`;
    const maxSessionDuration = seed.maxSessionDuration ?? 3600;
    if (maxSessionDuration < 3600 || maxSessionDuration > 43_200) {
      throw new TypeError(`${arn}: MaxSessionDuration must be 3,600 to 43,200 seconds.`);
    }
    this.#roles.set(arn, {
      type: 'role',
      arn,
      uniqueId: uniqueIdOf('AROA', arn),
      name: seed.name,
      accountId,
      partition,
      tags: seed.tags ?? {},
      policies: this.#policiesOf(accountId, seed),
      path: seed.path ?? '/',
      createdAt: SEEDED_AT,
      trustPolicy: parsePolicy(seed.trustPolicy, 'trust'),
      maxSessionDuration,
    });
  }

  #addKeys(keys: readonly AccessKeySeed[] | undefined, owner: Root | User): void {
    for (const seed of keys ?? []) {
      if (!/^AKIA[A-Z0-9]{16}$/.test(seed.id) || seed.secret.length !== 40) {
        throw new TypeError(`${owner.arn}: ${seed.id} is no access key (AKIA and 16 characters, a secret of 40).`);
      }
      const { id, secret, status = 'Active' } = seed;
      this.#keys.set(id, { id, secret, status, owner, createdAt: SEEDED_AT });
    }
  }

  #policiesOf(accountId: string, seed: PermissionsSeed): AttachedPolicies {
    const managed = (seed.managedPolicyArns ?? []).map((arn) => {
      const policy = this.managedPolicy(arn, accountId);
      if (!policy) throw new TypeError(`There is no policy ${arn} in account ${accountId}.`);
      return policy;
    });
    return new AttachedPolicies(seed.policies ?? [], managed);
  }
}

function byName(a: Entity, b: Entity): number {
  return a.name < b.name ? -1 : 1;
}

/** IAM saves no policy that names a user or role that is not there (IAM User Guide, "Principal"). @throws MalformedPolicy */
function checkPrincipals(document: PolicyDocument, exists: (principal: string) => boolean): void {
  for (const { Principal, NotPrincipal } of listOf(document.Statement)) {
    const element = Principal ?? NotPrincipal;
    const principals = element === undefined || element === '*' ? [] : listOf(element.AWS);
    const unknown = principals.find((principal) => principal !== '*' && !exists(principal));
    if (unknown !== undefined) throw new MalformedPolicy(`Invalid principal in policy: "AWS":"${unknown}"`);
  }
}
