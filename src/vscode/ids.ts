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
  'assumeRole.showLog': [];
  'assumeRole.s3.refresh': [node?: S3Node];
  'assumeRole.s3.loadMore': [node: S3Node];
  'assumeRole.s3.openObject': [node: S3Node];
  'assumeRole.s3.copyUri': [node: S3Node];
  'assumeRole.s3.copyKey': [node: S3Node];
}
export type CommandId = keyof Commands;

export const VIEW = { s3: 'assumeRole.s3' } as const;

export const SETTING = {
  profiles: 'assumeRole.profiles',
  warnBeforeExpiryMinutes: 'assumeRole.warnBeforeExpiryMinutes',
} as const;

/** Context keys for `when` clauses. */
export const CONTEXT = {
  hasProfiles: 'assumeRole.hasProfiles',
  hasSession: 'assumeRole.hasSession',
  assuming: 'assumeRole.assuming',
} as const;

/** URI scheme of objects. */
export const SCHEME = 'assume-role-s3';

/** What the modules that implement commands hand to the registry. */
export type CommandHandlers = { readonly [K in CommandId]: (...args: Commands[K]) => unknown };
