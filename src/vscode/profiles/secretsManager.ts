import { l10n, ThemeIcon, type QuickInputButton } from 'vscode';
import { isAppError, type SecretRef } from '../../core/support/errors';
import { askMenu } from '../support/menu';
import type { Choice, Choices } from '../support/multiStep';
import { separator } from '../support/quickInput';
import {
  addAccessKeys,
  deleteSecret,
  forgetSecrets,
  forgetSessions,
  rotateAccessKeys,
  signInText,
  signOut,
  type SecretDeps,
} from './secretActions';
import { promptCustomerKey } from './customerKeyPrompt';
import { promptAccessKeys, promptExternalId, type SecretPromptContext } from './secretPrompts';
import { overviewOf, ownDestinations, usersOf } from './storedSecrets';

/** Something to do, alone or with a secret. */
interface Action extends QuickInputButton {
  readonly tooltip: string;
  readonly run: () => Promise<void>;
}

/** A row: a secret with what can be done with it, or an action itself. */
interface Row {
  readonly actions: readonly Action[];
  /** Whether Enter does the action instead of offering it. */
  readonly atOnce: boolean;
}

/**
 * Shows everything that is kept as a secret, without its value, and does with it what the person chooses, until they
 * leave it with Escape.
 * @throws AppError when something fails; what is cancelled leads back to the list
 */
export async function manageSecrets(deps: SecretDeps): Promise<void> {
  const place = { title: l10n.t('Manage Secrets'), step: 1, totalSteps: 1, back: false };
  for (;;) {
    const placeholder = l10n.t('Kept in secret storage; choose what to do with it');
    const answer = await askMenu<Row>({ placeholder, choices: await rows(deps) }, place);
    if (answer.type === 'back') continue;
    const action =
      answer.type === 'button'
        ? answer.value.actions.find((candidate) => candidate === answer.button)
        : await chooseAction(answer.value, place);
    try {
      await action?.run();
    } catch (error) {
      if (!isAppError(error, 'cancelled')) throw error;
    }
  }
}

async function chooseAction(
  { actions, atOnce }: Row,
  place: { title: string; step: number; totalSteps: number },
): Promise<Action | undefined> {
  if (atOnce) return actions[0];
  const choices = actions.map((action) => ({
    icon: (action.iconPath as ThemeIcon).id,
    label: action.tooltip,
    value: action,
  }));
  const answer = await askMenu<Action>(
    { placeholder: l10n.t('What to do with it'), choices },
    { ...place, back: true },
  );
  return answer.type === 'chosen' ? answer.value : undefined;
}

async function rows(deps: SecretDeps): Promise<Choices<Row>> {
  const { vault } = deps;
  const { accessKeys, externalIds, customerKeys, signIns, sessions, any } = overviewOf(await vault.list());
  const keyIds = await Promise.all(accessKeys.map(async (name) => (await vault.accessKeys(name))?.accessKeyId));
  return [
    ...group(
      l10n.t('access keys'),
      accessKeys.map((name, index) => keysRow(name, keyIds[index], deps)),
    ),
    ...group(
      l10n.t('external IDs'),
      externalIds.map((name) => externalIdRow(name, deps)),
    ),
    ...group(
      l10n.t('encryption keys'),
      customerKeys.map((name) => customerKeyRow(name, deps)),
    ),
    ...group(
      l10n.t('Identity Center sign-ins'),
      signIns.map((signIn) =>
        row('organization', signInText(signIn), '', [
          action('sign-out', l10n.t('Sign Out'), () => signOut(signIn.token, deps)),
        ]),
      ),
    ),
    ...group(
      l10n.t('sessions'),
      sessions === 0
        ? []
        : [
            row('history', l10n.t('Kept sessions: {0}', sessions), l10n.t('shared by all windows'), [
              action('trash', l10n.t('Forget Sessions…'), () => forgetSessions(deps)),
            ]),
          ],
    ),
    separator(''),
    single(action('add', l10n.t('Add Access Keys…'), () => addAccessKeys(deps))),
    ...(any ? [single(action('trash', l10n.t('Forget All Secrets…'), () => forgetSecrets(deps)))] : []),
  ];
}

function keysRow(name: string, keyId: string | undefined, deps: SecretDeps): Choice<Row> {
  const ref = { type: 'accessKeys', name } as const;
  return row('key', name, [keyId, usage(usersOf(ref, deps.settings.current.profiles))].filter(Boolean).join(', '), [
    action('sync', l10n.t('Rotate in IAM…'), () => rotateAccessKeys(name, deps)),
    action('edit', l10n.t('Replace…'), () => promptAccessKeys(name, retyped(ref, deps))),
    action('trash', l10n.t('Delete…'), () => deleteSecret(ref, deps)),
  ]);
}

function externalIdRow(name: string, deps: SecretDeps): Choice<Row> {
  const ref = { type: 'externalId', name } as const;
  return row('lock', name, usage(usersOf(ref, deps.settings.current.profiles)), [
    action('edit', l10n.t('Replace…'), () => promptExternalId(name, retyped(ref, deps))),
    action('trash', l10n.t('Delete…'), () => deleteSecret(ref, deps)),
  ]);
}

function customerKeyRow(name: string, deps: SecretDeps): Choice<Row> {
  const ref = { type: 'customerKey', name } as const;
  return row('shield', name, usage(usersOf(ref, deps.settings.current.profiles)), [
    action('edit', l10n.t('Replace…'), () => promptCustomerKey(name, retyped(ref, deps))),
    action('trash', l10n.t('Delete…'), () => deleteSecret(ref, deps)),
  ]);
}

/** A value typed anew goes to the hosts that the person's profiles name now, and to no other it went to before. */
function retyped(ref: SecretRef, { vault, settings }: SecretDeps): SecretPromptContext {
  return { vault, destinations: ownDestinations(ref, settings.current.profiles) };
}

function usage(profiles: readonly string[]): string {
  return profiles.length === 0 ? l10n.t('not used') : l10n.t('used by {0}', profiles.join(', '));
}

function action(icon: string, tooltip: string, run: () => Promise<void>): Action {
  return { iconPath: new ThemeIcon(icon), tooltip, run };
}

function row(icon: string, label: string, description: string, actions: readonly Action[]): Choice<Row> {
  return { icon, label, description, buttons: [...actions], value: { actions, atOnce: false } };
}

/** A row that is an action itself. */
function single(only: Action): Choice<Row> {
  return {
    icon: (only.iconPath as ThemeIcon).id,
    label: only.tooltip,
    alwaysShow: true,
    value: { actions: [only], atOnce: true },
  };
}

function group(label: string, choices: readonly Choice<Row>[]): Choices<Row> {
  return choices.length === 0 ? [] : [separator(label), ...choices];
}
