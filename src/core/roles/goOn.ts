import { AppError } from '../support/errors';
import { checkChain } from './chainRules';
import type { Profile } from './profile';
import { withoutReadOnly } from './profileResolver';

/**
 * A profile that goes on from another one to further roles, by the rules a saved one goes by: the read-only session
 * policy moves to the last hop, and durations keep to the chaining limit.
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
  return { ...from, name, description: undefined, origin: 'adHoc', chain, mfaSession };
}
