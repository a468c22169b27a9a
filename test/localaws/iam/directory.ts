import { type OidcProvider, type Role, type Root, type SamlProvider, type User, uniqueIdOf } from './entities';
import { awsManagedPolicy } from './managedPolicies';
import { MfaDevice } from './mfaDevice';
import { type PolicyDocument, parsePolicy } from './policyDocument';
import type { AccessKeySeed, AccountSeed, PermissionsSeed, RoleSeed, UserSeed } from './seed';

/** A long-term access key and whose it is. */
export interface LongTermKey {
  readonly seed: AccessKeySeed;
  readonly owner: Root | User;
}

/** IAM of all accounts: users, roles, keys, MFA devices and managed policies, found by their names. */
export class IamDirectory {
  readonly #keys = new Map<string, LongTermKey>();
  readonly #roles = new Map<string, Role>();
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
  key(accessKeyId: string): LongTermKey | undefined {
    const key = this.#keys.get(accessKeyId);
    return key?.seed.status === 'Inactive' ? undefined : key;
  }

  /** @returns the role with this ARN */
  role(arn: string): Role | undefined {
    return this.#roles.get(arn);
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
    const role = this.#roles.get(roleArn);
    if (!role || role.policies === 'root') throw new TypeError(`There is no role ${roleArn}.`);
    const revocation: PolicyDocument = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(now).toISOString() } },
      },
    };
    role.policies = [...role.policies, revocation];
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
    this.#addKeys(seed.accessKeys, {
      type: 'user',
      arn,
      uniqueId: uniqueIdOf('AIDA', arn),
      name: seed.name,
      accountId,
      partition,
      tags: seed.tags ?? {},
      policies: this.#policiesOf(accountId, seed),
      mfaDevices,
    });
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
      trustPolicy: parsePolicy(seed.trustPolicy, 'trust'),
      maxSessionDuration,
    });
  }

  #addKeys(keys: readonly AccessKeySeed[] | undefined, owner: Root | User): void {
    for (const seed of keys ?? []) {
      if (!/^AKIA[A-Z0-9]{16}$/.test(seed.id) || seed.secret.length !== 40) {
        throw new TypeError(`${owner.arn}: ${seed.id} is no access key (AKIA and 16 characters, a secret of 40).`);
      }
      this.#keys.set(seed.id, { seed, owner });
    }
  }

  #policiesOf(accountId: string, seed: PermissionsSeed): PolicyDocument[] {
    const managed = (seed.managedPolicyArns ?? []).map((arn) => {
      const policy = this.managedPolicy(arn, accountId);
      if (!policy) throw new TypeError(`There is no policy ${arn} in account ${accountId}.`);
      return policy;
    });
    return [...(seed.policies ?? []).map((policy) => parsePolicy(policy, 'identity')), ...managed];
  }
}
