import type { Profile } from '../roles/profile';
import type { SecretRef } from '../support/errors';
import { isReadable, s3Destination, stsDestination, type Destination } from './destination';

/** Who wants to send a secret. */
export interface SecretUse {
  /** Name of the profile. */
  readonly profile: string;
  /** Whether the person made that profile; a workspace's are made by others. */
  readonly own: boolean;
  /** Whether the person may be asked. */
  readonly interactive: boolean;
  readonly signal: AbortSignal;
}

/** Whether the person made the profile, and nothing of it stands in a workspace's settings. */
export function isOwn({ workspaceRecipe }: Pick<Profile, 'workspaceRecipe'>): boolean {
  return workspaceRecipe === undefined;
}

/** A profile's use of its secrets. */
export function useBy(profile: Profile, wanted: Pick<SecretUse, 'interactive' | 'signal'>): SecretUse {
  return { profile: profile.name, own: isOwn(profile), interactive: wanted.interactive, signal: wanted.signal };
}

/** Where a profile signs requests with its base identity's credentials: STS, and S3 where it assumes no role. */
export function signingDestinations(profile: Pick<Profile, 'chain' | 'endpoints' | 'region'>): Destination[] {
  const sts = stsDestination(profile);
  return profile.chain.length > 0 ? [sts] : [...new Set([sts, s3Destination(profile)])];
}

/** Where a profile sends a secret of the vault. */
export function destinationsOf({ type }: Pick<SecretRef, 'type'>, profile: Profile): Destination[] {
  if (type === 'accessKeys') return signingDestinations(profile);
  return [type === 'externalId' ? stsDestination(profile) : s3Destination(profile)];
}

/** The endpoints of a profile that anybody on the way can read along with: `http:` to another machine. */
export function readableEndpoints({ endpoints }: Pick<Profile, 'endpoints'>): string[] {
  const urls = [endpoints.sts, endpoints.s3, endpoints.sso];
  return urls.flatMap((url) => (url !== undefined && isReadable(url) ? [url] : []));
}
