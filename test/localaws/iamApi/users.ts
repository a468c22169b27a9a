import type { Root, User } from '../iam/entities';
import { validationError } from '../sts/constraints';
import { type IamCall, type IamOperation, RULES, authorize, iamDate, noSuchEntity, optionalText } from './operation';
import { saveInlinePolicy } from './policies';

/** The caller as a user; throws AwsError ValidationError for a role, which is none. */
function callingUser({ caller: { identity } }: IamCall): Root | User {
  if (identity.type === 'user' || identity.type === 'root') return identity;
  if (identity.type === 'userSession') return identity.owner;
  throw validationError('Must specify userName when calling with non-User credentials');
}

/**
 * @returns the user the request names, else the caller itself, once the caller may do this with it
 * @throws AwsError AccessDenied, NoSuchEntity or ValidationError
 */
export function userFor(call: IamCall, action: string): Root | User {
  const { directory, caller } = call;
  const name = optionalText(call, 'UserName', RULES.userName);
  if (name === undefined) {
    const user = callingUser(call);
    authorize(call, action, user);
    return user;
  }
  const user = directory.usersOf(caller.accountId).find((candidate) => candidate.name === name);
  const partition = directory.partitionOf(caller.accountId);
  authorize(call, action, user ?? { arn: `arn:${partition}:iam::${caller.accountId}:user/${name}` });
  if (!user) throw noSuchEntity(`user with name ${name}`);
  return user;
}

/** GetUser (IAM API Reference). */
export const getUser: IamOperation = (call) => {
  const user = userFor(call, 'iam:GetUser');
  const tags = Object.entries(user.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    User: {
      Path: user.type === 'user' ? user.path : undefined,
      UserName: user.type === 'user' ? user.name : undefined,
      UserId: user.uniqueId,
      Arn: user.arn,
      CreateDate: iamDate(user.createdAt),
      Tags: tags.length > 0 ? { member: tags } : undefined,
    },
  };
};

/** PutUserPolicy (IAM API Reference). */
export const putUserPolicy: IamOperation = (call) => {
  const user = userFor(call, 'iam:PutUserPolicy');
  if (user.type === 'root') throw validationError('Must specify userName when calling with root credentials');
  saveInlinePolicy(call, user);
  return undefined;
};
