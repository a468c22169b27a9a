import { env, l10n } from 'vscode';
import { parseRoleArn, roleLabel } from '../../core/roles/arn';
import { kindOf, sourceLabel } from '../../core/roles/baseIdentity';
import { baseOf, goOnTo } from '../../core/roles/goOn';
import type { Profile } from '../../core/roles/profile';
import { isSameProfile } from '../../core/roles/sameProfile';
import { readPaste } from '../../core/roles/pastes';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError } from '../../core/support/errors';
import { askMenu } from '../support/menu';
import { runSteps, type Choice, type TextStep } from '../support/multiStep';
import { separator } from '../support/quickInput';
import { freeName } from './draft';
import { rolesOfPaste } from './pastes';
import type { ProfileSettings } from './settings';
import { rolesOf } from './wizardContext';

/** What an ad-hoc profile is made of. */
export interface AdHocDeps {
  readonly settings: ProfileSettings;
  readonly sessions: SessionService;
}

/**
 * A profile for a pasted role ARN or chain, which goes on from a base identity or session of the person's choice. It
 * is not saved.
 * @param text the ARN or chain; asked for when not given or not one
 * @throws AppError of kind `cancelled` when the person gives up, `profileNotFound` when there is nothing to go on from
 */
export async function adHocProfile(text: string | undefined, deps: AdHocDeps): Promise<Profile> {
  const arns = rolesIn(text ?? '') ?? (await askForRoles());
  const from = await chooseStart(arns, deps);
  const last = arns.at(-1) ?? '';
  const profile = goOnTo(arns, parseRoleArn(last)?.name ?? last, from);
  const { settings, sessions } = deps;
  // A session that is not saved keeps its name too, unless it is this very one again.
  const isOther = (name: string): boolean => {
    const session = sessions.session(name);
    return session !== undefined && !isSameProfile(session.profile, { ...profile, name });
  };
  const has = (name: string): boolean => settings.holds(name) || isOther(name);
  return { ...profile, name: freeName(profile.name, { has }) };
}

function rolesIn(text: string): readonly string[] | undefined {
  const paste = readPaste(text);
  return paste && rolesOfPaste(paste);
}

async function askForRoles(): Promise<readonly string[]> {
  const copied = await env.clipboard.readText();
  const answer = { text: rolesIn(copied) && !copied.includes('\n') ? copied.trim() : '' };
  const step: TextStep<typeof answer> = {
    kind: 'text',
    prompt: l10n.t('ARN of the role to assume, several separated by commas for a chain, or a switch-role link'),
    placeholder: 'arn:aws:iam::123456789012:role/Analyst',
    value: ({ text }) => text,
    keep: (kept, text) => (kept.text = text),
    validate: (text) =>
      rolesIn(text)
        ? undefined
        : l10n.t(
            'Not a role ARN such as {0}, nor several separated by commas.',
            'arn:aws:iam::123456789012:role/Analyst',
          ),
  };
  await runSteps(l10n.t('Assume Role by ARN'), [step], answer);
  return rolesIn(answer.text) ?? [];
}

/** What to go on from: the role of a profile, or its base identity alone. */
interface Start {
  readonly name: string;
  readonly isBase: boolean;
}

/** The profile to go on from, its variables filled in: with its roles, or with its base identity alone. */
async function chooseStart(arns: readonly string[], { settings, sessions }: AdHocDeps): Promise<Profile> {
  const active = sessions.state.active?.profile;
  const others = [...settings.current.profiles.values()].filter(({ name }) => name !== active?.name);
  if (!active && others.length === 0) {
    const cure = l10n.t('Run "AWS: Add Role Profile…" first.');
    throw new AppError('profileNotFound', l10n.t('There is no profile whose base identity could be used.'), { cure });
  }
  const answer = await askMenu<Start>(
    {
      placeholder: l10n.t('Who assumes {0}?', arns.map((arn) => roleLabel(arn, settings.accounts)).join(' → ')),
      choices: [
        ...(active ? [separator(l10n.t('active session')), ...baseStarts([active]), ...chainStarts([active])] : []),
        separator(l10n.t('base identities')),
        ...baseStarts(others),
        separator(l10n.t('role chaining: go on from the role of a profile')),
        ...chainStarts(others),
      ],
    },
    { title: l10n.t('Assume Role by ARN'), step: 1, totalSteps: 1, back: false },
  );
  // There is no Back button.
  if (answer.type === 'back') return await chooseStart(arns, { settings, sessions });
  const { name, isBase } = answer.value;
  // The active session's was filled in when it was assumed; what cannot be is said of the chosen one only.
  const profile = active?.name === name ? active : settings.expanded(name);
  return isBase ? baseOf(profile) : profile;
}

/**
 * The base identities of profiles, each once: what it is alone. One of the workspace's may send its calls elsewhere, so
 * it never stands for a person's own.
 */
function baseStarts(profiles: readonly Profile[]): Choice<Start>[] {
  const found = new Map<string, Choice<Start>>();
  for (const profile of profiles) {
    const base = baseOf(profile);
    const { icon } = kindOf(profile.source);
    const label = sourceLabel(profile.source, profile.accounts);
    const marks = [
      profile.mfaSession === undefined ? '' : l10n.t('with MFA'),
      base.production ? l10n.t('production') : '',
      profile.workspaceRecipe ? l10n.t('from the workspace') : '',
    ];
    const id = JSON.stringify([icon, label, marks]);
    if (found.has(id)) continue;
    const description = [l10n.t('as in {0}', profile.name), ...marks].filter(Boolean).join(', ');
    found.set(id, { icon, label, description, value: { name: profile.name, isBase: true } });
  }
  return [...found.values()];
}

/** The profiles that assume a role, to go on from it. */
function chainStarts(profiles: readonly Profile[]): Choice<Start>[] {
  return profiles
    .filter(({ chain }) => chain.length > 0)
    .map((profile) => ({
      icon: 'arrow-right',
      ...(profile.production ? { mark: 'shield' } : {}),
      label: profile.name,
      description: [profile.production && l10n.t('production'), rolesOf(profile)].filter(Boolean).join(' · '),
      value: { name: profile.name, isBase: false },
    }));
}
