import { l10n } from 'vscode';
import type { AccountBook } from '../../core/roles/accounts/accountBook';
import { sourceLabel, type BaseIdentity } from '../../core/roles/baseIdentity';
import type { PastedProfile } from '../../core/roles/pastes';
import { askMany } from '../support/menu';
import type { Choice } from '../support/multiStep';
import { separator } from '../support/quickInput';
import type { PickItem } from '../texts/inputs';
import { draftOf, rolesLabel } from './draft';

/** A profile that may be added. */
export interface Candidate {
  readonly name: string;
  readonly profile: PastedProfile;
  /** What is left out or changed, a sentence each. */
  readonly notes: readonly string[];
}

/** Something that cannot be added, and why: a sentence. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** What {@link chooseProfiles} shows. */
export interface ProfileChoice {
  readonly title: string;
  readonly candidates: readonly Candidate[];
  readonly skipped: readonly Skipped[];
  /** Whether the settings hold a profile of that name, which would be replaced. */
  readonly exists: (name: string) => boolean;
  /** What is known of accounts. */
  readonly accounts: AccountBook;
}

/**
 * Lets the person choose which profiles to add; at first all that replace nothing are ticked.
 * @throws AppError of kind `cancelled` when the person gives up
 */
export async function chooseProfiles({
  title,
  candidates,
  skipped,
  exists,
  accounts,
}: ProfileChoice): Promise<readonly Candidate[]> {
  const rows = (replacing: boolean): Choice<Candidate>[] =>
    candidates
      .filter(({ name }) => exists(name) === replacing)
      .map((candidate) => ({
        label: candidate.name,
        description: wayOf(candidate.profile, accounts),
        ...(candidate.notes.length > 0 ? { detailIcon: 'info', detail: candidate.notes.join(' ') } : {}),
        value: candidate,
      }));
  const [added, replaced] = [rows(false), rows(true)];
  const chosen = await askMany<Candidate>(
    {
      placeholder: l10n.t('Profiles to add'),
      choices: [
        ...added,
        ...(replaced.length > 0 ? [separator(l10n.t('replace profiles of your settings')), ...replaced] : []),
        ...(skipped.length > 0 ? [separator(l10n.t('cannot be added')), ...skipped.map(skippedRow)] : []),
      ],
      selected: ({ name }) => !exists(name),
    },
    { title, step: 1, totalSteps: 1, back: false },
  );
  return chosen === 'back' ? [] : chosen;
}

function skippedRow({ name, reason }: Skipped): PickItem {
  return { icon: 'circle-slash', label: name, detail: reason };
}

/** `alice → Hub (111111111111) → Lake (222222222222)` */
export function wayOf(profile: PastedProfile, accounts: AccountBook): string {
  const { source } = profile;
  const base =
    source && (source.type === 'profile' ? source.name : sourceLabel(source satisfies BaseIdentity, accounts));
  return [base, rolesLabel(draftOf(undefined, profile), accounts)].filter(Boolean).join(' → ');
}
