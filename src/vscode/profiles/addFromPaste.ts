import { env, l10n } from 'vscode';
import { readPaste, type Paste } from '../../core/roles/pastes';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { runSteps, type TextStep } from '../support/multiStep';
import { addProfiles } from './addMany';
import { chooseProfiles } from './chooseProfiles';
import { emptyDraft, writtenSource } from './draft';
import { keepSecrets } from './keepSecrets';
import { sourceSteps } from './sourceSteps';
import type { ProfileWizard, WizardDeps } from './wizard';
import { createWizardContext } from './wizardContext';

/**
 * Makes profiles of what is in the clipboard, or of what the person pastes into a box where that is nothing: one with
 * the wizard, several by ticking them. They are saved in the user's settings.
 * @throws AppError of kind `cancelled` when the person gives up, `invalidProfile` when the settings cannot be written
 */
export async function addFromPaste(deps: WizardDeps, wizard: ProfileWizard): Promise<void> {
  deps.settings.checkWritable();
  const paste = usable(readPaste(await env.clipboard.readText())) ?? (await askForPaste());
  const [first, ...others] = Object.entries(paste.profiles);
  if (!first) return;
  if (others.length > 0) {
    await addPasted(paste, deps);
    return;
  }
  const [name, profile] = await wizard.complete(first);
  await addProfiles({ [name]: profile }, deps.settings);
}

/**
 * Adds the profiles of a paste that the person ticks; those without a base identity all get the one that is asked for.
 * @throws AppError as {@link addFromPaste}
 */
export async function addPasted({ profiles, notes }: Paste, deps: WizardDeps): Promise<void> {
  const title = l10n.t('Add Pasted Role Profiles');
  const chosen = await chooseProfiles({
    title,
    candidates: Object.entries(profiles).map(([name, profile]) => ({ name, profile, notes: [] })),
    skipped: notes.map((reason) => ({ name: l10n.t('Left out'), reason })),
    exists: (name) => deps.settings.nameIn('user', name) !== undefined,
    accounts: deps.settings.accounts,
  });
  const draft = emptyDraft();
  if (chosen.some(({ profile }) => !profile.source)) {
    const context = await createWizardContext(deps);
    await runSteps(l10n.t('{0}: Base Identity', title), sourceSteps(context, { pastes: false }), draft);
  }
  if (chosen.length === 0) return;
  await keepSecrets(draft, deps);
  const added = chosen.map(({ name, profile }): [string, WrittenProfile] => [
    name,
    { ...profile, source: profile.source ?? writtenSource(draft) },
  ]);
  await addProfiles(Object.fromEntries(added), deps.settings);
}

/** A paste that holds a profile. */
function usable(paste: Paste | undefined): Paste | undefined {
  return paste && Object.keys(paste.profiles).length > 0 ? paste : undefined;
}

async function askForPaste(): Promise<Paste> {
  const answer: { text: string; paste: Paste } = { text: '', paste: { kind: 'roles', profiles: {}, notes: [] } };
  const step: TextStep<typeof answer> = {
    kind: 'text',
    prompt: l10n.t('Paste a role ARN, several for a chain, or a switch-role link'),
    placeholder: 'https://signin.aws.amazon.com/switchrole?roleName=Analyst&account=123456789012',
    value: ({ text }) => text,
    keep: (kept, text) => Object.assign(kept, { text, paste: readPaste(text) ?? kept.paste }),
    validate: (text) => {
      const paste = readPaste(text);
      return usable(paste) ? undefined : (paste?.notes[0] ?? l10n.t('No role profile can be made of this.'));
    },
  };
  await runSteps(l10n.t('Add Role Profile from Clipboard'), [step], answer);
  return answer.paste;
}
