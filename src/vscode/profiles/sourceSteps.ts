import { l10n } from 'vscode';
import { BASE_IDENTITIES, kindOf, sourceLabel } from '../../core/roles/baseIdentity';
import { readPaste, type Paste } from '../../core/roles/pastes';
import { toAppError } from '../../core/support/errors';
import { rolesOf, type WizardContext } from './wizardContext';
import { pickStep, type Choice, type Choices, type Outcome, type Step } from '../support/multiStep';
import { separator } from '../support/quickInput';
import { showWarning } from '../texts/messages';
import {
  chooseSource,
  chooseSourceType,
  rolesLabel,
  sourceText,
  type ProfileDraft,
  type SourceType,
  type WrittenSource,
} from './draft';
import { identityCenterSteps } from './identityCenterSteps';
import { applyPaste, pasteFromClipboard, pasteLabel } from './pastes';
import { accessKeySteps } from './secretPrompts';
import { textSourceStep } from './sourceQuestion';

/** The steps that find out where the first credentials come from: the kind, then that kind's own questions. */
export function sourceSteps(context: WizardContext, { pastes } = { pastes: true }): Step<ProfileDraft>[] {
  const own = Object.entries(questions(context)) as [SourceType, readonly Step<ProfileDraft>[]][];
  return [
    kindStep(context, pastes),
    ...own.flatMap(([type, steps]) => steps.map((step) => ({ ...step, applies: appliesFor(type, step) }))),
  ];
}

function appliesFor(type: SourceType, step: Step<ProfileDraft>): (draft: ProfileDraft) => boolean {
  return (draft) => draft.type === type && !draft.sourceIsWhole && (step.applies?.(draft) ?? true);
}

/** What a row of the first step stands for. */
type SourceChoice =
  | { readonly use: 'source'; readonly source: WrittenSource }
  | { readonly use: 'type'; readonly type: SourceType }
  | { readonly use: 'paste'; readonly paste?: Paste };

function kindStep(context: WizardContext, pastes: boolean): Step<ProfileDraft> {
  return pickStep<ProfileDraft, SourceChoice>({
    kind: 'pick',
    placeholder: (draft) =>
      draft.hops.length > 0 && draft.type === undefined
        ? l10n.t('{0}: with which base identity does it start?', rolesLabel(draft, context.accounts))
        : l10n.t('Base identity: where do the first credentials come from?'),
    choices: () => [...kindChoices(context), ...(pastes ? pasteChoices() : [])],
    typed: (text) => {
      const paste = pastes ? readPaste(text) : undefined;
      const label = paste ? pasteLabel(paste, context.accounts) : '';
      if (!paste || label === '') return undefined;
      return { icon: 'clippy', label: l10n.t('Use {0}', label), alwaysShow: true, value: { use: 'paste', paste } };
    },
    chosen: (value, draft) => value.use === 'type' && value.type === draft.type,
    keep: async (draft, value) => {
      if (value.use === 'source') chooseSource(draft, value.source);
      else if (value.use === 'type') chooseSourceType(draft, value.type);
      else return takePaste(draft, value.paste ?? (await clipboardOrTold()));
      return 'next';
    },
  });
}

/** What is in the clipboard; where that is no profile, the person is told and asked again. */
async function clipboardOrTold(): Promise<Paste | undefined> {
  try {
    return await pasteFromClipboard();
  } catch (error) {
    const { message, detail } = toAppError(error);
    void showWarning([message, detail.cure].filter(Boolean).join(' '));
    return undefined;
  }
}

function takePaste(draft: ProfileDraft, paste: Paste | undefined): Outcome {
  const [first, ...others] = Object.entries(paste?.profiles ?? {});
  if (!paste || !first) return 'again';
  if (others.length > 0) {
    draft.severalPasted = paste;
    return 'end';
  }
  return applyPaste(draft, ...first) ? 'next' : 'again';
}

function kindChoices(context: WizardContext): Choices<SourceChoice> {
  const inUse = sourcesInUse(context);
  return [
    ...(inUse.length > 0 ? [separator(l10n.t('used by your profiles')), ...inUse] : []),
    separator(l10n.t('base identities')),
    ...Object.entries(BASE_IDENTITIES).map(([type, { icon, title, needs }]) => ({
      icon,
      label: title(),
      description: needs(),
      value: { use: 'type', type: type as SourceType } as const,
    })),
    ...(context.ownProfiles.size > 0
      ? [
          separator(l10n.t('role chaining')),
          {
            icon: 'arrow-right',
            label: l10n.t('Another Role Profile'),
            description: l10n.t('go on from the role of a profile you have'),
            value: { use: 'type', type: 'profile' } as const,
          },
        ]
      : []),
  ];
}

function pasteChoices(): Choices<SourceChoice> {
  return [
    separator(l10n.t('clipboard')),
    {
      icon: 'clippy',
      label: l10n.t('Paste from Clipboard'),
      description: l10n.t('a role ARN or chain, a switch-role link, or a section of ~/.aws/config'),
      value: { use: 'paste' },
    },
  ];
}

/** Base identities that need no further question: the keys and shared config profiles of the profiles there are. */
function sourcesInUse({ profiles, storedKeys, accounts }: WizardContext): Choice<SourceChoice>[] {
  const found = new Map<string, Choice<SourceChoice>>();
  for (const { source, origin } of profiles.values()) {
    const usable = source.type === 'accessKeys' ? storedKeys.includes(source.name) : source.type === 'sharedConfig';
    if (!usable || origin === 'awsConfig') continue;
    const { icon, title } = kindOf(source);
    const label = sourceLabel(source, accounts);
    found.set(`${icon} ${label}`, { icon, label, description: title(), value: { use: 'source', source } });
  }
  return [...found.values()];
}

/** Each kind's own questions; those few people answer are left to the review. */
function questions(context: WizardContext): Readonly<Record<SourceType, readonly Step<ProfileDraft>[]>> {
  return {
    accessKeys: accessKeysSteps(context),
    identityCenter: identityCenterSteps(context),
    sharedConfig: [
      pickSourceStep(
        'sharedConfig',
        'profile',
        l10n.t('Profile of ~/.aws/config or ~/.aws/credentials; choose one or type another'),
        () => context.configProfiles.map((name) => ({ label: name, value: name })),
      ),
    ],
    environment: [],
    instanceMetadata: [],
    container: [],
    webIdentity: [
      textSourceStep('webIdentity', {
        field: 'tokenFile',
        title: l10n.t('Token file'),
        prompt: l10n.t('File that holds the OIDC token'),
        placeholder: process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '/var/run/secrets/token',
      }),
      textSourceStep('webIdentity', {
        field: 'roleArn',
        title: l10n.t('Role'),
        prompt: l10n.t('ARN of the role that trusts the token’s issuer (AssumeRoleWithWebIdentity)'),
        placeholder: process.env['AWS_ROLE_ARN'] ?? 'arn:aws:iam::123456789012:role/Deploy',
      }),
    ],
    saml: [
      textSourceStep('saml', {
        field: 'providerArn',
        title: l10n.t('SAML provider'),
        prompt: l10n.t('ARN of the SAML provider in IAM'),
        placeholder: 'arn:aws:iam::123456789012:saml-provider/Okta',
      }),
      textSourceStep('saml', {
        field: 'roleArn',
        title: l10n.t('Role'),
        prompt: l10n.t('ARN of the role that trusts the SAML provider (AssumeRoleWithSAML)'),
        placeholder: 'arn:aws:iam::123456789012:role/Federated',
      }),
      textSourceStep('saml', {
        field: 'command',
        title: l10n.t('Command'),
        prompt: l10n.t('Command that prints the assertion in base64. Leave empty to paste it each time.'),
        placeholder: 'saml2aws …',
        optional: true,
      }),
    ],
    process: [
      textSourceStep('process', {
        field: 'command',
        title: l10n.t('Command'),
        prompt: l10n.t('Command that prints credentials as JSON, as credential_process of the AWS CLI'),
        placeholder: '/opt/bin/credentials --role analyst',
      }),
    ],
    login: [
      pickSourceStep('login', 'profile', l10n.t('Profile that "aws login" signs in; choose one or type another'), () =>
        [...new Set(['default', ...context.configProfiles])].map((name) => ({ label: name, value: name })),
      ),
    ],
    defaultChain: [],
    profile: [
      pickSourceStep('profile', 'name', l10n.t('Profile to go on from'), () =>
        [...context.ownProfiles].map(([name, profile]) => ({
          label: name,
          description: rolesOf(profile),
          value: name,
        })),
      ),
    ],
  };
}

function pickSourceStep(
  type: SourceType,
  field: string,
  placeholder: string,
  names: () => Choice<string>[],
): Step<ProfileDraft> {
  return pickStep<ProfileDraft, string>({
    kind: 'pick',
    placeholder,
    choices: names,
    // A profile to go on from must be there; config files may be elsewhere, or be written later.
    typed: (text) => (type === 'profile' || text === '' ? undefined : { label: text, value: text }),
    chosen: (value, draft) => value === sourceText(draft, field),
    keep: (draft, value) => void (draft.source[field] = value),
  });
}

const NEW_KEYS = { newKeys: true } as const;

function accessKeysSteps({ storedKeys, hasKeys }: WizardContext): Step<ProfileDraft>[] {
  const makes = (draft: ProfileDraft): boolean => draft.newKeys || storedKeys.length === 0;
  return [
    pickStep<ProfileDraft, string | typeof NEW_KEYS>({
      kind: 'pick',
      applies: () => storedKeys.length > 0,
      placeholder: l10n.t('Access keys'),
      choices: () => [
        ...storedKeys.map((name) => ({
          icon: 'key',
          label: name,
          description: l10n.t('in secret storage'),
          value: name,
        })),
        { icon: 'add', label: l10n.t('New Access Keys…'), value: NEW_KEYS },
      ],
      chosen: (value, draft) => (draft.newKeys ? value === NEW_KEYS : value === sourceText(draft, 'name')),
      keep: (draft, value) => {
        draft.newKeys = value === NEW_KEYS;
        if (typeof value === 'string') draft.source['name'] = value;
        else if (storedKeys.includes(sourceText(draft, 'name'))) draft.source['name'] = '';
      },
    }),
    {
      kind: 'text',
      applies: makes,
      prompt: l10n.t("A name for the access keys, such as the IAM user's"),
      placeholder: 'alice',
      value: (draft) => sourceText(draft, 'name'),
      keep: (draft, text) => {
        draft.source['name'] = text;
        draft.newKeys = true;
      },
      validate: async (text) => {
        if (text === '') return l10n.t('Type a name.');
        return (await hasKeys(text))
          ? l10n.t('Access keys named "{0}" are stored already. Go back to choose them, or type another name.', text)
          : undefined;
      },
    },
    ...accessKeySteps<ProfileDraft>({ applies: makes }),
  ];
}
