import { deflateRawSync } from 'node:zlib';
import type { IamDirectory } from '../iam/directory';
import { MalformedPolicy, type PolicyDocument, parsePolicyJson } from '../iam/policyDocument';
import { AwsError } from '../kernel/types';
import { type Constraints, MAX_POLICY_ARNS, RULES, validationError } from './constraints';
import type { Form } from './form';

/** Session policies a request asks for. */
export interface RequestedPolicies {
  /** Policy document as JSON. */
  readonly inline: string | undefined;
  readonly managedArns: readonly string[];
}

/** Reads `Policy` and `PolicyArns`, and reports broken limits to `constraints`. */
export function readPolicies(form: Form, constraints: Constraints): RequestedPolicies {
  const policies = { inline: form.get('Policy'), managedArns: form.members('PolicyArns', 'arn') };
  constraints.optionalText('policy', policies.inline, RULES.policy);
  constraints.atMost('policyArns', policies.managedArns, MAX_POLICY_ARNS);
  return policies;
}

/**
 * @param accountId of the role: managed policies must be AWS's or this account's
 * @returns the session policies, undefined when none are asked for
 * @throws AwsError MalformedPolicyDocument, or ValidationError for an unknown managed policy
 */
export function sessionPolicies(
  requested: RequestedPolicies,
  accountId: string,
  directory: IamDirectory,
): PolicyDocument[] | undefined {
  if (requested.inline === undefined && requested.managedArns.length === 0) return undefined;
  const managed = requested.managedArns.map((arn) => {
    const policy = directory.managedPolicy(arn, accountId);
    if (!policy) throw validationError(`Policy ${arn} does not exist or is not attachable.`);
    return policy;
  });
  return requested.inline === undefined ? managed : [parseInline(requested.inline), ...managed];
}

function parseInline(json: string): PolicyDocument {
  try {
    return parsePolicyJson(json, 'identity');
  } catch (error) {
    throw error instanceof MalformedPolicy ? new AwsError(400, 'MalformedPolicyDocument', error.message) : error;
  }
}

/** Room for the packed policies and tags. AWS does not publish its packing; this is close enough to meet the limit. */
const PACKED_BYTES = 2048;

/**
 * The PackedPolicySize of session policies and tags.
 * @returns percent of the room they take, undefined when there are none
 * @throws AwsError PackedPolicyTooLarge when they take more than all of it
 */
export function packedPolicySize(
  requested: RequestedPolicies,
  tags: readonly (readonly [key: string, value: string])[],
): number | undefined {
  const parts = [requested.inline ?? '', ...requested.managedArns, ...tags.flat()].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  const percent = Math.ceil((deflateRawSync(parts.join('\n')).length / PACKED_BYTES) * 100);
  if (percent <= 100) return percent;
  const message =
    tags.length > 0
      ? `Packed size of session tags consumes ${percent}% of allotted space.`
      : `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`;
  throw new AwsError(400, 'PackedPolicyTooLarge', message);
}
