import { t } from '@vscode/l10n';
import { NO_ACCOUNTS } from '../roles/accounts/accountBook';
import { sourceLabel, type BaseIdentity } from '../roles/baseIdentity';
import type { SecretRef } from '../support/errors';

/** A secret that is kept elsewhere than in the vault: in a file, in the environment, or what a command prints. */
export interface OutsideSecret {
  /** `credentials` sign requests with a secret key that never leaves; the others are sent as they are. */
  readonly type: 'credentials' | 'tokenFile' | 'samlCommand' | 'environmentVariable' | 'configExternalId';
  /** Tells it from all others of its type. */
  readonly name: string;
  /** For people, where the name is not. */
  readonly label?: string;
}

/** Any secret that profiles use, without its value. */
export type SecretId = SecretRef | OutsideSecret;

/** Whether the vault keeps it, and with it where it may go. */
export function isKept(secret: SecretId): secret is SecretRef {
  return secret.type === 'accessKeys' || secret.type === 'externalId' || secret.type === 'customerKey';
}

/** The secret that a base identity is had with at STS, or its credentials where they only sign; undefined for what is pasted. */
export function secretOf(source: BaseIdentity): SecretId | undefined {
  switch (source.type) {
    case 'accessKeys':
      return { type: 'accessKeys', name: source.name };
    case 'webIdentity':
      return { type: 'tokenFile', name: source.tokenFile };
    case 'saml':
      return source.command === undefined ? undefined : { type: 'samlCommand', name: source.command };
    default:
      return { type: 'credentials', name: JSON.stringify(source), label: sourceLabel(source, NO_ACCOUNTS) };
  }
}

/** A secret for people, in the middle of a sentence: `the external ID "acme"`. */
export function secretText(secret: SecretId): string {
  switch (secret.type) {
    case 'accessKeys':
      return t('the access keys "{0}"', secret.name);
    case 'externalId':
      return t('the external ID "{0}"', secret.name);
    case 'customerKey':
      return t('the encryption key "{0}"', secret.name);
    case 'tokenFile':
      return t('the token in the file "{0}"', secret.name);
    case 'samlCommand':
      return t('the SAML assertion of the command "{0}"', secret.name);
    case 'environmentVariable':
      return t('the environment variable "{0}"', secret.name);
    case 'configExternalId':
      return t('the external ID of the config profile "{0}"', secret.name);
    case 'credentials':
      return t('requests signed with the credentials of {0}', secret.label ?? secret.name);
  }
}
