import { newKeyPair } from '../iam/credentials';
import type { AccessKey, Root, User } from '../iam/entities';
import { AwsError } from '../kernel/types';
import type { XmlElements } from '../kernel/xml';
import { validationError } from '../sts/constraints';
import {
  type IamCall,
  type IamOperation,
  RULES,
  authorize,
  denied,
  iamDate,
  noSuchEntity,
  requiredText,
} from './operation';
import { userFor } from './users';

/** IAM's quota (IAM User Guide, "IAM and AWS STS quotas"). */
const KEYS_PER_USER = 2;

function keyElement({ id, status, createdAt, owner }: AccessKey): XmlElements {
  return {
    UserName: owner.type === 'user' ? owner.name : undefined,
    AccessKeyId: id,
    Status: status,
    CreateDate: iamDate(createdAt),
  };
}

/** @returns the key the request names; throws AwsError NoSuchEntity when it is not this user's */
function keyOf(call: IamCall, owner: Root | User): AccessKey {
  const id = requiredText(call, 'AccessKeyId', RULES.accessKeyId);
  const key = call.directory.accessKey(id);
  if (key?.owner !== owner) throw noSuchEntity(`Access Key with id ${id}`);
  return key;
}

/** ListAccessKeys (IAM API Reference). */
export const listAccessKeys: IamOperation = (call) => ({
  AccessKeyMetadata: {
    member: call.directory.accessKeysOf(userFor(call, 'iam:ListAccessKeys')).map(keyElement),
  },
  IsTruncated: false,
});

/** CreateAccessKey (IAM API Reference): the only answer that holds the secret. */
export const createAccessKey: IamOperation = (call) => {
  const owner = userFor(call, 'iam:CreateAccessKey');
  if (call.directory.accessKeysOf(owner).length >= KEYS_PER_USER) {
    throw new AwsError(409, 'LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`);
  }
  const key: AccessKey = { ...newKeyPair('AKIA'), owner, status: 'Active', createdAt: call.now() };
  call.directory.addAccessKey(key);
  return { AccessKey: { ...keyElement(key), SecretAccessKey: key.secret } };
};

/** UpdateAccessKey (IAM API Reference): makes a key active or inactive. */
export const updateAccessKey: IamOperation = (call) => {
  const key = keyOf(call, userFor(call, 'iam:UpdateAccessKey'));
  const status = call.form.get('Status');
  if (status !== 'Active' && status !== 'Inactive') {
    throw validationError(
      `1 validation error detected: Value '${status ?? ''}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
    );
  }
  key.status = status;
  return undefined;
};

/** DeleteAccessKey (IAM API Reference). */
export const deleteAccessKey: IamOperation = (call) => {
  call.directory.deleteAccessKey(keyOf(call, userFor(call, 'iam:DeleteAccessKey')).id);
  return undefined;
};

/** GetAccessKeyLastUsed (IAM API Reference): a key of another account is denied, as one that does not exist. */
export const getAccessKeyLastUsed: IamOperation = (call) => {
  const id = requiredText(call, 'AccessKeyId', RULES.accessKeyId);
  const key = call.directory.accessKey(id);
  if (key?.owner.accountId !== call.caller.accountId) {
    throw denied(call, 'iam:GetAccessKeyLastUsed', `access key ${id}`);
  }
  authorize(call, 'iam:GetAccessKeyLastUsed', key.owner);
  const { lastUsed } = key;
  return {
    UserName: key.owner.type === 'user' ? key.owner.name : undefined,
    AccessKeyLastUsed: {
      LastUsedDate: lastUsed && iamDate(lastUsed.time),
      ServiceName: lastUsed?.service ?? 'N/A',
      Region: lastUsed?.region ?? 'N/A',
    },
  };
};
