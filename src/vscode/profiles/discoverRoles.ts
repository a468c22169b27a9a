import { l10n } from 'vscode';
import { accountLabel } from '../../core/roles/accounts/accountBook';
import { parseRoleArn } from '../../core/roles/arn';
import type { IdentityCenterInstance, RoleDirectory, TrustingRole } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { accountOfSession } from '../../core/sessions/profileTexts';
import type { Session } from '../../core/sessions/session';
import type { SessionService } from '../../core/sessions/sessionService';
import { AppError, isAppError } from '../../core/support/errors';
import { askMany, askMenu } from '../support/menu';
import { runSteps, type Choice } from '../support/multiStep';
import { separator } from '../support/quickInput';
import { addProfiles } from './addMany';
import { emptyDraft, freeName } from './draft';
import {
  hostOf,
  identityCenterRoles,
  instanceDetails,
  isSamePortal,
  knownInstances,
  withProgress,
} from './identityCenters';
import { instanceOf, instanceSteps } from './identityCenterSteps';
import type { AwsConfigFiles } from './awsConfigFiles';
import type { ProfileSettings } from './settings';

/** What discovering works on. */
export interface DiscoverDeps {
  readonly settings: ProfileSettings;
  readonly sessions: SessionService;
  readonly configFiles: Pick<AwsConfigFiles, 'current'>;
  readonly directory: () => Promise<RoleDirectory>;
}

/** A role that was found, and the profile that would assume it. */
interface Found {
  /** Before it is made unique. */
  readonly name: string;
  readonly profile: WrittenProfile;
}

type Place = { readonly instance: IdentityCenterInstance } | { readonly session: Session } | { readonly other: true };

/**
 * Lists roles the person may take, at an Identity Center or among those that trust a session, and adds those they tick
 * to the user's settings.
 * @throws AppError of kind `cancelled` when the person gives up; others as {@link RoleDirectory} throws them
 */
export async function discoverRoles(deps: DiscoverDeps): Promise<void> {
  const { settings } = deps;
  settings.checkWritable();
  const place = await choosePlace(deps);
  const choices = 'session' in place ? await trusting(place.session, deps) : await atIdentityCenter(place, deps);
  if (choices.length === 0) {
    throw new AppError('notFound', l10n.t('No role was found there.'), {
      cure: l10n.t('Ask who administers the account, or add a role by its ARN.'),
    });
  }
  const chosen = await askMany<Found>(
    { placeholder: l10n.t('Roles to add as profiles; type to filter'), choices, selected: () => false },
    { title: l10n.t('Discover Roles'), step: 1, totalSteps: 1, back: false },
  );
  if (chosen === 'back') return;
  const { profiles, problems } = settings.current;
  const taken = new Set([...profiles.keys(), ...problems.flatMap(({ profile }) => profile ?? [])]);
  const added: Record<string, WrittenProfile> = {};
  for (const { name, profile } of chosen) {
    const free = freeName(name, taken);
    taken.add(free);
    added[free] = profile;
  }
  await addProfiles(added, settings);
}

async function choosePlace({ settings, sessions, configFiles }: DiscoverDeps): Promise<Place> {
  const instances = knownInstances(settings.current.profiles, configFiles.current);
  const answer = await askMenu<Place>(
    {
      placeholder: l10n.t('Where are the roles looked for?'),
      choices: [
        separator(l10n.t('IAM Identity Center: all your accounts and roles')),
        ...instances.map((instance) => ({
          icon: 'organization',
          label: hostOf(instance),
          description: instanceDetails(instance),
          value: { instance },
        })),
        {
          icon: 'add',
          label: instances.length > 0 ? l10n.t('Another Identity Center…') : l10n.t('Identity Center…'),
          value: { other: true } as const,
        },
        ...(sessions.sessions.length > 0 ? [separator(l10n.t('roles whose trust policy names a session'))] : []),
        ...sessions.sessions.map((session) => ({
          icon: 'key',
          label: session.profile.name,
          description: l10n.t('account {0}', accountOfSession(session)),
          value: { session },
        })),
      ],
    },
    { title: l10n.t('Discover Roles'), step: 1, totalSteps: 1, back: false },
  );
  return answer.type === 'back' ? { other: true } : answer.value;
}

async function atIdentityCenter(
  place: Exclude<Place, { session: Session }>,
  { settings, directory }: DiscoverDeps,
): Promise<Choice<Found>[]> {
  const { profiles } = settings.current;
  const instance = 'instance' in place ? place.instance : await askInstance();
  const roles = await identityCenterRoles(instance, { directory });
  const known = [...profiles.values()];
  return roles.map(({ accountId, accountName, roleName }) => {
    const same = known.find(
      ({ source, chain }) =>
        source.type === 'identityCenter' &&
        chain.length === 0 &&
        isSamePortal(source, instance) &&
        source.accountId === accountId &&
        source.roleName === roleName,
    );
    const { endpoint, ...portal } = instance;
    const source = { type: 'identityCenter', ...portal, accountId, roleName } as const;
    return {
      label: roleName,
      description: [accountLabel(accountId, settings.accounts), same && l10n.t('is your profile "{0}"', same.name)]
        .filter(Boolean)
        .join(', '),
      value: {
        name: `${accountName.trim().replaceAll(/\s+/g, '-')}-${roleName}`,
        profile: {
          source,
          region: instance.region,
          ...(endpoint === undefined ? {} : { endpoints: { sso: endpoint } }),
        },
      },
    };
  });
}

async function askInstance(): Promise<IdentityCenterInstance> {
  const draft = emptyDraft();
  await runSteps(l10n.t('Discover Roles'), instanceSteps([]), draft);
  return instanceOf(draft);
}

async function trusting(session: Session, { sessions, settings, directory }: DiscoverDeps): Promise<Choice<Found>[]> {
  const { profile, identity } = session;
  const title = l10n.t('Listing the roles that trust {0}', profile.name);
  const roles = await withProgress(title, undefined, async (signal) => {
    const caller = await sessions.credentials(profile.name, signal);
    return (await directory()).trustingRoles(caller, identity, profile, signal).catch((error: unknown) => {
      const cure = l10n.t('Choose a session that may call iam:ListRoles, or ask for that permission.');
      throw isAppError(error, 'accessDenied') ? error.with({ cure }) : error;
    });
  });
  return roles.map((role) => {
    const needs = [
      ...(role.externalIdNeeded ? [l10n.t('asks for an external ID')] : []),
      ...(role.mfaNeeded ? [l10n.t('asks for MFA')] : []),
    ];
    return {
      label: parseRoleArn(role.roleArn)?.name ?? role.roleArn,
      description: [role.roleArn, ...needs].join(', '),
      ...(role.description ? { detail: role.description } : {}),
      value: found(role, session, settings),
    };
  });
}

function found({ roleArn }: TrustingRole, { profile }: Session, settings: ProfileSettings): Found {
  const source = goingOn(profile, settings);
  return { name: parseRoleArn(roleArn)?.name ?? roleArn, profile: { source, roleArn } };
}

/** The source of a profile that goes on from one there is; an ad-hoc session's must be written out. */
function goingOn({ name, origin, workspaceRecipe }: Profile, settings: ProfileSettings): WrittenProfile['source'] {
  if (origin === 'workspace' || workspaceRecipe) {
    throw new AppError(
      'invalidRequest',
      l10n.t('Your profiles cannot go on from "{0}", which is the workspace’s.', name),
      {
        profile: name,
        cure: l10n.t('Copy that profile into your user settings first.'),
      },
    );
  }
  if (!settings.current.profiles.has(name)) {
    throw new AppError('profileNotFound', l10n.t('The session "{0}" has no profile to go on from.', name), {
      profile: name,
      cure: l10n.t('Run "AWS: Save Session as Role Profile…" first.'),
    });
  }
  return origin === 'awsConfig' ? { type: 'sharedConfig', profile: name } : { type: 'profile', name };
}
