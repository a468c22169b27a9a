import type { BaseIdentity } from '../baseIdentity';
import type { Hop, Profile, Recipe } from '../profile';

/** The recipe of a profile, without what only concerns how it is shown and used. */
export function recipeOf(profile: Profile): Recipe {
  const { source, mfaSession, chain, region, endpoints, globalSts, fips, dualStack, s3 } = profile;
  return { source, mfaSession, chain, region, endpoints, globalSts, fips, dualStack, s3 };
}

/**
 * What a person is asked about and agrees to: the recipe of the workspace as it is written, so that another day asks
 * nothing, but with the access keys or the token file that it takes here. Undefined for a person's own profile.
 * @param profile with its variables filled in
 */
export function askedRecipe({
  source,
  workspaceRecipe,
}: Pick<Profile, 'source' | 'workspaceRecipe'>): Recipe | undefined {
  return workspaceRecipe && { ...workspaceRecipe, source: withSecretOf(workspaceRecipe.source, source) };
}

function withSecretOf(written: BaseIdentity, filled: BaseIdentity): BaseIdentity {
  if (written.type === 'accessKeys' && filled.type === 'accessKeys') return { ...written, name: filled.name };
  if (written.type === 'webIdentity' && filled.type === 'webIdentity') {
    return { ...written, tokenFile: filled.tokenFile };
  }
  return written;
}

/**
 * A recipe as a text that is the same exactly when the recipe is: who one becomes and where requests go. Places in S3
 * that are merely offered do not count.
 */
export function recipeText({ chain, s3, ...recipe }: Recipe): string {
  return textOf({ ...recipe, chain: chain.map(asWritten), s3: { ...s3, home: undefined, bookmarks: undefined } });
}

/** A value as a text that is the same exactly when the value is, in whatever order its fields were made. */
export function textOf(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** The hop with the duration that was asked for: how the chaining limit cuts it is no part of the recipe. */
function asWritten({ durationAsked, ...hop }: Hop): Hop {
  return durationAsked === undefined ? hop : { ...hop, durationSeconds: durationAsked };
}

/** The value with the keys of objects in one order, as lists of pairs: no name can be mistaken for another. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { object: pairs.map(([key, item]) => [key, sorted(item)]) };
}
