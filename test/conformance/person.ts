import { withProductionMarks } from '../../src/core/roles/accounts/productionMarks';
import { createAwsServices } from '../../src/aws';
import { S3ObjectStore } from '../../src/aws/s3/store';
import type { Hop, Profile } from '../../src/core/roles/profile';
import type { ObjectStore } from '../../src/core/s3/objectStore';
import { Credentials } from '../../src/core/sessions/credentials';
import { SessionService } from '../../src/core/sessions/sessionService';
import { cancelled } from '../../src/core/support/errors';
import type { Disposable } from '../../src/core/support/disposable';
import { PROFILE_DEFAULTS } from '../support/profileDefaults';
import { storeTarget } from '../support/storeTarget';
import type { ConformanceTarget } from './target';
import { secretsInMemory } from '../support/secretsInMemory';
import { KEYS, ROLES } from './world';
import { NO_CONSENTS, noConsent } from '../support/consent';

/** The one profile of a case. */
export const PROFILE = 'conformance';

/** A signal that never fires. */
export const never = new AbortController().signal;

/** Long-term access keys. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface PersonOptions {
  /** Access keys of the base identity; alice's when not given. */
  readonly keys?: Keys;
  /** What the person types when asked for an MFA code; Escape when not given. */
  readonly mfaCode?: () => string;
}

/** @returns the extension's session service with one profile of these hops, as the composition root builds it */
export function sessionService(
  target: ConformanceTarget,
  chain: readonly Hop[],
  { keys = KEYS.alice, mfaCode }: PersonOptions = {},
): SessionService {
  const vault = secretsInMemory({ accessKeys: () => Promise.resolve(new Credentials(keys)) });
  const profile: Profile = {
    ...PROFILE_DEFAULTS,
    name: PROFILE,
    source: { type: 'accessKeys', name: 'base' },
    chain,
    endpoints: { sts: target.endpoint, s3: target.endpoint },
    s3: { ...PROFILE_DEFAULTS.s3, pathStyle: true },
  };
  return new SessionService({
    ...createAwsServices(vault, undefined, { now: () => target.clock.now() }),
    clock: target.clock,
    vault,
    defaultSessionName: () => 'tester',
    holderOf: () => undefined,
    guarded: (profile, account) => withProductionMarks(profile, profile.accounts, { account }),
    getProfile: () => profile,
    prompter: {
      mfaCode: () => (mfaCode ? Promise.resolve(mfaCode()) : Promise.reject(cancelled())),
      storeSecret: () => Promise.reject(cancelled()),
      consent: noConsent,
    },
    consents: NO_CONSENTS,
  });
}

/** The hops that lead to a role of the partner's account, to `Vault` when not given. */
export function chainTo(lastRole: string = ROLES.vault): readonly Hop[] {
  return [{ roleArn: ROLES.hub }, { roleArn: ROLES.lake }, { roleArn: lastRole }];
}

/** @returns the extension's S3 with these credentials */
export function storeWith(
  target: ConformanceTarget,
  credentials: () => Promise<Credentials>,
): ObjectStore & Disposable {
  return new S3ObjectStore(storeTarget(target.endpoint, credentials));
}

/**
 * Runs `work` with the extension's S3 as a role of the partner's account that is reached through the chain.
 * @param lastHop more parameters of the last hop
 */
export async function browsingAs(
  target: ConformanceTarget,
  lastRole: string,
  work: (store: ObjectStore, credentials: () => Promise<Credentials>) => Promise<void>,
  lastHop: Partial<Hop> = {},
): Promise<void> {
  const hops = chainTo(lastRole).map((hop) => (hop.roleArn === lastRole ? { ...hop, ...lastHop } : hop));
  const sessions = sessionService(target, hops);
  await sessions.assume(PROFILE, never);
  const credentials = (): Promise<Credentials> => sessions.credentials(PROFILE, never);
  const store = storeWith(target, credentials);
  try {
    await work(store, credentials);
  } finally {
    store.dispose();
    sessions.dispose();
  }
}
