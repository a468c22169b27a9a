import { stsDestination } from '../secrets/destination';
import { useBy } from '../secrets/secretUse';
import type { ConsentedProfile } from './consent/consentGate';
import type { CallerIdentity } from './session';
import type { SessionServiceDeps } from './sessionServiceDeps';

/** Asks AWS who a profile's base identity is, where its credentials can be had without asking the person. */
export async function baseCaller(
  profile: ConsentedProfile,
  { sources, roles }: Pick<SessionServiceDeps, 'sources' | 'roles'>,
  signal: AbortSignal,
): Promise<CallerIdentity> {
  const use = useBy(profile, { interactive: false, signal });
  const context = { ...use, target: profile, destinations: [stsDestination(profile)] };
  return roles.callerIdentity(await sources.resolve(profile.source, context), profile, signal);
}
