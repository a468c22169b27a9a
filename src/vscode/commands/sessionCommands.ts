import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import { runCommand as run } from './runCommand';
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

/** Commands of sessions. */
export type SessionCommand =
  | 'assumeRole.assume'
  | 'assumeRole.exit'
  | 'assumeRole.renew'
  | 'assumeRole.cancel'
  | 'assumeRole.addProfile'
  | 'assumeRole.assumeArn'
  | 'assumeRole.sessions.assume'
  | 'assumeRole.sessions.renew'
  | 'assumeRole.sessions.exit';

/** Assume, renew, cancel and exit; adding a profile assumes it at once. */
export function sessionCommands(deps: SessionCommandDeps): Pick<CommandHandlers, SessionCommand> {
  const { sessions, switcher, recent, log, settings, editing } = deps;

  const assume = async (profile: string): Promise<void> => {
    const session = await sessions.assume(profile, new AbortController().signal);
    await recent.add(profile);
    log.info(obtained(session));
  };

  const addAndAssume = async (): Promise<void> => {
    const added = await (await editing()).addProfile();
    if (added !== undefined) await assume(added);
  };

  const assumeArn = async (arn: unknown): Promise<void> => {
    const profile = await (await editing()).adHocProfile(typeof arn === 'string' ? arn : undefined);
    log.info(obtained(await sessions.assumeProfile(profile, new AbortController().signal)));
  };

  const renew = async (name?: string): Promise<void> => {
    log.info(obtained(await sessions.renew(new AbortController().signal, name)));
  };

  const exit = (name?: string): void => {
    const ending = name ?? sessions.state.active?.profile.name;
    sessions.exit(name);
    if (ending !== undefined) log.info(`Exited ${ending}.`);
  };

  const follow = async (choice: SwitcherChoice): Promise<void> => {
    switch (choice.type) {
      case 'assume':
        return assume(choice.profile);
      case 'renew':
        return renew(choice.profile);
      case 'edit':
        return (await editing()).editProfile(choice.profile);
      case 'add':
        return addAndAssume();
      case 'exit':
        exit();
        return undefined;
      case 'exitAll':
        for (const { profile } of sessions.sessions) exit(profile.name);
        return undefined;
      case 'save':
        return run('assumeRole.saveSession', choice.profile);
      case 'chain':
        return run('assumeRole.showChain', choice.profile);
      case 'arn':
        return run('assumeRole.assumeArn', choice.arn);
      case 'import':
        return run('assumeRole.importProfiles');
      case 'secrets':
        return run('assumeRole.manageSecrets');
    }
  };

  return {
    'assumeRole.assume': async (profile) => {
      if (typeof profile === 'string') await assume(profile);
      else if (settings.hasProfiles) await follow(await switcher.choose());
      else await addAndAssume();
    },
    'assumeRole.exit': () => exit(),
    'assumeRole.renew': () => renew(),
    'assumeRole.cancel': () => {
      sessions.cancel();
    },
    'assumeRole.addProfile': addAndAssume,
    'assumeRole.assumeArn': assumeArn,
    // Run from elsewhere without a name, the active session must not stand in for it.
    'assumeRole.sessions.assume': (name) => (typeof name === 'string' ? assume(name) : undefined),
    'assumeRole.sessions.renew': (name) => (typeof name === 'string' ? renew(name) : undefined),
    'assumeRole.sessions.exit': (name) => (typeof name === 'string' ? exit(name) : undefined),
  };
}

function obtained({ profile, identity, origin, expiration }: Session): string {
  const until = expiration === undefined ? 'without expiry' : `until ${new Date(expiration).toISOString()}`;
  const found = origin === undefined ? '' : ` Base identity found in: ${origin}.`;
  return `Assumed ${profile.name}: ${identity.arn}, ${until}.${found}`;
}
