import { l10n } from 'vscode';
import { parseRoleChain } from '../../core/roles/arn';
import { readPaste, type PastedProfile } from '../../core/roles/pastes';
import { pickStep, type Step } from '../support/multiStep';
import { rolesText, setRoles, sourceText, suggestName, type ProfileDraft } from './draft';
import { rolesOfPaste } from './pastes';
import { regionStep } from './profileOptions';
import { review } from './review';
import { sourceSteps } from './sourceSteps';
import type { WizardContext } from './wizardContext';

/** The steps that make a profile, in order; those that do not apply to a draft are left out. */
export function wizardSteps(context: WizardContext): Step<ProfileDraft>[] {
  return [...sourceSteps(context), rolesStep(), regionStep, nameStep(context), replaceStep(context), editStep(context)];
}

/** The steps that complete a pasted profile; its base identity is asked for where the paste names none. */
export function completionSteps(context: WizardContext, { source }: PastedProfile): Step<ProfileDraft>[] {
  const asked = source ? [] : sourceSteps(context, { pastes: false });
  return [...asked, nameStep(context), replaceStep(context), editStep(context)];
}

/** The step that edits a profile: everything at a glance, each part with its own questions. */
export function editStep(context: WizardContext): Step<ProfileDraft> {
  const steps = { source: sourceSteps(context, { pastes: false }), roles: rolesStep() };
  return { kind: 'custom', run: (draft, place, signal) => review(draft, { context, steps, place, signal }) };
}

function rolesStep(): Step<ProfileDraft> {
  const arnsOf = (text: string): readonly string[] | undefined => {
    const paste = parseRoleChain(text) ? undefined : readPaste(text);
    return parseRoleChain(text) ?? (paste && rolesOfPaste(paste));
  };
  return {
    kind: 'text',
    prompt: l10n.t(
      'ARN of the role to assume, several separated by commas for a chain, or a switch-role link. Leave empty for none.',
    ),
    placeholder: 'arn:aws:iam::123456789012:role/Analyst',
    value: (draft) => draft.rolesText ?? rolesText(draft),
    keep: (draft, text) => {
      const arns = arnsOf(text);
      setRoles(draft, arns ? arns.join(', ') : text);
    },
    validate: (text, { type }) => {
      if (text === '') return type === 'profile' ? l10n.t('Type the ARN of the role to assume next.') : undefined;
      return arnsOf(text)
        ? undefined
        : l10n.t(
            'Not a role ARN such as {0}, nor several separated by commas.',
            'arn:aws:iam::123456789012:role/Analyst',
          );
    },
  };
}

function nameStep({ taken }: WizardContext): Step<ProfileDraft> {
  return {
    kind: 'text',
    prompt: l10n.t('Name of the profile, as you will pick it'),
    value: (draft) => draft.name ?? suggestName(draft, taken),
    keep: (draft, text) => (draft.name = text),
    validate: (text, draft) => {
      if (text === '') return l10n.t('Type a name.');
      if (draft.type === 'profile' && sourceText(draft, 'name') === text) {
        return l10n.t('A profile cannot go on from itself.');
      }
      return undefined;
    },
  };
}

function replaceStep({ isWritten }: WizardContext): Step<ProfileDraft> {
  return pickStep<ProfileDraft, true>({
    kind: 'pick',
    applies: ({ name }) => name !== undefined && isWritten(name),
    placeholder: l10n.t('Your settings hold a profile of that name. Go back to choose another.'),
    choices: ({ name = '' }) => [{ icon: 'replace', label: l10n.t('Replace "{0}"', name), value: true }],
    chosen: () => true,
    keep: () => undefined,
  });
}
