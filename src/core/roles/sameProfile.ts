import { recipeOf, recipeText, textOf } from './consent/recipe';
import { addGuardRails } from './guardRails';
import { parseRoleArn } from './arn';
import { partitionIdOf } from './partitions';
import type { Profile, ProfileOrigin } from './profile';

/** Where a profile is written, and by which name there: it is the same one whatever else is edited. */
export interface ProfilePlace {
  readonly origin: Exclude<ProfileOrigin, 'adHoc'>;
  readonly written: string;
}

/** What a name means in the settings and the AWS CLI's files. */
export interface NameHolder {
  readonly place: ProfilePlace;
  /** Undefined while it has errors. */
  readonly profile: Profile | undefined;
}

/** Where that profile is written; undefined for one that was made ad hoc. */
export function profilePlace({ origin, name, writtenName = name }: Profile): ProfilePlace | undefined {
  return origin === 'adHoc' ? undefined : { origin, written: writtenName };
}

/** Whether two profiles are one, which may have been edited; one made ad hoc is nothing but its recipe. */
export function isSameProfile(one: Profile, other: Profile): boolean {
  const [place, otherPlace] = [profilePlace(one), profilePlace(other)];
  if (place || otherPlace) return isSamePlace(place, otherPlace);
  return one === other || grantee(one) === grantee(other);
}

/**
 * The profile of a live session, or of what was opened with it, as it counts now: as its settings have it by now. A
 * workspace's keeps the guard rails it had when the person agreed to it. Where the name means another profile, that one
 * takes nothing away: it stays as it was assumed, with the guard rails of both.
 * @param now the profile of its name
 */
export function asUsed(assumed: Profile, now: Profile): Profile {
  if (!isSameProfile(assumed, now)) return { ...assumed, ...addGuardRails(assumed, now) };
  return now.workspaceRecipe ? { ...now, ...addGuardRails(assumed, now) } : now;
}

/**
 * Whether the name of a live session has come to mean another profile, so that the session must not go on under it. A
 * person may save what they use under the name it has: as long as they become the same with it, it goes on. What comes
 * with a workspace never takes part in that, on either side.
 */
export function isTakenOver(assumed: Profile, holder: NameHolder): boolean {
  if (isSamePlace(profilePlace(assumed), holder.place)) return false;
  if (assumed.workspaceRecipe || holder.place.origin === 'workspace') return true;
  return holder.profile !== undefined && roleText(assumed) !== roleText(holder.profile);
}

/**
 * Which profile it is, for what a person has allowed it, as a text that holds no secret of their own: other people's
 * profiles, and those made ad hoc, are another one with every change of the recipe. A person's own stays the same
 * whatever they edit, but the role or base identity it ends with and the S3 it uses.
 */
export function grantee(profile: Profile): string {
  const { origin, workspaceRecipe, chain, source, region, endpoints } = profile;
  const place = profilePlace(profile) ?? { origin, written: profile.name };
  if (origin === 'adHoc') return textOf([place, workspaceRecipe !== undefined, recipeText(recipeOf(profile))]);
  if (workspaceRecipe) return textOf([place, recipeText(workspaceRecipe)]);
  const role = chain.at(-1)?.roleArn;
  // Every partition has buckets of its own.
  const partition = parseRoleArn(role ?? '')?.partition ?? partitionIdOf(region);
  return textOf([place, role ?? source, partition, endpoints.s3]);
}

/** Who one becomes and where requests go, without how the sessions on the way are named and limited. */
function roleText({ source, chain, endpoints }: Profile): string {
  return textOf([source, chain.map(({ roleArn }) => roleArn), endpoints]);
}

function isSamePlace(one: ProfilePlace | undefined, other: ProfilePlace | undefined): boolean {
  return one?.origin === other?.origin && one?.written === other?.written;
}
