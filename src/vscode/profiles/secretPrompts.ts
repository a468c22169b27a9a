import { l10n } from 'vscode';
import type { Destination } from '../../core/secrets/destination';
import { hostNote } from '../secrets/hostTexts';
import { ACCESS_KEY_ID, EXTERNAL_ID } from '../../core/roles/limits';
import { runSteps, type TextStep } from '../support/multiStep';
import type { SecretStorageVault } from '../support/secrets';

/** What asking for a secret needs. */
export interface SecretPromptContext {
  readonly vault: SecretStorageVault;
  /** Where it may be sent: to the hosts of the profile that needs it; undefined while no profile of the person's does. */
  readonly destinations: readonly Destination[] | undefined;
  /** Ends the prompt; it then throws as if the person had given up. */
  readonly signal?: AbortSignal;
  /** The roles that ask for it, for people; none where they are not known. */
  readonly roles?: readonly string[];
}

/** Access keys while they are typed. */
export interface AccessKeysDraft {
  accessKeyId: string;
  secretAccessKey: string;
}

/**
 * Asks for an IAM user's access keys and stores them in the vault under `name`.
 * @throws AppError of kind `cancelled` when the person gives up; nothing is stored then
 */
export async function promptAccessKeys(
  name: string,
  { vault, destinations, signal }: SecretPromptContext,
): Promise<void> {
  const draft: AccessKeysDraft = { accessKeyId: '', secretAccessKey: '' };
  await runSteps(l10n.t('Access Keys "{0}"', name), accessKeySteps({ destinations }), draft, { signal });
  await vault.storeAccessKeys(name, draft, destinations);
}

/**
 * Asks for an external ID and stores it in the vault under `name`.
 * @throws AppError of kind `cancelled` when the person gives up; nothing is stored then
 */
export async function promptExternalId(
  name: string,
  { vault, destinations, signal, roles = [] }: SecretPromptContext,
): Promise<void> {
  const draft = { externalId: '' };
  const step: TextStep<typeof draft> = {
    kind: 'text',
    prompt:
      (roles.length === 0
        ? l10n.t('The external ID that the role asks for. It is kept in secret storage.')
        : l10n.t('The external ID that {0} asks for. It is kept in secret storage.', roles.join(', '))) +
      hostNote(destinations),
    password: true,
    value: () => draft.externalId,
    keep: (_, text) => (draft.externalId = text),
    validate: (text) => (text === '' ? l10n.t('Type the external ID.') : checkExternalId(text)),
  };
  await runSteps(l10n.t('External ID "{0}"', name), [step], draft, { signal });
  await vault.storeExternalId(name, draft.externalId, destinations);
}

/** The steps that ask for an access key ID and its secret access key. */
export function accessKeySteps<T extends AccessKeysDraft>({
  applies = () => true,
  destinations,
}: {
  readonly applies?: (draft: T) => boolean;
  readonly destinations?: readonly Destination[] | undefined;
}): TextStep<T>[] {
  return [
    {
      kind: 'text',
      applies,
      prompt: l10n.t('Access key ID of an IAM user'),
      placeholder: 'AKIA…',
      value: (draft) => draft.accessKeyId,
      keep: (draft, text) => (draft.accessKeyId = text),
      validate: checkAccessKeyId,
    },
    {
      kind: 'text',
      applies,
      prompt:
        l10n.t('Secret access key. It is kept in secret storage, never in the settings.') + hostNote(destinations),
      password: true,
      value: (draft) => draft.secretAccessKey,
      keep: (draft, text) => (draft.secretAccessKey = text),
      validate: (text, draft) => checkSecretAccessKey(text, draft.accessKeyId),
    },
  ];
}

/** Why `text` cannot be an external ID (STS API, AssumeRole, ExternalId), or undefined when it can. */
export function checkExternalId(text: string): string | undefined {
  const { minLength, maxLength, pattern } = EXTERNAL_ID;
  if (text.length < minLength || text.length > maxLength) {
    return l10n.t('An external ID has {0} to {1} characters.', minLength, maxLength);
  }
  return pattern.test(text) ? undefined : l10n.t('An external ID holds letters, digits and _ + = , . @ : / - only.');
}

/** Why `text` cannot be a long-term access key ID (IAM User Guide, "Understanding unique ID prefixes"). */
function checkAccessKeyId(text: string): string | undefined {
  if (text === '') return l10n.t('Type the access key ID.');
  if (text.startsWith('ASIA')) {
    return l10n.t(
      'Keys that start with ASIA are temporary and need a session token. Use long-term keys (AKIA…), or keep these in ~/.aws/credentials and choose that profile.',
    );
  }
  return ACCESS_KEY_ID.pattern.test(text)
    ? undefined
    : l10n.t('An access key ID has 16 to 128 letters, digits or underscores, such as AKIAIOSFODNN7EXAMPLE.');
}

function checkSecretAccessKey(text: string, accessKeyId: string): string | undefined {
  if (text === '') return l10n.t('Type the secret access key.');
  if (text === accessKeyId) return l10n.t('This is the access key ID; the secret access key is the longer one.');
  return /\s/.test(text) ? l10n.t('A secret access key holds no spaces.') : undefined;
}
