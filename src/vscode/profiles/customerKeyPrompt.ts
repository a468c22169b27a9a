import { randomBytes } from 'node:crypto';
import { env, l10n } from 'vscode';
import { CUSTOMER_KEY_BYTES, customerKeyProblem } from '../../core/s3/customerKey';
import { cancelled } from '../../core/support/errors';
import { pickStep, runSteps, type TextStep } from '../support/multiStep';
import { hostNote } from '../secrets/hostTexts';
import { askModal, showInformation } from '../texts/messages';
import type { SecretPromptContext } from './secretPrompts';

/** An encryption key while it is asked for. */
interface KeyDraft {
  origin: 'paste' | 'generate' | undefined;
  /** Base64. */
  key: string;
}

/**
 * Asks for an encryption key of one's own (SSE-C), or makes one, and stores it in the vault under `name`.
 * @throws AppError of kind `cancelled` when the person gives up; nothing is stored then
 */
export async function promptCustomerKey(
  name: string,
  { vault, destinations, signal }: SecretPromptContext,
): Promise<void> {
  const title = l10n.t('Encryption Key "{0}"', name);
  const isThere = await vault.has({ type: 'customerKey', name });
  const draft: KeyDraft = { origin: undefined, key: '' };
  const origin = pickStep<KeyDraft, KeyDraft['origin']>({
    kind: 'pick',
    placeholder: l10n.t('Key that Amazon S3 encrypts with and does not keep (SSE-C)'),
    choices: () => [
      { icon: 'key', label: l10n.t('Paste a Key…'), description: l10n.t('32 bytes in Base64'), value: 'paste' },
      { icon: 'sparkle', label: l10n.t('Generate a Key…'), value: 'generate' },
    ],
    chosen: (value) => value === draft.origin,
    keep: (_, value) => {
      draft.origin = value;
      return undefined;
    },
  });
  const paste: TextStep<KeyDraft> = {
    kind: 'text',
    applies: () => draft.origin === 'paste',
    prompt: l10n.t('The key in Base64. It is kept in secret storage, never in the settings.') + hostNote(destinations),
    password: true,
    value: () => draft.key,
    keep: (_, text) => (draft.key = text),
    validate: customerKeyProblem,
  };
  await runSteps(title, [origin, paste], draft, { signal });
  if (isThere) await confirmReplacement(name);
  const key = draft.origin === 'generate' ? await generate(name) : draft.key;
  await vault.storeCustomerKey(name, key, destinations);
  if (draft.origin === 'generate') {
    void showInformation(l10n.t('The encryption key "{0}" is stored. A copy of it is in the clipboard.', name));
  }
}

async function confirmReplacement(name: string): Promise<void> {
  await confirm(
    l10n.t('Replace the encryption key "{0}"?', name),
    l10n.t('Objects encrypted with the key stored now can no longer be opened, unless you keep a copy of it.'),
    l10n.t('Replace'),
  );
}

/** @returns a new key in Base64, which the person has agreed to keep a copy of and has in the clipboard */
async function generate(name: string): Promise<string> {
  await confirm(
    l10n.t('Generate the encryption key "{0}"?', name),
    l10n.t(
      'Amazon S3 does not keep it. Whoever loses it loses every object encrypted with it. Keep the copy from the clipboard in a safe place.',
    ),
    l10n.t('Generate and Copy'),
  );
  const key = randomBytes(CUSTOMER_KEY_BYTES).toString('base64');
  await env.clipboard.writeText(key);
  return key;
}

async function confirm(question: string, detail: string, yes: string): Promise<void> {
  if ((await askModal(question, { detail }, yes)) !== yes) throw cancelled();
}
