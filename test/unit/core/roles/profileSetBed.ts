import { readProfiles, type ProfileSet } from '../../../../src/core/roles/profileSet';

/** Two roles of different accounts. */
export const HUB = 'arn:aws:iam::111111111111:role/Hub';
export const LAKE = 'arn:aws:iam::222222222222:role/Lake';
/** A base identity without access keys of its own. */
export const source = { type: 'sharedConfig', profile: 'default' };
export const keys = { type: 'accessKeys', name: 'alice' };

/** Reads profiles as they stand in the settings of a user and of a workspace. */
export function read(user: unknown, workspace?: unknown): ProfileSet {
  return readProfiles([
    { scope: 'User', value: user },
    { scope: 'Workspace', origin: 'workspace', value: workspace },
  ]);
}

/** What a person is told of problems. */
export function messages(set: ProfileSet): string[] {
  return set.problems.map(({ message }) => message);
}
