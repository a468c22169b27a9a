import { AppError } from '../support/errors';
import { withProductionMarks } from './accounts/productionMarks';
import { checkChain } from './chainRules';
import { recipeOf } from './consent/recipe';
import type { Profile } from './profile';
import { withoutReadOnly } from './profileResolver';

/**
 * A profile that goes on from another one to further roles, by the rules a saved one goes by: the read-only session
 * policy moves to the last hop, durations keep to the chaining limit, and places in S3 stay behind.
 * @throws AppError of kind `invalidRequest` when the roles cannot follow
 */
export function goOnTo(roleArns: readonly string[], name: string, from: Profile): Profile {
  const before = withoutReadOnly(from);
  const { chain, mfaSession, problems } = checkChain({
    source: from.source,
    hops: [...before, ...roleArns.map((roleArn) => ({ roleArn }))],
    inherited: before.length,
    mfaSession: from.mfaSession,
    // Where the code goes was settled for the profile gone on from.
    mfaMethod: 'assumeRole',
    readOnly: from.readOnly,
    region: from.region,
  });
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) throw new AppError('invalidRequest', `${wrong.field}: ${wrong.text}.`, { profile: name });
  // Places belong to what a role may see.
  const s3 = { ...from.s3, home: undefined, bookmarks: [] };
  const { workspaceRecipe, ...rest } = from;
  const further: Profile = {
    ...rest,
    name,
    writtenName: undefined,
    description: undefined,
    origin: 'adHoc',
    chain,
    mfaSession,
    s3,
  };
  const profile = withProductionMarks(further, from.accounts);
  return workspaceRecipe
    ? { ...profile, workspaceRecipe: recipeOf(goOnTo(roleArns, name, { ...rest, ...workspaceRecipe })) }
    : profile;
}

/** The base identity of a profile, to go on from without its roles; what has none keeps its guard rails. */
export function baseOf(profile: Profile): Profile {
  if (profile.chain.length === 0) return profile;
  const { workspaceRecipe } = profile;
  const base: Profile = { ...profile, chain: [], readOnly: false, production: false };
  return workspaceRecipe ? { ...base, workspaceRecipe: { ...workspaceRecipe, chain: [] } } : base;
}
