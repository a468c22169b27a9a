import { l10n, ProgressLocation } from 'vscode';
import type { SharedConfig } from '../../core/configFiles/sharedConfig';
import type { IdentityCenterInstance, IdentityCenterRole, RoleDirectory } from '../../core/roles/discovery';
import type { Profile } from '../../core/roles/profile';
import { identityCenterDestination, isAws } from '../../core/secrets/destination';
import { isOwn } from '../../core/secrets/secretUse';
import { canonicalStartUrl, signInName } from '../../core/secrets/signInName';
import { isAppError } from '../../core/support/errors';
import { signalOf } from '../support/cancellation';
import { withProgress as withPlainProgress } from '../texts/progress';

/**
 * The Identity Center instances of a person's own profiles and of the shared files' `sso-session` sections, each once: the
 * same portal at another host is another instance. A section names no host; it is that of the person's own profiles, or
 * AWS. Where a workspace signs in is known by the person's consent to its profile alone.
 */
export function knownInstances(
  profiles: ReadonlyMap<string, Profile>,
  { ssoSessions }: Pick<SharedConfig, 'ssoSessions'>,
): IdentityCenterInstance[] {
  const found = new Map<string, IdentityCenterInstance>();
  const add = (instance: IdentityCenterInstance): void => {
    const name = signInName(instance);
    const session = instance.session ?? found.get(name)?.session;
    found.set(name, { ...instance, ...(session === undefined ? {} : { session }) });
  };
  const own = [...profiles.values()].filter(isOwn);
  for (const [session, { sso_start_url: startUrl, sso_region: region }] of ssoSessions) {
    if (!startUrl || !region) continue;
    const same = own.flatMap(instanceOf).filter((instance) => isSamePortal(instance, { startUrl, region }));
    const endpoints = same.length === 0 ? [undefined] : same.map(({ endpoint }) => endpoint);
    for (const endpoint of endpoints) add({ startUrl, region, endpoint, session });
  }
  for (const profile of own) for (const instance of instanceOf(profile)) add(instance);
  return [...found.values()];
}

function instanceOf({ source, endpoints }: Profile): IdentityCenterInstance[] {
  if (source.type !== 'identityCenter') return [];
  const { startUrl, region, session } = source;
  return [{ startUrl, region, endpoint: endpoints.sso, ...(session === undefined ? {} : { session }) }];
}

/** Whether two instances are one, wherever they are reached. */
export function isSamePortal(
  a: Pick<IdentityCenterInstance, 'startUrl' | 'region'>,
  b: Pick<IdentityCenterInstance, 'startUrl' | 'region'>,
): boolean {
  return canonicalStartUrl(a.startUrl) === canonicalStartUrl(b.startUrl) && a.region === b.region;
}

/** What tells an instance from others, for lists: its session, region, and host where that is not AWS's own. */
export function instanceDetails(instance: IdentityCenterInstance): string {
  const destination = identityCenterDestination(instance);
  return [instance.session, instance.region, isAws(destination) ? undefined : destination].filter(Boolean).join(', ');
}

const NEVER = new AbortController().signal;

/** What listing roles needs. */
export interface ListingContext {
  readonly directory: () => Promise<RoleDirectory>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The accounts and roles the person may take there, by account name and role name; signs in where needed. Shows
 * progress that can be cancelled.
 * @throws AppError of kind `cancelled` when the person gives up; others as {@link RoleDirectory} throws them
 */
export async function identityCenterRoles(
  instance: IdentityCenterInstance,
  { directory, signal }: ListingContext,
): Promise<readonly IdentityCenterRole[]> {
  const title = l10n.t('Listing the roles of {0}', hostOf(instance));
  const list = async (cancelled: AbortSignal, interactive: boolean): Promise<readonly IdentityCenterRole[]> => {
    return (await directory()).identityCenterRoles(instance, { interactive, signal: cancelled });
  };
  const roles = await withProgress(title, signal, (cancelled) => list(cancelled, false)).catch((error: unknown) => {
    if (!isAppError(error, 'interactionRequired')) throw error;
    // The sign-in has a notification of its own, which can be cancelled; one beside it would only be in the way.
    return withPlainProgress({ location: ProgressLocation.Window, title }, () => list(signal ?? NEVER, true));
  });
  return [...roles].sort((a, b) => a.accountName.localeCompare(b.accountName) || a.roleName.localeCompare(b.roleName));
}

/** `d-1234567890.awsapps.com`, or the text itself when it is no URL. */
export function hostOf({ startUrl }: Pick<IdentityCenterInstance, 'startUrl'>): string {
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
