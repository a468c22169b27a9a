import { l10n } from 'vscode';
import { pickStep, runSteps, type Step, type TextStep } from '../support/multiStep';
import { defined, type DraftHop, type ProfileDraft, type WrittenHop } from './draft';
import { fieldProblem } from './fieldProblems';
import type { Option, OptionAsker } from './options';
import { durationText, given, readArns, readDuration, readPolicy, type Read } from './optionTexts';
import { checkExternalId } from './secretPrompts';
import { editTags } from './tagList';

/** A field of a hop that is typed as text. */
interface TextField<K extends keyof WrittenHop> {
  readonly field: K;
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  /** What counts where nothing is set. */
  readonly otherwise?: string;
  readonly show: (value: NonNullable<WrittenHop[K]>) => string;
  readonly read: (text: string) => Read<NonNullable<WrittenHop[K]>>;
  /** A short form for the list, where the whole text is too long. */
  readonly brief?: (value: NonNullable<WrittenHop[K]>) => string;
}

/** Everything that can be set on one hop besides its role (STS API, AssumeRole). */
export function hopOptions(index: number): Option[] {
  return [
    externalIdOption(index),
    textOption(index, {
      field: 'sessionName',
      title: l10n.t('Session name'),
      prompt: l10n.t('Role session name, which CloudTrail shows. Leave empty for your user name.'),
      placeholder: '${user}',
      otherwise: l10n.t('your user name'),
      ...asTyped,
    }),
    textOption(index, {
      field: 'durationSeconds',
      title: l10n.t('Duration'),
      prompt: l10n.t('How long the session lasts: 15m to 12h. A role chain allows one hour. Leave empty for one hour.'),
      placeholder: '1h',
      otherwise: '1h',
      show: durationText,
      read: readDuration,
    }),
    {
      title: l10n.t('Session tags'),
      common: false,
      shown: (draft) => {
        const { tags = {}, transitiveTagKeys = [] } = draft.hops[index]?.hop ?? {};
        const mark = (key: string): string => (transitiveTagKeys.includes(key) ? ' →' : '');
        return Object.entries(tags)
          .map(([key, value]) => `${key}=${value}${mark(key)}`)
          .join(', ');
      },
      change: (draft, asker) => withHop(draft, index, ({ hop }) => editTags(hop, asker)),
    },
    textOption(index, {
      field: 'sourceIdentity',
      title: l10n.t('Source identity'),
      prompt: l10n.t('Source identity, which stays with every later hop. Leave empty for none.'),
      placeholder: '${user}',
      ...asTyped,
    }),
    textOption(index, {
      field: 'policy',
      title: l10n.t('Session policy'),
      prompt: l10n.t('Session policy (JSON) that limits what the session may do. Leave empty for none.'),
      placeholder: '{ "Version": "2012-10-17", "Statement": [ … ] }',
      show: (value) => JSON.stringify(value),
      brief: (value) => l10n.t('{0} characters', JSON.stringify(value).length),
      read: readPolicy,
    }),
    textOption(index, {
      field: 'policyArns',
      title: l10n.t('Session policy ARNs'),
      prompt: l10n.t('ARNs of managed policies that limit the session, separated by commas. Leave empty for none.'),
      placeholder: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      show: (value) => value.join(', '),
      read: readArns,
    }),
  ];
}

const asTyped = { show: (value: string) => value, read: (text: string) => ({ value: text }) };

async function withHop(
  draft: ProfileDraft,
  index: number,
  change: (hop: DraftHop) => Promise<unknown>,
): Promise<unknown> {
  const hop = draft.hops[index];
  return hop && change(hop);
}

function textOption<K extends keyof WrittenHop>(index: number, text: TextField<K>): Option {
  const { field, title, prompt, placeholder, otherwise, show, read, brief = show } = text;
  const valueOf = (draft: ProfileDraft): NonNullable<WrittenHop[K]> | undefined =>
    draft.hops[index]?.hop[field] ?? undefined;
  return {
    title,
    common: false,
    ...(otherwise !== undefined && { otherwise: () => otherwise }),
    shown: (draft) => given(valueOf(draft), brief),
    change: (draft, asker) =>
      withHop(draft, index, async (target) => {
        const step: TextStep<{ text: string }> = {
          kind: 'text',
          prompt,
          placeholder,
          value: (answer) => answer.text,
          keep: (answer, typed) => (answer.text = typed),
          validate: (typed) => {
            if (typed === '') return undefined;
            const answer = read(typed);
            return 'problem' in answer ? answer.problem : fieldProblem(field, title, answer.value);
          },
        };
        const answer = { text: given(valueOf(draft), show) ?? '' };
        if ((await ask(asker, title, [step], answer)) === 'back') return;
        const typed = answer.text === '' ? undefined : read(answer.text);
        target.hop = defined({ ...target.hop, [field]: typed && 'value' in typed ? typed.value : undefined });
      }),
  };
}

function externalIdOption(index: number): Option {
  return {
    title: l10n.t('External ID'),
    common: true,
    shown: (draft) => {
      const { hop, newSecret } = draft.hops[index] ?? {};
      if (newSecret !== undefined) return l10n.t('in secret storage');
      const id = hop?.externalId;
      return typeof id === 'object' ? l10n.t('in secret storage as "{0}"', id.secret) : id;
    },
    change: (draft, asker) => withHop(draft, index, (hop) => changeExternalId(hop, asker)),
  };
}

async function changeExternalId(target: DraftHop, asker: OptionAsker): Promise<void> {
  const { externalId: old, ...others } = target.hop;
  const answer = { text: typeof old === 'string' ? old : '', secret: typeof old !== 'string' };
  const steps: Step<typeof answer>[] = [
    {
      kind: 'text',
      prompt: l10n.t('External ID that the role asks for. Leave empty for none.'),
      placeholder: typeof old === 'object' ? l10n.t('in secret storage as "{0}"', old.secret) : '',
      value: ({ text }) => text,
      keep: (kept, text) => (kept.text = text),
      // A shared profile may fill it in from each person's environment.
      validate: (text) => (text === '' || text.includes('${') ? undefined : checkExternalId(text)),
    },
    pickStep<typeof answer, boolean>({
      kind: 'pick',
      applies: ({ text }) => text !== '' && !text.includes('${'),
      placeholder: l10n.t('Where is the external ID kept?'),
      choices: () => [
        {
          icon: 'lock',
          label: l10n.t('In Secret Storage'),
          description: l10n.t('others who see your settings do not see it'),
          value: true,
        },
        { icon: 'gear', label: l10n.t('In the Settings'), description: l10n.t('with the profile'), value: false },
      ],
      chosen: (value, { secret }) => value === secret,
      keep: (kept, value) => void (kept.secret = value),
    }),
  ];
  if ((await ask(asker, l10n.t('External ID'), steps, answer)) === 'back') return;
  const { text, secret } = answer;
  const inSettings = text !== '' && (!secret || text.includes('${'));
  target.hop = { ...others, ...(inSettings ? { externalId: text } : {}) };
  target.newSecret = text !== '' && !inSettings ? text : undefined;
}

async function ask<T>({ title, signal }: OptionAsker, option: string, steps: Step<T>[], answer: T) {
  return runSteps(`${title}: ${option}`, steps, answer, { signal, nested: true });
}
