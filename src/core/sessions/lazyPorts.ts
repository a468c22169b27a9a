import type { CredentialSource, Prompter, RoleAssumer, SecretVault, SignInPrompter, WindowLock } from './ports';

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

/** A prompter that is loaded by its first question. */
export function lazyPrompter(load: () => Promise<Prompter>): Prompter {
  return {
    mfaCode: async (...args) => (await load()).mfaCode(...args),
    consent: async (...args) => (await load()).consent(...args),
    storeSecret: async (...args) => (await load()).storeSecret(...args),
  };
}

/** What leads through a sign-in, loaded by its first step. */
export function lazySignInPrompter(load: () => Promise<SignInPrompter>): SignInPrompter {
  return {
    browserAddress: async (...args) => (await load()).browserAddress(...args),
    waitForBrowser: async (...args) => (await load()).waitForBrowser(...args),
    waitForDeviceCode: async (...args) => (await load()).waitForDeviceCode(...args),
    samlAssertion: async (...args) => (await load()).samlAssertion(...args),
  };
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
    noteAgreed: async (recipe) => (await load()).noteAgreed(recipe),
  };
}
