import type { S3Node } from '../core/s3/objectBrowser';

/** Every command with the arguments it takes; strings stand nowhere else (package.json is checked against this). */
export interface Commands {
  'assumeRole.assume': [profile?: string];
  'assumeRole.exit': [];
  'assumeRole.renew': [];
  'assumeRole.cancel': [];
  'assumeRole.addProfile': [];
  'assumeRole.editProfile': [profile?: string];
  'assumeRole.setAccessKeys': [name?: string];
  'assumeRole.setExternalId': [name?: string];
  'assumeRole.importProfiles': [];
  'assumeRole.exportProfile': [profile?: string];
  'assumeRole.addFromPaste': [];
  'assumeRole.discoverRoles': [];
  'assumeRole.assumeArn': [arn?: string];
  'assumeRole.saveSession': [profile?: string];
  'assumeRole.manageSecrets': [];
  'assumeRole.rotateAccessKeys': [name?: string];
  'assumeRole.signOut': [];
  'assumeRole.forgetSecrets': [];
  'assumeRole.showLog': [];
  'assumeRole.showChain': [profile?: string];
  'assumeRole.testChain': [profile?: string];
  'assumeRole.generatePolicies': [profile?: string, hop?: number];
  'assumeRole.sessions.renew': [profile: string];
  'assumeRole.sessions.exit': [profile: string];
  'assumeRole.s3.refresh': [node?: S3Node];
  'assumeRole.s3.loadMore': [node: S3Node];
  'assumeRole.s3.openObject': [node: S3Node];
  'assumeRole.s3.copyUri': [node: S3Node];
  'assumeRole.s3.copyKey': [node: S3Node];
}
export type CommandId = keyof Commands;

export const VIEW = { sessions: 'assumeRole.sessions', s3: 'assumeRole.s3' } as const;

/** Editors that are web pages. */
export const WEBVIEW = { chain: 'assumeRole.chain' } as const;

/** Theme colours of ours. */
export const COLOR = { production: 'assumeRole.productionForeground' } as const;

export const SETTING = {
  profiles: 'assumeRole.profiles',
  mfaMethod: 'assumeRole.mfaMethod',
  mfaSessionHours: 'assumeRole.mfaSessionHours',
  defaultProfile: 'assumeRole.defaultProfile',
  identityCenterSignIn: 'assumeRole.identityCenter.signIn',
  warnBeforeExpiryMinutes: 'assumeRole.warnBeforeExpiryMinutes',
} as const;

/** Context keys for `when` clauses. */
export const CONTEXT = {
  hasProfiles: 'assumeRole.hasProfiles',
  hasSession: 'assumeRole.hasSession',
  hasUnsavedSession: 'assumeRole.hasUnsavedSession',
  assuming: 'assumeRole.assuming',
} as const;

/** URI scheme of objects. */
export const SCHEME = 'assume-role-s3';

/** What the modules that implement commands hand to the registry. */
export type CommandHandlers = { readonly [K in CommandId]: (...args: Commands[K]) => unknown };
