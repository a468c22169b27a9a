import type { CredentialSource, RoleAssumer, SecretVault, WindowLock } from './ports';

/** A role assumer that is loaded by its first call. */
export function lazyRoleAssumer(load: () => Promise<RoleAssumer>): RoleAssumer {
  return {
    assumeRole: async (...args) => (await load()).assumeRole(...args),
    sessionToken: async (...args) => (await load()).sessionToken(...args),
    callerIdentity: async (...args) => (await load()).callerIdentity(...args),
  };
}

/** A credential source that is loaded by its first call. */
export function lazyCredentialSource(load: () => Promise<CredentialSource>): CredentialSource {
  return { resolve: async (...args) => (await load()).resolve(...args) };
}

/** A lock that is loaded by its first call. */
export function lazyWindowLock(load: () => Promise<WindowLock>): WindowLock {
  return { run: async (...args) => (await load()).run(...args) };
}

/** A vault for who sends secrets that is loaded by its first call. */
export function lazySecretVault(load: () => Promise<SecretVault>): SecretVault {
  return {
    has: async (ref) => (await load()).has(ref),
    accessKeyId: async (name) => (await load()).accessKeyId(name),
    accessKeys: async (...args) => (await load()).accessKeys(...args),
    externalId: async (...args) => (await load()).externalId(...args),
    customerKey: async (...args) => (await load()).customerKey(...args),
    allowSigning: async (...args) => (await load()).allowSigning(...args),
    allow: async (...args) => (await load()).allow(...args),
  };
}
