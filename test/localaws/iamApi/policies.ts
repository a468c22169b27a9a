import type { AttachedPolicies } from '../iam/attachedPolicies';
import { MalformedPolicy } from '../iam/policyDocument';
import { AwsError } from '../kernel/types';
import { type IamCall, RULES, requiredText } from './operation';

/** IAM's quotas in characters, white space not counted (IAM User Guide, "IAM and AWS STS quotas"). */
export const POLICY_QUOTAS = { trust: 2048, user: 2048, role: 10_240 } as const;

/** @returns how long a document is for IAM's quotas */
function sizeOf(json: string): number {
  return json.replace(/\s/g, '').length;
}

/** @returns the document of the request, parsed as JSON; throws AwsError MalformedPolicyDocument */
function readDocument(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new AwsError(400, 'MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}

/** Runs `save` with the document. @throws AwsError MalformedPolicyDocument when it is no policy that may be saved there */
function saveDocument(document: unknown, save: (document: unknown) => void): void {
  try {
    save(document);
  } catch (error) {
    throw error instanceof MalformedPolicy ? new AwsError(400, 'MalformedPolicyDocument', error.message) : error;
  }
}

/** UpdateAssumeRolePolicy: saves the request's document. @throws AwsError LimitExceeded or MalformedPolicyDocument */
export function saveTrustPolicy(call: IamCall, roleArn: string): void {
  const json = requiredText(call, 'PolicyDocument', RULES.policyDocument);
  if (sizeOf(json) > POLICY_QUOTAS.trust) {
    throw new AwsError(409, 'LimitExceeded', `Cannot exceed quota for ACLSizePerRole: ${POLICY_QUOTAS.trust}`);
  }
  saveDocument(readDocument(json), (document) => call.directory.setTrustPolicy(roleArn, document));
}

/** PutRolePolicy, PutUserPolicy: saves the request's document. @throws AwsError LimitExceeded or MalformedPolicyDocument */
export function saveInlinePolicy(
  call: IamCall,
  owner: { readonly type: 'user' | 'role'; readonly name: string; readonly policies: AttachedPolicies },
): void {
  const name = requiredText(call, 'PolicyName', RULES.policyName);
  const json = requiredText(call, 'PolicyDocument', RULES.policyDocument);
  const quota = POLICY_QUOTAS[owner.type];
  if (owner.policies.inlineSizeWithout(name) + sizeOf(json) > quota) {
    throw new AwsError(
      409,
      'LimitExceeded',
      `Maximum policy size of ${quota} bytes exceeded for ${owner.type} ${owner.name}`,
    );
  }
  saveDocument(readDocument(json), (document) => owner.policies.put(name, document));
}
