import { l10n } from 'vscode';
import { parseRoleChain } from '../../core/roles/arn';
import { MFA_SERIAL, REGION } from '../../core/roles/limits';
import { pickStep, type Choice, type Step } from '../support/multiStep';
import { baseChoices, type KnownIdentities } from './baseChoices';
import {
  assumesRole,
  startsWithAccessKeys,
  suggestName,
  suggestRegion,
  type DraftBase,
  type ProfileDraft,
} from './draft';
import { accessKeySteps, checkExternalId } from './secretPrompts';

/** What the steps check answers against. */
export interface WizardContext extends KnownIdentities {
  readonly hasKeys: (name: string) => Promise<boolean>;
  /** Where a profile of that name is written. */
  readonly scopeOf: (name: string) => 'user' | 'workspace' | undefined;
  /** Names of all profiles, broken ones included. */
  readonly taken: ReadonlySet<string>;
}

/** The steps of the wizard in order; those that do not apply to a draft are left out. */
export function wizardSteps(context: WizardContext): Step<ProfileDraft>[] {
  const newKeys = (draft: ProfileDraft): boolean => draft.base?.type === 'newKeys';
  return [
    baseStep(context),
    keyNameStep(context, newKeys),
    ...accessKeySteps<ProfileDraft>(newKeys),
    rolesStep,
    externalIdStep,
    keepSecretStep(),
    mfaStep,
    regionStep,
    nameStep(context),
    replaceStep(context),
  ];
}

function baseStep(context: WizardContext): Step<ProfileDraft> {
  return pickStep<ProfileDraft, DraftBase>({
    kind: 'pick',
    placeholder: l10n.t('Base identity: where do the first credentials come from?'),
    choices: () => baseChoices(context),
    chosen: (value, { base }) => JSON.stringify(value) === JSON.stringify(base),
    keep: (draft, value) => (draft.base = value),
  });
}

function keyNameStep(context: WizardContext, applies: (draft: ProfileDraft) => boolean): Step<ProfileDraft> {
  return {
    kind: 'text',
    applies,
    prompt: l10n.t("A name for the access keys, such as the IAM user's"),
    placeholder: 'alice',
    value: (draft) => draft.keyName,
    keep: (draft, text) => (draft.keyName = text),
    validate: async (text) => {
      if (text === '') return l10n.t('Type a name.');
      return (await context.hasKeys(text))
        ? l10n.t('Access keys named "{0}" are stored already. Go back to choose them, or type another name.', text)
        : undefined;
    },
  };
}

const rolesStep: Step<ProfileDraft> = {
  kind: 'text',
  prompt: l10n.t('ARN of the role to assume, or several separated by commas for a chain. Leave empty for none.'),
  placeholder: 'arn:aws:iam::123456789012:role/Analyst',
  value: (draft) => draft.roles ?? '',
  keep: (draft, text) => (draft.roles = text),
  validate: (text, { base }) => {
    if (text === '') return base?.type === 'profile' ? l10n.t('Type the ARN of the role to assume next.') : undefined;
    return parseRoleChain(text)
      ? undefined
      : l10n.t(
          'Not a role ARN such as {0}, nor several separated by commas.',
          'arn:aws:iam::123456789012:role/Analyst',
        );
  },
};

const externalIdStep: Step<ProfileDraft> = {
  kind: 'text',
  applies: assumesRole,
  prompt: l10n.t('External ID, if the (last) role asks for one. Leave empty for none.'),
  value: (draft) => draft.externalId,
  keep: (draft, text) => (draft.externalId = text),
  validate: (text) => (text === '' ? undefined : checkExternalId(text)),
};

function keepSecretStep(): Step<ProfileDraft> {
  return pickStep<ProfileDraft, boolean>({
    kind: 'pick',
    applies: (draft) => assumesRole(draft) && draft.externalId !== '',
    placeholder: l10n.t('Where is the external ID kept?'),
    choices: () => [
      {
        label: `$(lock) ${l10n.t('In Secret Storage')}`,
        description: l10n.t('others who see your settings do not see it'),
        value: true,
      },
      { label: `$(gear) ${l10n.t('In the Settings')}`, description: l10n.t('with the profile'), value: false },
    ],
    chosen: (value, draft) => value === draft.keepExternalIdSecret,
    keep: (draft, value) => (draft.keepExternalIdSecret = value),
  });
}

const mfaStep: Step<ProfileDraft> = {
  kind: 'text',
  applies: (draft) => assumesRole(draft) && startsWithAccessKeys(draft),
  prompt: l10n.t(
    'MFA device of the IAM user, if the role asks for MFA: its ARN or serial number. Leave empty for none.',
  ),
  placeholder: 'arn:aws:iam::123456789012:mfa/alice',
  value: (draft) => draft.mfaSerial,
  keep: (draft, text) => (draft.mfaSerial = text),
  validate: (text) => {
    const { minLength, maxLength, pattern } = MFA_SERIAL;
    const fits = text.length >= minLength && text.length <= maxLength && pattern.test(text);
    return text === '' || fits
      ? undefined
      : l10n.t('Must be the ARN of a virtual MFA device or the serial number of a hardware one.');
  },
};

/** Regions most accounts use; any other is typed. */
const COMMON_REGIONS: readonly (readonly [code: string, place: string])[] = [
  ['us-east-1', 'N. Virginia'],
  ['us-east-2', 'Ohio'],
  ['us-west-1', 'N. California'],
  ['us-west-2', 'Oregon'],
  ['ca-central-1', 'Canada'],
  ['sa-east-1', 'São Paulo'],
  ['eu-west-1', 'Ireland'],
  ['eu-west-2', 'London'],
  ['eu-west-3', 'Paris'],
  ['eu-central-1', 'Frankfurt'],
  ['eu-north-1', 'Stockholm'],
  ['eu-south-1', 'Milan'],
  ['ap-south-1', 'Mumbai'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-southeast-2', 'Sydney'],
  ['ap-northeast-1', 'Tokyo'],
  ['ap-northeast-2', 'Seoul'],
  ['us-gov-west-1', 'AWS GovCloud (US-West)'],
  ['us-gov-east-1', 'AWS GovCloud (US-East)'],
  ['cn-north-1', 'Beijing'],
  ['cn-northwest-1', 'Ningxia'],
  ['eusc-de-east-1', 'AWS European Sovereign Cloud'],
];

const regionStep = pickStep<ProfileDraft, string>({
  kind: 'pick',
  placeholder: l10n.t("Region of STS and of Amazon S3's first request; choose one or type another"),
  choices: ({ base }) => {
    const regions: Choice<string>[] = COMMON_REGIONS.map(([label, description]) => ({
      label,
      description,
      value: label,
    }));
    if (base?.type !== 'profile') return regions;
    return [{ label: l10n.t('Same as profile "{0}"', base.name), value: '' }, ...regions];
  },
  typed: (text) => (REGION.test(text) ? { label: text, value: text } : undefined),
  chosen: (value, draft) => value === (draft.region ?? (draft.base?.type === 'profile' ? '' : suggestRegion(draft))),
  keep: (draft, value) => (draft.region = value),
});

function nameStep({ scopeOf, taken }: WizardContext): Step<ProfileDraft> {
  return {
    kind: 'text',
    prompt: l10n.t('Name of the profile, as you will pick it'),
    value: (draft) => draft.name ?? suggestName(draft, taken),
    keep: (draft, text) => (draft.name = text),
    validate: (text, { base }) => {
      if (text === '') return l10n.t('Type a name.');
      if (base?.type === 'profile' && base.name === text) return l10n.t('A profile cannot go on from itself.');
      return scopeOf(text) === 'workspace'
        ? l10n.t('A profile "{0}" in the workspace settings would win over it. Type another name.', text)
        : undefined;
    },
  };
}

function replaceStep({ scopeOf }: WizardContext): Step<ProfileDraft> {
  return pickStep<ProfileDraft, true>({
    kind: 'pick',
    applies: ({ name }) => name !== undefined && scopeOf(name) === 'user',
    placeholder: l10n.t('Your settings hold a profile of that name. Go back to choose another.'),
    choices: ({ name = '' }) => [{ label: `$(replace) ${l10n.t('Replace "{0}"', name)}`, value: true }],
    chosen: () => true,
    keep: () => undefined,
  });
}
