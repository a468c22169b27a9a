import { l10n, ProgressLocation } from 'vscode';
import type { IdentityCenterInstance, KeyRotation, RoleDirectory } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import { iamDestination, isAws, stsDestination } from '../../core/secrets/destination';
import { canonicalStartUrl } from '../../core/secrets/signInName';
import type { SecretVault, StsTarget } from '../../core/sessions/ports';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError, cancelled, type SecretRef } from '../../core/support/errors';
import type { Forgetting } from '../secrets/forgetting';
import { destinationText } from '../secrets/hostTexts';
import { untilFollowed, type OtherWindows } from '../secrets/otherWindows';
import { askMenu } from '../support/menu';
import { runSteps, type TextStep } from '../support/multiStep';
import type { WorkspaceConsents } from '../consent/workspaceConsents';
import type { SecretStorageVault } from '../support/secrets';
import { askModal, showInformation, showWarning } from '../texts/messages';
import { withProgress as withPlainProgress } from '../texts/progress';
import { hostOf, knownInstances, withProgress } from './identityCenters';
import { promptAccessKeys } from './secretPrompts';
import type { AwsConfigFiles } from './awsConfigFiles';
import type { ProfileSettings } from './settings';
import { overviewOf, ownUsersOf, usersOf, type KeptSignIn } from './storedSecrets';

/** What the work on stored secrets needs. */
export interface SecretDeps {
  readonly settings: ProfileSettings;
  readonly vault: SecretStorageVault;
  /** The same secrets for sending them. */
  readonly secrets: Pick<SecretVault, 'accessKeys'>;
  readonly sessions: SessionService;
  readonly consents: Pick<WorkspaceConsents, 'clear' | 'isEmpty'>;
  readonly configFiles: Pick<AwsConfigFiles, 'current'>;
  readonly directory: () => Promise<RoleDirectory>;
  readonly keyRotation: () => Promise<KeyRotation>;
  /** Forgets everything that is kept, see {@link Forgetting.everything}. */
  readonly forgetEverything: Forgetting['everything'];
}

/**
 * Asks for access keys and the name to keep them under.
 * @throws AppError of kind `cancelled` when the person gives up
 */
export async function addAccessKeys({ vault }: SecretDeps): Promise<void> {
  const draft = { name: '' };
  const step: TextStep<typeof draft> = {
    kind: 'text',
    prompt: l10n.t("A name for the access keys, such as the IAM user's"),
    placeholder: 'alice',
    value: ({ name }) => name,
    keep: (kept, text) => (kept.name = text),
    validate: async (text) => {
      if (text === '') return l10n.t('Type a name.');
      return (await vault.has({ type: 'accessKeys', name: text }))
        ? l10n.t('Access keys named "{0}" are stored already.', text)
        : undefined;
    },
  };
  await runSteps(l10n.t('Add Access Keys'), [step], draft);
  await promptAccessKeys(draft.name, { vault, destinations: undefined });
}

/**
 * Deletes one secret after the person has confirmed it.
 * @throws AppError of kind `cancelled` when they do not
 */
export async function deleteSecret(ref: SecretRef, { settings, vault }: SecretDeps): Promise<void> {
  const users = usersOf(ref, settings.current.profiles);
  const usage =
    users.length === 0
      ? l10n.t('No profile uses it.')
      : l10n.t('Used by {0}. You will be asked for it when one of them needs it.', users.join(', '));
  const loss = l10n.t('Without a copy of it, objects encrypted with it cannot be opened by anybody.');
  await confirm(deletionQuestion(ref), ref.type === 'customerKey' ? `${loss} ${usage}` : usage, l10n.t('Delete'));
  await vault.deleteSecret(ref);
}

function deletionQuestion({ type, name }: SecretRef): string {
  switch (type) {
    case 'accessKeys':
      return l10n.t('Delete the access keys "{0}" from secret storage?', name);
    case 'externalId':
      return l10n.t('Delete the external ID "{0}" from secret storage?', name);
    case 'customerKey':
      return l10n.t('Delete the encryption key "{0}" from secret storage?', name);
  }
}

/**
 * Replaces an IAM user's keys by new ones in IAM and in the vault.
 * @param name of the stored keys; asked for when not given
 * @throws AppError of kind `cancelled` when the person gives up, `secretMissing` when there are none; others as
 *   {@link KeyRotation} throws them
 */
export async function rotateAccessKeys(name: string | undefined, deps: SecretDeps): Promise<void> {
  const { vault, settings, keyRotation } = deps;
  const chosen = name ?? (await chooseKeys(vault));
  const target = rotationTarget(chosen, settings.current.profiles);
  const destinations = [...new Set([iamDestination(target), stsDestination(target)])];
  const { signal: never } = new AbortController();
  const use = { profile: target.name ?? chosen, own: true, interactive: true, signal: never };
  const keys = await deps.secrets.accessKeys(chosen, destinations, use);
  if (!keys) throw missing(chosen);
  await confirm(
    l10n.t('Rotate the access keys "{0}"?', chosen),
    l10n.t(
      'IAM at {1} makes a new key pair, which is tried and stored; then the old one, {0}, is deleted. Whatever else uses the old pair stops working.',
      keys.accessKeyId,
      destinationText(iamDestination(target)),
    ),
    l10n.t('Rotate'),
  );
  const store = (accessKeyId: string, secretAccessKey: string): Promise<void> =>
    vault.storeAccessKeys(chosen, { accessKeyId, secretAccessKey }, 'asBefore');
  const { accessKeyId } = await withProgress(
    l10n.t('Rotating the access keys "{0}"', chosen),
    undefined,
    async (signal) => (await keyRotation()).rotate(keys, target, store, signal),
  );
  void showInformation(l10n.t('The access keys "{0}" are now {1}.', chosen, accessKeyId));
}

/**
 * Where the keys are rotated: where the person's own profiles use them, AWS without any.
 * @throws AppError of kind `invalidRequest` where they use them at different hosts
 */
function rotationTarget(name: string, profiles: ReadonlyMap<string, Profile>): StsTarget & { readonly name?: string } {
  const users = ownUsersOf({ type: 'accessKeys', name }, profiles);
  const hosts = new Set(users.map((user) => JSON.stringify([iamDestination(user), stsDestination(user)])));
  if (hosts.size <= 1) return users[0] ?? AWS_ITSELF;
  const places = users.map((user) => `${user.name} (${destinationText(iamDestination(user))})`).join(', ');
  throw new AppError(
    'invalidRequest',
    l10n.t('Profiles use the access keys "{0}" at different hosts: {1}.', name, places),
    {
      cure: l10n.t('Keep the keys of each host under a name of their own, then rotate them.'),
    },
  );
}

const AWS_ITSELF: StsTarget = { region: 'us-east-1', endpoints: {}, globalSts: false, fips: false, dualStack: false };

async function chooseKeys(vault: SecretStorageVault): Promise<string> {
  const { accessKeys } = overviewOf(await vault.list());
  const [first] = accessKeys;
  if (first === undefined) {
    throw new AppError('secretMissing', l10n.t('No access keys are stored.'), {
      cure: l10n.t('Run "AWS: Manage Secrets…" to add some.'),
    });
  }
  const choices = accessKeys.map((label) => ({ icon: 'key', label, value: label }));
  return choose(l10n.t('Rotate Access Keys'), l10n.t('Access keys to rotate'), choices);
}

/**
 * Ends the sign-in at an Identity Center.
 * @param token the vault's name of it; asked for when not given
 */
export async function signOut(token: string | undefined, deps: SecretDeps): Promise<void> {
  const { vault, directory } = deps;
  // A sign-in of the AWS CLI is ended there.
  const { signIns } = overviewOf(await vault.list());
  if (token === undefined && signIns.length === 0) {
    void showInformation(l10n.t('You are not signed in to any Identity Center.'));
    return;
  }
  const choices = signIns.map((signIn) => ({
    icon: 'organization',
    label: signInText(signIn),
    value: signIn.token,
  }));
  const chosen = token ?? (await choose(l10n.t('Sign Out'), l10n.t('Identity Center to sign out of'), choices));
  const signIn = signIns.find((candidate) => candidate.token === chosen);
  if (!signIn) return;
  for (const instance of instancesOf(signIn, deps)) {
    const title = l10n.t('Signing out of {0}', hostOf(instance));
    await withProgress(title, undefined, async (signal) => (await directory()).signOut(instance, signal));
  }
  // What is of no instance that is known is at least not kept.
  await vault.deleteToken(chosen);
  void showInformation(l10n.t('You are signed out of {0}.', signIn.startUrl));
}

/** A sign-in for people: the portal, and the host where that is not AWS's own. */
export function signInText({ startUrl, destination }: KeptSignIn): string {
  return destination === undefined || isAws(destination) ? startUrl : `${startUrl} (${destination})`;
}

/** Where a sign-in is ended: where it was made. One of an earlier version says that only to who ends it. */
function instancesOf(
  { startUrl, region, destination }: KeptSignIn,
  { settings, configFiles }: SecretDeps,
): IdentityCenterInstance[] {
  const known = knownInstances(settings.current.profiles, configFiles.current).filter(
    (instance) => canonicalStartUrl(instance.startUrl) === canonicalStartUrl(startUrl),
  );
  if (region === undefined || destination === undefined) return known;
  const session = known.find((instance) => instance.region === region)?.session;
  return [{ startUrl, region, endpoint: isAws(destination) ? undefined : destination, session }];
}

/** Milliseconds that other windows are waited for. */
const PATIENCE = 5_000;

/**
 * Deletes every secret, ends all sessions and takes back every consent, in all windows, after the person has confirmed it.
 * @throws AppError of kind `cancelled` when they do not
 */
export async function forgetSecrets({ vault, forgetEverything, consents }: SecretDeps): Promise<void> {
  const { accessKeys, externalIds, customerKeys, signIns, sessions: kept } = overviewOf(await vault.list());
  await confirm(
    l10n.t('Forget all secrets?'),
    [
      l10n.t(
        'Deleted from secret storage: access keys: {0}, external IDs: {1}, encryption keys: {2}, Identity Center sign-ins: {3}, sessions: {4}.',
        accessKeys.length,
        externalIds.length,
        customerKeys.length,
        signIns.length,
        kept,
      ),
      l10n.t(
        'All sessions end, in all windows. Your profiles stay; keep access keys elsewhere if they are needed again.',
      ),
      ...(consents.isEmpty ? [] : [l10n.t('Profiles of workspaces ask again before they are used.')]),
      ...(customerKeys.length > 0
        ? [l10n.t('Without a copy of an encryption key, objects encrypted with it cannot be opened by anybody.')]
        : []),
      // Not this extension's, or not in its power.
      l10n.t(
        "What AWS's own tools keep stays: ~/.aws/credentials, and the sign-ins in ~/.aws/sso/cache, ~/.aws/cli/cache and ~/.aws/login. AWS keeps sessions valid until they expire.",
      ),
    ].join('\n'),
    l10n.t('Forget All'),
  );
  const others = await withPlainProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Forgetting all secrets') },
    async () => untilFollowed(await forgetEverything(), PATIENCE),
  );
  tellForgotten(others);
}

function tellForgotten({ count, silent }: OtherWindows): void {
  if (silent > 0) {
    void showWarning(
      l10n.t(
        'All secrets are forgotten in this window, but of the other windows that are open ({0}) some did not answer: {1}. They may still hold sessions. Close or reload them.',
        count,
        silent,
      ),
    );
    return;
  }
  void showInformation(
    count === 0
      ? l10n.t('All secrets are forgotten.')
      : l10n.t('All secrets are forgotten, in this window and the others that are open: {0}.', count),
  );
}

/**
 * Ends all sessions and drops those that are kept, after the person has confirmed it.
 * @throws AppError of kind `cancelled` when they do not
 */
export async function forgetSessions({ sessions }: SecretDeps): Promise<void> {
  await confirm(
    l10n.t('Forget all sessions?'),
    l10n.t('Roles are assumed anew when they are needed, with an MFA code where they ask for one.'),
    l10n.t('Forget Sessions'),
  );
  await sessions.forgetAll();
}

async function confirm(question: string, detail: string, yes: string): Promise<void> {
  if ((await askModal(question, { detail }, yes)) !== yes) throw cancelled();
}

async function choose(
  title: string,
  placeholder: string,
  choices: readonly { readonly label: string; readonly value: string }[],
): Promise<string> {
  const answer = await askMenu<string>({ placeholder, choices }, { title, step: 1, totalSteps: 1, back: false });
  if (answer.type === 'back') throw cancelled();
  return answer.value;
}

function missing(name: string): AppError {
  return new AppError('secretMissing', l10n.t('No access keys are stored under "{0}".', name), {
    secret: { type: 'accessKeys', name },
  });
}
