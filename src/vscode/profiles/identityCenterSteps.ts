import { l10n } from 'vscode';
import { accountLabel } from '../../core/roles/accounts/accountBook';
import type { IdentityCenterInstance } from '../../core/roles/discovery';
import { signInName } from '../../core/secrets/signInName';
import { toAppError } from '../../core/support/errors';
import { pickStep, type Choices, type Step } from '../support/multiStep';
import { separator } from '../support/quickInput';
import { sourceText, type ProfileDraft } from './draft';
import { sourceFieldProblem } from './fieldProblems';
import { instanceDetails } from './identityCenters';
import { regionChoices, typedRegion } from './regions';
import { textSourceStep, type SourceQuestion } from './sourceQuestion';
import type { WizardContext } from './wizardContext';

const startUrlQuestion = (): SourceQuestion => ({
  field: 'startUrl',
  title: l10n.t('Start URL'),
  prompt: l10n.t('Start URL of the AWS access portal'),
  placeholder: 'https://d-1234567890.awsapps.com/start',
});

const SIGN_IN = { signIn: true } as const;
const TYPE = { type: true } as const;

/** An account and role, or how they are found. */
type RoleAnswer = { readonly accountId: string; readonly roleName: string } | typeof SIGN_IN | typeof TYPE;

/** Start URL and region of the instance, then account and role: from the list after a sign-in, or typed. */
export function identityCenterSteps(context: WizardContext): Step<ProfileDraft>[] {
  let typesRole = false;
  // Going back and forth must not ask for a sign-in again, above all not where one was cancelled.
  const listed = new Map<string, Choices<RoleAnswer>>();
  const choicesOf = async (draft: ProfileDraft, signal: AbortSignal | undefined): Promise<Choices<RoleAnswer>> => {
    const instance = instanceOf(draft);
    const key = signInName(instance);
    const choices = listed.get(key) ?? (await roleChoices(context, instance, signal));
    listed.set(key, choices);
    return choices;
  };
  return [
    ...instanceSteps(context.identityCenters),
    pickStep<ProfileDraft, RoleAnswer>({
      kind: 'pick',
      placeholder: l10n.t('Account and role'),
      choices: choicesOf,
      chosen: (value, draft) =>
        'roleName' in value &&
        value.accountId === sourceText(draft, 'accountId') &&
        value.roleName === sourceText(draft, 'roleName'),
      keep: (draft, value) => {
        if ('signIn' in value) {
          listed.delete(signInName(instanceOf(draft)));
          return 'again';
        }
        typesRole = 'type' in value;
        if ('roleName' in value) Object.assign(draft.source, value);
        return undefined;
      },
    }),
    ...[
      {
        field: 'accountId',
        title: l10n.t('Account ID'),
        prompt: l10n.t('ID of the account'),
        placeholder: '123456789012',
      },
      {
        field: 'roleName',
        title: l10n.t('Role'),
        prompt: l10n.t('Name of the role (permission set)'),
        placeholder: 'ReadOnlyAccess',
      },
    ].map((question) => ({ ...textSourceStep('identityCenter', question), applies: () => typesRole })),
  ];
}

/** Start URL and region of an instance; one that is known is chosen. */
export function instanceSteps(known: readonly IdentityCenterInstance[]): Step<ProfileDraft>[] {
  return [
    { ...startUrlStep(known), applies: () => known.length > 0 },
    { ...textSourceStep('identityCenter', startUrlQuestion()), applies: () => known.length === 0 },
    pickStep<ProfileDraft, string>({
      kind: 'pick',
      applies: (draft) => !known.some(({ startUrl }) => startUrl === sourceText(draft, 'startUrl')),
      placeholder: l10n.t('Region of the Identity Center instance; choose one or type another'),
      choices: regionChoices,
      typed: typedRegion,
      chosen: (value, draft) => value === sourceText(draft, 'region'),
      keep: (draft, value) => void (draft.source['region'] = value),
    }),
  ];
}

/** The instance a draft's answers name. */
export function instanceOf(draft: ProfileDraft): IdentityCenterInstance {
  const session = sourceText(draft, 'session');
  return {
    startUrl: sourceText(draft, 'startUrl'),
    region: sourceText(draft, 'region'),
    endpoint: draft.rest.endpoints?.sso,
    ...(session === '' ? {} : { session }),
  };
}

function startUrlStep(known: readonly IdentityCenterInstance[]): Step<ProfileDraft> {
  return pickStep<ProfileDraft, Partial<IdentityCenterInstance>>({
    kind: 'pick',
    placeholder: l10n.t('AWS access portal; choose one or type its start URL'),
    choices: () =>
      known.map((instance) => ({
        icon: 'organization',
        label: instance.startUrl,
        description: instanceDetails(instance),
        value: instance,
      })),
    typed: (text) =>
      sourceFieldProblem('identityCenter', 'startUrl', '', text) === undefined
        ? { label: text, value: { startUrl: text } }
        : undefined,
    chosen: ({ startUrl }, draft) => startUrl === sourceText(draft, 'startUrl'),
    keep: (draft, { startUrl, region, session, endpoint }) => {
      if (startUrl !== sourceText(draft, 'startUrl')) draft.source = {};
      Object.assign(draft.source, { startUrl, ...(region && { region }), ...(session && { session }) });
      // The sign-in is good at that host only.
      if (endpoint !== undefined) draft.rest = { ...draft.rest, endpoints: { ...draft.rest.endpoints, sso: endpoint } };
    },
  });
}

async function roleChoices(
  context: WizardContext,
  instance: IdentityCenterInstance,
  signal: AbortSignal | undefined,
): Promise<Choices<RoleAnswer>> {
  const type = { icon: 'edit', label: l10n.t('Type Account and Role…'), alwaysShow: true, value: TYPE };
  try {
    const roles = await context.identityCenterRoles(instance, signal);
    return [
      ...roles.map(({ accountId, roleName }) => ({
        icon: 'account',
        label: roleName,
        description: accountLabel(accountId, context.accounts),
        value: { accountId, roleName },
      })),
      separator(''),
      type,
    ];
  } catch (error) {
    const { kind, message } = toAppError(error);
    return [
      {
        icon: 'refresh',
        label: l10n.t('Sign In and List Roles'),
        description: kind === 'cancelled' ? l10n.t('The sign-in was cancelled.') : message,
        value: SIGN_IN,
      },
      type,
    ];
  }
}
