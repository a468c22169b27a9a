import { l10n } from 'vscode';
import { pickStep, runSteps, type Choice, type Step, type TextStep } from '../support/multiStep';
import { defined, mayUseMfa, sourceText, suggestRegion, type ProfileDraft, type ProfileRest } from './draft';
import { fieldProblem } from './fieldProblems';
import type { Option, OptionAsker } from './options';
import { regionChoices, typedRegion } from './regions';
import { laterQuestions, textSourceStep } from './sourceQuestion';

/** Everything that can be set on a profile besides its base identity and roles. */
export function profileOptions(draft: ProfileDraft): Option[] {
  return [
    {
      title: l10n.t('Region'),
      common: true,
      shown: ({ rest }) => rest.region,
      otherwise: (target) => (target.type === 'profile' ? SAME_AS_PROFILE() : suggestRegion(target)),
      change: async (target, asker) => ask(asker, l10n.t('Region'), [regionStep], target),
    },
    {
      title: l10n.t('MFA device'),
      common: true,
      applies: mayUseMfa,
      shown: ({ mfaSerial }) => mfaSerial,
      change: async (target, asker) => ask(asker, l10n.t('MFA device'), [mfaStep], target),
    },
    choiceOption('mfaMethod', l10n.t('MFA code'), {
      applies: (target) => mayUseMfa(target) && target.mfaSerial !== '',
      values: [
        [undefined, l10n.t('as in the settings'), 'assumeRole.mfaMethod'],
        [
          'sessionToken',
          l10n.t('One code for all roles'),
          l10n.t('GetSessionToken; roles last an hour and are renewed'),
        ],
        ['assumeRole', l10n.t('A code for this role'), l10n.t('with AssumeRole; up to 12 hours')],
      ],
    }),
    ...laterQuestions(draft.type).map((question): Option => ({
      title: question.title,
      common: false,
      shown: (target) => sourceText(target, question.field),
      change: async (target, asker) =>
        target.type && ask(asker, question.title, [textSourceStep(target.type, question)], target),
    })),
    {
      title: l10n.t('Description'),
      common: false,
      shown: ({ rest }) => rest.description,
      change: async (target, asker) => ask(asker, l10n.t('Description'), [descriptionStep], target),
    },
    choiceOption('sts', l10n.t('STS endpoint'), {
      values: [
        [undefined, l10n.t('Regional'), 'sts.<region>.amazonaws.com'],
        ['global', l10n.t('Global'), 'sts.amazonaws.com'],
      ],
    }),
    toggle('fips', l10n.t('FIPS endpoints')),
    toggle('dualStack', l10n.t('Dual-stack endpoints (IPv6)')),
    toggle('readOnly', l10n.t('Read-only'), l10n.t('a session policy lets it read only')),
    toggle('production', l10n.t('Production'), l10n.t('marked; destructive calls are confirmed')),
  ];
}

const SAME_AS_PROFILE = (): string => l10n.t('as the profile it goes on from');

/** The region of STS and of Amazon S3's first request. */
export const regionStep: Step<ProfileDraft> = pickStep<ProfileDraft, string>({
  kind: 'pick',
  placeholder: l10n.t("Region of STS and of Amazon S3's first request; choose one or type another"),
  choices: (draft) =>
    draft.type === 'profile'
      ? [{ label: l10n.t('Same as profile "{0}"', sourceText(draft, 'name')), value: '' }, ...regionChoices()]
      : regionChoices(),
  typed: typedRegion,
  chosen: (value, draft) => value === (draft.rest.region ?? (draft.type === 'profile' ? '' : suggestRegion(draft))),
  keep: (draft, value) => {
    setRest(draft, 'region', value === '' ? undefined : value);
  },
});

const mfaStep: TextStep<ProfileDraft> = {
  kind: 'text',
  prompt: l10n.t('MFA device of the IAM user: its ARN or serial number. Leave empty for none.'),
  placeholder: 'arn:aws:iam::123456789012:mfa/alice',
  value: ({ mfaSerial }) => mfaSerial,
  keep: (draft, text) => (draft.mfaSerial = text),
  validate: (text) => (text === '' ? undefined : fieldProblem('mfaSerial', l10n.t('The MFA device'), text)),
};

const descriptionStep: TextStep<ProfileDraft> = {
  kind: 'text',
  prompt: l10n.t('What the profile is for. Leave empty for nothing.'),
  value: ({ rest }) => rest.description ?? '',
  keep: (draft, text) => setRest(draft, 'description', text === '' ? undefined : text),
  validate: () => undefined,
};

function setRest<K extends keyof ProfileRest>(draft: ProfileDraft, field: K, value: ProfileRest[K] | undefined): void {
  draft.rest = defined({ ...draft.rest, [field]: value });
}

/** A field that is there and true, or not there. */
function toggle(field: 'fips' | 'dualStack' | 'readOnly' | 'production', title: string, what = ''): Option {
  return {
    title,
    common: false,
    otherwise: ({ type }) => (type === 'profile' ? SAME_AS_PROFILE() : l10n.t('no')),
    shown: ({ rest }) => (rest[field] === undefined ? undefined : rest[field] ? l10n.t('yes') : l10n.t('no')),
    change: async (draft, asker) => {
      const base = draft.type === 'profile';
      const values: Choice<boolean | undefined>[] = [
        { label: l10n.t('Yes'), description: what, value: true },
        // What the profile gone on from says is undone by a plain no only.
        ...(base ? [{ label: SAME_AS_PROFILE(), value: undefined }] : []),
        { label: l10n.t('No'), value: base ? false : undefined },
      ];
      await askChoice(draft, asker, { field, title, values });
    },
  };
}

type Value<K extends keyof ProfileRest> = readonly [value: ProfileRest[K] | undefined, label: string, what: string];

/** A field with a few values, one of which stands for the field being left out. */
function choiceOption<K extends 'mfaMethod' | 'sts'>(
  field: K,
  title: string,
  { values, applies }: { values: readonly Value<K>[]; applies?: (draft: ProfileDraft) => boolean },
): Option {
  return {
    title,
    common: false,
    ...(applies && { applies }),
    otherwise: ({ type }) => (type === 'profile' ? SAME_AS_PROFILE() : (values[0]?.[1] ?? '')),
    shown: ({ rest }) => (rest[field] === undefined ? undefined : values.find(([value]) => value === rest[field])?.[1]),
    change: async (draft, asker) => {
      const choices = values.map(([value, label, description]) => ({ label, description, value }));
      await askChoice(draft, asker, { field, title, values: choices });
    },
  };
}

async function askChoice<K extends keyof ProfileRest>(
  draft: ProfileDraft,
  asker: OptionAsker,
  { field, title, values }: { field: K; title: string; values: readonly Choice<ProfileRest[K] | undefined>[] },
): Promise<void> {
  const step = pickStep<ProfileDraft, ProfileRest[K] | undefined>({
    kind: 'pick',
    placeholder: title,
    choices: () => values,
    chosen: (value, { rest }) => value === rest[field],
    keep: (target, value) => {
      setRest(target, field, value);
    },
  });
  await ask(asker, title, [step], draft);
}

async function ask({ title, signal }: OptionAsker, option: string, steps: Step<ProfileDraft>[], draft: ProfileDraft) {
  return runSteps(`${title}: ${option}`, steps, draft, { signal, nested: true });
}
