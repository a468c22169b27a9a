import type { Role } from '../iam/entities';
import { AwsError } from '../kernel/types';
import type { XmlElements } from '../kernel/xml';
import { Constraints, validationError } from '../sts/constraints';
import {
  type IamCall,
  type IamOperation,
  RULES,
  authorize,
  iamDate,
  noSuchEntity,
  optionalText,
  requiredText,
} from './operation';
import { saveInlinePolicy, saveTrustPolicy } from './policies';

const DEFAULT_ITEMS = 100;
const MAX_ITEMS = 1000;

/** @returns the text percent-encoded as RFC 3986 has it, as IAM gives policy documents */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function roleElement(role: Role): XmlElements {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.uniqueId,
    Arn: role.arn,
    CreateDate: iamDate(role.createdAt),
    AssumeRolePolicyDocument: percentEncode(JSON.stringify(role.trustPolicy)),
    MaxSessionDuration: role.maxSessionDuration,
  };
}

/** @returns the role the request names, once the caller may do this with it; throws AwsError AccessDenied or NoSuchEntity */
function roleFor(call: IamCall, action: string): Role {
  const name = requiredText(call, 'RoleName', RULES.roleName);
  const { accountId } = call.caller;
  const role = call.directory.rolesOf(accountId).find((candidate) => candidate.name === name);
  const partition = call.directory.partitionOf(accountId);
  authorize(call, action, role ?? { arn: `arn:${partition}:iam::${accountId}:role/${name}` });
  if (!role) throw noSuchEntity(`role with name ${name}`);
  return role;
}

/** Like {@link roleFor}, for a role that shall change. @throws AwsError UnmodifiableEntity for one that AWS keeps */
function ownRoleFor(call: IamCall, action: string): Role {
  const role = roleFor(call, action);
  if (role.path.startsWith('/aws-reserved/')) {
    throw new AwsError(
      400,
      'UnmodifiableEntity',
      `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`,
    );
  }
  return role;
}

/** ListRoles (IAM API Reference): by name, in pages. */
export const listRoles: IamOperation = (call) => {
  const { form, caller, directory } = call;
  const pathPrefix = optionalText(call, 'PathPrefix', RULES.pathPrefix) ?? '/';
  const constraints = new Constraints();
  const size = constraints.integer('maxItems', form.get('MaxItems'), 1, MAX_ITEMS) ?? DEFAULT_ITEMS;
  constraints.check();
  const partition = directory.partitionOf(caller.accountId);
  authorize(call, 'iam:ListRoles', { arn: `arn:${partition}:iam::${caller.accountId}:role${pathPrefix}` });
  const roles = directory.rolesOf(caller.accountId).filter(({ path }) => path.startsWith(pathPrefix));
  const marker = form.get('Marker');
  const start = marker === undefined ? 0 : roles.findIndex(({ uniqueId }) => uniqueId === marker);
  if (start < 0) throw validationError(`Invalid Marker: ${marker ?? ''}`);
  const next = roles[start + size];
  return {
    Roles: { member: roles.slice(start, start + size).map(roleElement) },
    IsTruncated: next !== undefined,
    Marker: next?.uniqueId,
  };
};

/** GetRole (IAM API Reference). */
export const getRole: IamOperation = (call) => {
  const role = roleFor(call, 'iam:GetRole');
  const tags = Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value }));
  return { Role: { ...roleElement(role), Tags: tags.length > 0 ? { member: tags } : undefined, RoleLastUsed: {} } };
};

/** UpdateAssumeRolePolicy (IAM API Reference). */
export const updateAssumeRolePolicy: IamOperation = (call) => {
  saveTrustPolicy(call, ownRoleFor(call, 'iam:UpdateAssumeRolePolicy').arn);
  return undefined;
};

/** PutRolePolicy (IAM API Reference). */
export const putRolePolicy: IamOperation = (call) => {
  saveInlinePolicy(call, ownRoleFor(call, 'iam:PutRolePolicy'));
  return undefined;
};

/** DeleteRolePolicy (IAM API Reference). */
export const deleteRolePolicy: IamOperation = (call) => {
  const role = ownRoleFor(call, 'iam:DeleteRolePolicy');
  const name = requiredText(call, 'PolicyName', RULES.policyName);
  if (!role.policies.delete(name)) throw noSuchEntity(`role policy with name ${name}`);
  return undefined;
};
