import type { Profile } from '../roles/profile';
import { cancelled, isAppError, type AppError } from '../support/errors';
import type { ChainWalker } from './chainWalker';
import type { ConsentedProfile } from './consent/consentGate';
import { explainHop, explainSource } from './diagnosis';
import type { HeldSession } from './keptSessions';
import type { RoleAssumer } from './ports';
import type { CallerIdentity, ChainStep } from './session';

/**
 * What is known of each place of a chain in this window: the base identity first, then the hops.
 * @param failure why the last attempt failed; it stands at its place
 */
export function chainSteps(walker: ChainWalker, profile: Profile, failure: AppError | undefined): ChainStep[] {
  const failedAt = failure && (failure.detail.hop ?? -1);
  return placesOf(profile).map((hop) => {
    if (failure && hop === failedAt) return { hop, state: 'failed', error: failure };
    const held = walker.peek(profile, hop);
    if (held) return { hop, state: 'ok', identity: held.identity, expiration: held.credentials.expiration };
    // Credentials without an expiry are not kept, but have been there.
    if (hop === -1 && walker.hasBase(profile)) return { hop, state: 'ok' };
    return { hop, state: failedAt !== undefined && hop > failedAt ? 'skipped' : 'unknown' };
  });
}

/**
 * Walks the chain place by place with new sessions, those excepted that would take another MFA code, and asks AWS after
 * each who the caller is.
 * @param onStep called with each step as it begins and ends
 * @returns the outcome of every place; those behind a failed one are `skipped`
 * @throws {AppError} only of kind `cancelled`
 */
export async function testChain(
  { walker, roles }: { readonly walker: ChainWalker; readonly roles: RoleAssumer },
  profile: ConsentedProfile,
  signal: AbortSignal,
  onStep: (step: ChainStep) => void,
): Promise<readonly ChainStep[]> {
  const steps: ChainStep[] = [];
  let failed = false;
  for (const hop of placesOf(profile)) {
    if (!failed) onStep({ hop, state: 'running' });
    const step: ChainStep = failed
      ? { hop, state: 'skipped' }
      : await testPlace({ walker, roles }, profile, hop, signal);
    failed ||= step.state === 'failed';
    steps.push(step);
    onStep(step);
  }
  return steps;
}

async function testPlace(
  { walker, roles }: { readonly walker: ChainWalker; readonly roles: RoleAssumer },
  profile: ConsentedProfile,
  hop: number,
  signal: AbortSignal,
): Promise<ChainStep> {
  const takesCode = hop === -1 ? profile.mfaSession !== undefined : profile.chain[hop]?.mfaSerial !== undefined;
  let held: HeldSession | undefined;
  try {
    held = await walker.place(profile, hop, { interactive: true, signal, afresh: !takesCode });
    const identity: CallerIdentity = await roles.callerIdentity(held.credentials, profile, signal);
    return { hop, state: 'ok', identity, expiration: held.credentials.expiration };
  } catch (error) {
    if (signal.aborted || isAppError(error, 'cancelled')) throw cancelled();
    // AWS has ended what was kept, before its time.
    if (held && isAppError(error, 'expired')) walker.reject(profile, held.credentials, hop);
    const explained = hop === -1 ? explainSource(error, profile) : explainHop(error, profile, hop);
    return { hop, state: 'failed', expiration: held?.credentials.expiration, error: explained };
  }
}

function placesOf({ chain }: Profile): number[] {
  return [-1, ...chain.keys()];
}
