import { createHash } from 'node:crypto';
import type { SecretRef } from '../../core/support/errors';

/** A secret by kind and name. */
export interface SecretName {
  /** `hosts` is no secret itself: where one that is kept elsewhere may go. */
  readonly type: SecretRef['type'] | 'token' | 'session' | 'hosts';
  /** As the person knows it; of a session and of `hosts` a hash. */
  readonly name: string;
}

/**
 * The key of a secret in SecretStorage. Names of tokens hold addresses, those of sessions ARNs and external IDs: they
 * stand there hashed.
 */
export function storageKey({ type, name }: SecretName): string {
  return `${type}/${type === 'token' ? sha256(name) : name}`;
}

/** @returns the SHA-256 hash in hexadecimal digits */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
