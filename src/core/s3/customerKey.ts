import { t } from '@vscode/l10n';

/** Bytes of a key for SSE-C: AES-256 (S3 User Guide, "Using server-side encryption with customer-provided keys"). */
export const CUSTOMER_KEY_BYTES = 32;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Why `text` cannot be a key for SSE-C as a sentence, or undefined when it is the Base64 of 32 bytes. */
export function customerKeyProblem(text: string): string | undefined {
  if (text === '') return t('Paste the key.');
  if (!BASE64.test(text)) return t('The key must be written in Base64.');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = (text.length / 4) * 3 - padding;
  return bytes === CUSTOMER_KEY_BYTES
    ? undefined
    : t('The key must have {0} bytes; this one has {1}.', CUSTOMER_KEY_BYTES, bytes);
}
