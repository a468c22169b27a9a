import * as vscode from 'vscode';
import type { Profile } from '../../core/roles/profile';
import type { CallerIdentity } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import { cancelled, toAppError } from '../../core/support/errors';
import type { CommandHandlers } from '../ids';
import type { ProfileEditing } from '../profiles/editing';
import { writtenProfile } from '../profiles/currentProfile';
import type { ProfileSettings } from '../profiles/settings';
import type { Log } from '../support/log';
import { showQuickPick } from '../texts/inputs';
import { showInformation } from '../texts/messages';
import { withProgress } from '../texts/progress';

/** What the policy commands work on. */
export interface PolicyCommandDeps {
  readonly settings: ProfileSettings;
  readonly sessions: Pick<SessionService, 'walkedProfile' | 'admit' | 'identify'>;
  readonly editing: () => Promise<Pick<ProfileEditing, 'policiesText'>>;
  /** The profile of the settings with its variables filled in. Throws kind `invalidProfile`. */
  readonly getProfile: (name: string) => Profile;
  readonly log: Log;
}

/** Commands of policies. */
export type PolicyCommand = 'assumeRole.generatePolicies';

/** How long the base identity is waited for before its policies get placeholders instead, milliseconds. */
const IDENTIFY_TIMEOUT = 10_000;

/** The IAM policies a profile needs, in an editor. */
export function policyCommands(deps: PolicyCommandDeps): Pick<CommandHandlers, PolicyCommand> {
  return {
    'assumeRole.generatePolicies': async (name, hop) => {
      const profile = writtenProfile(typeof name === 'string' ? name : await pick(deps.settings), deps);
      const identity = await identify(profile, deps);
      const { policiesText } = await deps.editing();
      // Variables stay in: the policies of a shared profile are for everybody who uses it.
      const content = policiesText(profile, { identity }, typeof hop === 'number' ? hop : undefined);
      if (content === undefined) {
        const text = vscode.l10n.t('The profile "{0}" assumes no role, so it needs no policies.', profile.name);
        void showInformation(text);
        return;
      }
      const document = await vscode.workspace.openTextDocument({ language: 'jsonc', content });
      await vscode.window.showTextDocument(document, { preview: false });
    },
  };
}

/** Who the base identity is, if that is known without asking a person; the documents have a placeholder otherwise. */
async function identify(profile: Profile, deps: PolicyCommandDeps): Promise<CallerIdentity | undefined> {
  const { sessions, getProfile, log } = deps;
  // The profiles of the others say it themselves.
  if (['identityCenter', 'webIdentity', 'saml'].includes(profile.source.type)) return undefined;
  const title = vscode.l10n.t('Asking AWS who the base identity is…');
  try {
    // The person may take their time over the question.
    const agreed = await sessions.admit(getProfile(profile.name), new AbortController().signal);
    return await withProgress({ location: vscode.ProgressLocation.Window, title }, async () =>
      sessions.identify(agreed, AbortSignal.timeout(IDENTIFY_TIMEOUT)),
    );
  } catch (error) {
    log.info(`The policies of ${profile.name} are made without its base identity: ${toAppError(error).message}`);
    return undefined;
  }
}

async function pick({ current }: ProfileSettings): Promise<string> {
  const names = [...current.profiles.keys()].sort((a, b) => a.localeCompare(b));
  const placeHolder = vscode.l10n.t('Profile whose IAM policies are generated');
  const chosen = await showQuickPick(names, { placeHolder });
  if (chosen === undefined) throw cancelled();
  return chosen;
}
