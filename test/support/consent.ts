import type { Profile } from '../../src/core/roles/profile';
import type { ConsentedProfile, ConsentStore } from '../../src/core/sessions/consent/consentGate';

/** A profile as if the person's own, or agreed to. */
export function agreed(profile: Profile): ConsentedProfile {
  return profile as ConsentedProfile;
}

/** A person who has agreed to nothing, and to whom no profile of a workspace is shown. */
export const NO_CONSENTS: ConsentStore = { has: () => false, add: () => Promise.resolve() };

/** Fails where the person would be asked about a profile of a workspace. */
export function noConsent({ name }: Profile): Promise<void> {
  return Promise.reject(new Error(`Asked about the profile ${name}.`));
}
