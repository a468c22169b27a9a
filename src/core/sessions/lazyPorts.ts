import type { CredentialSource, RoleAssumer } from './ports';

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
