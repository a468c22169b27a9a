import { l10n } from 'vscode';
import type { AccountBook } from '../../core/roles/accounts/accountBook';
import { sourceLabel } from '../../core/roles/baseIdentity';
import { parseRoleArn, roleLabel } from '../../core/roles/arn';
import type { ProfileProblem } from '../../core/roles/profileProblem';
import { askMenu } from '../support/menu';
import { runSteps, type Choice, type Choices, type Outcome, type Step } from '../support/multiStep';
import { separator, type Place } from '../support/quickInput';
import { rolesLabel, toWrittenProfile, writtenSource, type ProfileDraft } from './draft';
import { hopOptions } from './hopOptions';
import type { Option } from './options';
import { profileOptions } from './profileOptions';
import type { WizardContext } from './wizardContext';

/** How a review asks for what has steps of its own. */
export interface ReviewSteps {
  readonly source: readonly Step<ProfileDraft>[];
  readonly roles: Step<ProfileDraft>;
}

type Row =
  | { readonly do: 'save' | 'more' | 'source' | 'roles' }
  | { readonly do: 'change'; readonly option: Option; readonly label: string };

/**
 * Shows what the profile is and lets the person change any of it, until they save it or go back. What few people need
 * stands behind "More Options…" until it is set.
 * @throws AppError of kind `cancelled` when the person presses Escape
 */
export async function review(
  draft: ProfileDraft,
  { context, steps, place, signal }: ReviewOptions,
): Promise<Exclude<Outcome, 'again'>> {
  const asker = { title: place.title, signal };
  let showAll = false;
  let last: string | undefined;
  for (;;) {
    const problem = firstProblem(draft, context);
    const answer = await askMenu<Row>(
      {
        placeholder: l10n.t('Save the profile, or choose what to change'),
        choices: rows(draft, showAll, problem, context.accounts),
        active: (row) => rowKey(row) === last,
      },
      place,
      signal,
    );
    if (answer.type === 'back') return 'back';
    const row = answer.value;
    last = rowKey(row);
    if (row.do === 'save') {
      if (problem?.severity !== 'error') return 'next';
    } else if (row.do === 'more') {
      showAll = true;
      last = undefined;
    } else if (row.do === 'change') await row.option.change(draft, asker);
    else {
      const [name, asked] = row.do === 'roles' ? [ROLES(), [steps.roles]] : [BASE_IDENTITY(), steps.source];
      await runSteps(`${place.title}: ${name}`, asked, draft, { signal, nested: true });
    }
  }
}

/** What {@link review} works with. */
export interface ReviewOptions {
  readonly context: WizardContext;
  readonly steps: ReviewSteps;
  readonly place: Place;
  readonly signal: AbortSignal | undefined;
}

const ROLES = (): string => l10n.t('Roles');
const BASE_IDENTITY = (): string => l10n.t('Base identity');

function rowKey(row: Row): string {
  return row.do === 'change' ? row.label : row.do;
}

function rows(
  draft: ProfileDraft,
  showAll: boolean,
  problem: ProfileProblem | undefined,
  accounts: AccountBook,
): Choices<Row> {
  const several = draft.hops.length > 1;
  const profile = profileOptions(draft);
  const hops = draft.hops.map((_, index) => hopOptions(index));
  const isShown = ({ applies, common, shown }: Option): boolean =>
    (applies?.(draft) ?? true) && (showAll || common || Boolean(shown(draft)));
  const row = (option: Option, label = option.title): Choice<Row> => ({
    label,
    description: orNone(option.shown(draft), option.otherwise?.(draft)),
    value: { do: 'change', option, label },
  });
  const hopRow = (option: Option, hop: number): Choice<Row> =>
    // Also where the list is filtered it must be clear whose option it is.
    row(option, several ? `${roleName(draft, hop)}: ${option.title}` : option.title);
  const others = profile.filter((option) => !option.common && isShown(option)).map((option) => row(option));
  const isHidden = [...profile, ...hops.flat()].some((option) => (option.applies?.(draft) ?? true) && !isShown(option));
  return [
    {
      icon: 'save',
      label: l10n.t('Save "{0}"', draft.name ?? ''),
      ...(problem ? { detailIcon: problem.severity, detail: problem.message } : {}),
      value: { do: 'save' },
    },
    separator(l10n.t('profile')),
    { label: BASE_IDENTITY(), description: sourceText(draft, accounts), value: { do: 'source' } },
    { label: ROLES(), description: orNone(rolesLabel(draft, accounts)), value: { do: 'roles' } },
    ...profile
      .filter(({ common }) => common)
      .filter(isShown)
      .map((option) => row(option)),
    ...hops.flatMap((options, index) => [
      separator(
        several
          ? l10n.t('hop {0}: {1}', index + 1, hopLabel(draft, index, accounts))
          : l10n.t('role {0}', hopLabel(draft, 0, accounts)),
      ),
      ...options.filter(isShown).map((option) => hopRow(option, index)),
    ]),
    ...(others.length > 0 ? [separator(l10n.t('more of the profile')), ...others] : []),
    ...(isHidden
      ? [
          separator(''),
          {
            icon: 'ellipsis',
            label: l10n.t('More Options…'),
            description: l10n.t('session name, duration, tags, session policies, endpoints, guard rails'),
            value: { do: 'more' } as const,
          },
        ]
      : []),
  ];
}

function roleName({ hops }: ProfileDraft, index: number): string {
  const arn = hops[index]?.hop.roleArn ?? '';
  return parseRoleArn(arn)?.name ?? arn;
}

function orNone(text: string | undefined, otherwise = l10n.t('none')): string {
  return text === undefined || text === '' ? otherwise : text;
}

function hopLabel({ hops }: ProfileDraft, index: number, accounts: AccountBook): string {
  return roleLabel(hops[index]?.hop.roleArn ?? '', accounts);
}

function sourceText(draft: ProfileDraft, accounts: AccountBook): string {
  const source = writtenSource(draft);
  return source.type === 'profile' ? l10n.t('profile {0}', source.name) : sourceLabel(source, accounts);
}

/** What is wrong with the profile, as the settings would tell it: what makes it unusable first. */
function firstProblem(draft: ProfileDraft, { problemsOf }: WizardContext): ProfileProblem | undefined {
  const written = toWrittenProfile(draft, () => 'new');
  const problems = problemsOf(draft.name ?? '', written).filter(({ path }) => path.length > 0);
  return problems.find(({ severity }) => severity === 'error') ?? problems[0];
}
