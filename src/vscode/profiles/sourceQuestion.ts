import { l10n } from 'vscode';
import type { TextStep } from '../support/multiStep';
import { sourceText, type ProfileDraft, type SourceType } from './draft';
import { sourceFieldProblem } from './fieldProblems';

/** A question about one field of a source. */
export interface SourceQuestion {
  readonly field: string;
  /** The field as people know it. */
  readonly title: string;
  readonly prompt: string;
  readonly placeholder: string;
  readonly optional?: boolean;
}

/** A step that asks for a field of a source by typing. */
export function textSourceStep(
  type: SourceType,
  { field, title, prompt, placeholder, optional = false }: SourceQuestion,
): TextStep<ProfileDraft> {
  return {
    kind: 'text',
    prompt,
    placeholder,
    value: (draft) => sourceText(draft, field),
    keep: (draft, text) => (draft.source[field] = text),
    validate: (text) => (optional && text === '' ? undefined : sourceFieldProblem(type, field, title, text)),
  };
}

/** Questions of a kind of source that have a good answer already; the review of the profile offers them. */
export function laterQuestions(type: SourceType | undefined): readonly SourceQuestion[] {
  switch (type) {
    case 'webIdentity':
      return [
        {
          field: 'sessionName',
          title: l10n.t('First session name'),
          prompt: l10n.t('Role session name of AssumeRoleWithWebIdentity. Leave empty for your user name.'),
          placeholder: '${user}',
          optional: true,
        },
      ];
    case 'instanceMetadata':
      return [
        {
          field: 'endpoint',
          title: l10n.t('Metadata endpoint'),
          prompt: l10n.t('Address of the instance metadata service. Leave empty for the usual one.'),
          placeholder: 'http://169.254.169.254',
          optional: true,
        },
      ];
    default:
      return [];
  }
}
