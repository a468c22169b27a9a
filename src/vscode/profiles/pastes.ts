import { env, l10n } from 'vscode';
import type { AccountBook } from '../../core/roles/accounts/accountBook';
import { readPaste, type Paste, type PastedProfile } from '../../core/roles/pastes';
import { AppError } from '../../core/support/errors';
import { draftOf, rolesLabel, type ProfileDraft } from './draft';

/**
 * What a copied text says.
 * @throws AppError of kind `invalidRequest` when no profile can be made of it
 */
export function pasteOf(text: string): Paste {
  const paste = readPaste(text);
  if (paste && Object.keys(paste.profiles).length > 0) return paste;
  throw new AppError(
    'invalidRequest',
    paste?.notes[0] ?? l10n.t('The clipboard holds nothing a role profile can be made of.'),
    { cure: l10n.t('Copy a role ARN, several for a chain, a switch-role link, or sections of ~/.aws/config.') },
  );
}

/** The paste in the clipboard; throws as {@link pasteOf}. */
export async function pasteFromClipboard(): Promise<Paste> {
  return pasteOf(await env.clipboard.readText());
}

/** What was pasted in a few words: `Hub (111111111111) → Lake (222222222222)`, or the number of profiles. */
export function pasteLabel({ profiles }: Paste, accounts: AccountBook): string {
  const [first, ...others] = Object.entries(profiles);
  if (!first) return '';
  if (others.length > 0) return l10n.t('{0} profiles', others.length + 1);
  const [name, profile] = first;
  return rolesLabel(draftOf(name, profile), accounts) || name;
}

/** The role ARNs of a paste of one profile; undefined where it has none. */
export function rolesOfPaste({ profiles }: Paste): readonly string[] | undefined {
  const [first, ...others] = Object.values(profiles);
  const arns = first && others.length === 0 ? draftOf(undefined, first).hops.map(({ hop }) => hop.roleArn) : [];
  return arns.length > 0 ? arns : undefined;
}

/**
 * Takes a pasted profile over into a draft that has no answers yet.
 * @returns whether the paste says where the first credentials come from
 */
export function applyPaste(draft: ProfileDraft, name: string, profile: PastedProfile): boolean {
  Object.assign(draft, draftOf(undefined, profile));
  draft.suggestedName = name;
  return profile.source !== undefined;
}
