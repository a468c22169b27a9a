import { partitionOfRegion } from '../kernel/partitions';
import { AwsError, type Caller } from '../kernel/types';
import type { Bucket } from './bucket';

/** Condition keys of a request, such as `s3:prefix`. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

/**
 * @param region of the bucket
 * @param path a bucket's name, with `/` and a key for an object
 */
export function s3Arn(region: string, path: string): string {
  return `arn:${partitionOfRegion(region)}:s3:::${path}`;
}

/** A bucket or access point: whose it is and its own policy. */
export type Owned = Pick<Bucket, 'accountId' | 'policy'>;

/**
 * Decides by the caller's policies and that of the bucket or access point; across accounts both must allow.
 * @throws AwsError AccessDenied
 */
export function assertAllowed(
  caller: Caller | undefined,
  owner: Owned,
  action: string,
  resource: string,
  context: ConditionContext = {},
): void {
  if (!caller) throw anonymousDenied();
  const owned = { ...context, 'aws:ResourceAccount': owner.accountId };
  if (caller.allows(action, resource, owned, owner.policy)) return;
  const isForeign = caller.accountId !== owner.accountId;
  throw accessDenied(
    caller,
    action,
    resource,
    isForeign && caller.allows(action, resource, context) ? 'resource' : 'identity',
  );
}

/**
 * Decides on what belongs to no bucket yet.
 * @returns the caller
 * @throws AwsError AccessDenied
 */
export function assertMayCall(caller: Caller | undefined, action: string, resource: string): Caller {
  if (!caller) throw anonymousDenied();
  if (caller.allows(action, resource)) return caller;
  throw accessDenied(caller, action, resource === '*' ? 'arn:aws:s3:::*' : resource, 'identity');
}

/**
 * AWS rule: in a Requester Pays bucket every other account says with each request that it pays.
 * @param payer value of `x-amz-request-payer`
 * @throws AwsError AccessDenied
 */
export function assertPays(
  caller: Caller | undefined,
  { requesterPays, accountId }: Bucket,
  payer: string | undefined,
): void {
  if (requesterPays && caller?.accountId !== accountId && payer !== 'requester') throw anonymousDenied();
}

function anonymousDenied(): AwsError {
  return new AwsError(403, 'AccessDenied', 'Access Denied');
}

/** The message AWS gives within one organization; it names the kind of policy that lacks the permission. */
function accessDenied(caller: Caller, action: string, resource: string, missing: 'identity' | 'resource'): AwsError {
  return new AwsError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: "${resource}" because no ${missing}-based policy allows the ${action} action`,
  );
}
