import { l10n, ProgressLocation } from 'vscode';
import type { SharedConfig } from '../../core/configFiles/sharedConfig';
import type { IdentityCenterInstance, IdentityCenterRole, RoleDirectory } from '../../core/roles/discovery';
import type { Endpoints, Profile } from '../../core/roles/profile';
import type { SourceContext, StsTarget } from '../../core/sessions/ports';
import { isAppError } from '../../core/support/errors';
import { signalOf } from '../support/cancellation';
import { withProgress as withPlainProgress } from '../texts/progress';

/**
 * The Identity Center instances of a person's own profiles and of the shared files' `sso-session` sections, each once.
 * Where a workspace signs in is known by the person's consent to its profile alone.
 */
export function knownInstances(
  profiles: ReadonlyMap<string, Profile>,
  { ssoSessions }: Pick<SharedConfig, 'ssoSessions'>,
): IdentityCenterInstance[] {
  const found = new Map<string, IdentityCenterInstance>();
  for (const [session, { sso_start_url: startUrl, sso_region: region }] of ssoSessions) {
    if (startUrl && region) found.set(startUrl, { startUrl, region, session });
  }
  for (const { source, workspaceRecipe } of profiles.values()) {
    if (source.type !== 'identityCenter' || workspaceRecipe) continue;
    const { startUrl, region, session = found.get(startUrl)?.session } = source;
    found.set(startUrl, { startUrl, region, ...(session === undefined ? {} : { session }) });
  }
  return [...found.values()];
}

const NEVER = new AbortController().signal;

/** What listing roles needs. */
export interface ListingContext {
  readonly directory: () => Promise<RoleDirectory>;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The accounts and roles the person may take there, by account name and role name; signs in where needed. Shows
 * progress that can be cancelled.
 * @throws AppError of kind `cancelled` when the person gives up; others as {@link RoleDirectory} throws them
 */
export async function identityCenterRoles(
  instance: IdentityCenterInstance,
  { directory, profiles, signal }: ListingContext,
): Promise<readonly IdentityCenterRole[]> {
  const title = l10n.t('Listing the roles of {0}', hostOf(instance));
  const list = async (cancelled: AbortSignal, interactive: boolean): Promise<readonly IdentityCenterRole[]> => {
    const context = { ...instanceContext(instance, profiles, cancelled), interactive };
    return (await directory()).identityCenterRoles(instance, context);
  };
  const roles = await withProgress(title, signal, (cancelled) => list(cancelled, false)).catch((error: unknown) => {
    if (!isAppError(error, 'interactionRequired')) throw error;
    // The sign-in has a notification of its own, which can be cancelled; one beside it would only be in the way.
    return withPlainProgress({ location: ProgressLocation.Window, title }, () => list(signal ?? NEVER, true));
  });
  return [...roles].sort((a, b) => a.accountName.localeCompare(b.accountName) || a.roleName.localeCompare(b.roleName));
}

/** The context in which a person signs in to an instance: its region, and the endpoints of a profile of theirs that names it. */
export function instanceContext(
  instance: IdentityCenterInstance,
  profiles: ReadonlyMap<string, Profile>,
  signal: AbortSignal,
): SourceContext {
  return { profile: hostOf(instance), target: targetOf(instance, profiles), interactive: true, signal };
}

/** `d-1234567890.awsapps.com`, or the text itself when it is no URL. */
export function hostOf({ startUrl }: IdentityCenterInstance): string {
  return URL.canParse(startUrl) ? new URL(startUrl).host : startUrl;
}

/** Runs `work` with a progress notification that can be cancelled. */
export async function withProgress<T>(
  title: string,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return withPlainProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (_, token) => {
    const cancelled = signalOf(token);
    return work(signal ? AbortSignal.any([signal, cancelled]) : cancelled);
  });
}

function targetOf({ startUrl, region }: IdentityCenterInstance, profiles: ReadonlyMap<string, Profile>): StsTarget {
  const same = [...profiles.values()].find(
    ({ source, endpoints, workspaceRecipe }) =>
      !workspaceRecipe && source.type === 'identityCenter' && source.startUrl === startUrl && endpoints.sso,
  );
  const endpoints: Endpoints = same?.endpoints ?? {};
  return { region, endpoints, globalSts: false, fips: false, dualStack: false };
}
