import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import type { CommandHandlers } from '../ids';
import type { ProfileEditing } from '../profiles/editing';
import type { ProfileSettings } from '../profiles/settings';
import type { RecentProfiles } from '../sessions/recentProfiles';
import type { Switcher, SwitcherChoice } from '../sessions/switcher';
import type { Log } from '../support/log';

/** What the session commands work on. */
export interface SessionCommandDeps {
  readonly sessions: SessionService;
  readonly switcher: Switcher;
  readonly recent: RecentProfiles;
  readonly log: Log;
  readonly settings: ProfileSettings;
  readonly editing: () => Promise<ProfileEditing>;
}

type SessionCommand =
  'assumeRole.assume' | 'assumeRole.exit' | 'assumeRole.renew' | 'assumeRole.cancel' | 'assumeRole.addProfile';

/** Assume, renew, cancel and exit; adding a profile assumes it at once. */
export function sessionCommands(deps: SessionCommandDeps): Pick<CommandHandlers, SessionCommand> {
  const { sessions, switcher, recent, log, settings, editing } = deps;

  const assume = async (profile: string): Promise<void> => {
    const session = await sessions.assume(profile, new AbortController().signal);
    await recent.add(profile);
    log.info(obtained(session));
  };

  const addAndAssume = async (): Promise<void> => assume(await (await editing()).addProfile());

  const follow = async (choice: SwitcherChoice): Promise<void> => {
    if (choice.type === 'assume') await assume(choice.profile);
    else if (choice.type === 'edit') await (await editing()).editProfile(choice.profile);
    else if (choice.type === 'add') await addAndAssume();
    else exit();
  };

  const exit = (): void => {
    const name = sessions.state.active?.profile.name;
    sessions.exit();
    if (name !== undefined) log.info(`Exited ${name}.`);
  };

  return {
    'assumeRole.assume': async (profile) => {
      if (typeof profile === 'string') await assume(profile);
      else if (settings.hasProfiles) await follow(await switcher.choose());
      else await addAndAssume();
    },
    'assumeRole.exit': exit,
    'assumeRole.renew': async () => {
      log.info(obtained(await sessions.renew(new AbortController().signal)));
    },
    'assumeRole.cancel': () => {
      sessions.cancel();
    },
    'assumeRole.addProfile': addAndAssume,
  };
}

function obtained({ profile, identity, expiration }: Session): string {
  const until = expiration === undefined ? 'without expiry' : `until ${new Date(expiration).toISOString()}`;
  return `Assumed ${profile.name}: ${identity.arn}, ${until}.`;
}
