import type { CredentialSource, KeptSecrets, RoleAssumer, SecretVault } from './ports';

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

/** A vault for who sends secrets that is loaded with the first of them; what sends none asks those kept themselves. */
export function lazySecretVault(kept: KeptSecrets, load: () => Promise<SecretVault>): SecretVault {
  return {
    has: async (ref) => kept.has(ref),
    accessKeyId: async (name) => (await kept.accessKeys(name))?.accessKeyId,
    accessKeys: async (...args) => (await load()).accessKeys(...args),
    externalId: async (...args) => (await load()).externalId(...args),
    customerKey: async (...args) => (await load()).customerKey(...args),
    allowSigning: async (...args) => (await load()).allowSigning(...args),
    allow: async (...args) => (await load()).allow(...args),
  };
}
