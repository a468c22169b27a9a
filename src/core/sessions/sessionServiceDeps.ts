import type { Profile } from '../roles/profile';
import type { NameHolder } from '../roles/sameProfile';
import type { ChainWalkerDeps } from './chainWalker';
import type { ConsentStore } from './consent/consentGate';
import type { Prompter } from './ports';

/** What the service needs from the outside. */
export interface SessionServiceDeps extends ChainWalkerDeps {
  readonly prompter: Prompter;
  readonly consents: ConsentStore;
  /** The profile of that name; throws an {@link AppError} when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
  /** The profile with what is known of accounts now, that of its session among them. */
  readonly guarded: <P extends Profile>(profile: P, account?: string) => P;
  /** What a name means in the settings now; undefined when it means nothing there. */
  readonly holderOf: (name: string) => NameHolder | undefined;
}
