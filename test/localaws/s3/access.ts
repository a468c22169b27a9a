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

/**
 * Decides by the caller's policies and the bucket policy; across accounts both must allow.
 * @throws AwsError AccessDenied
 */
export function assertAllowed(
  caller: Caller | undefined,
  bucket: Bucket,
  action: string,
  resource: string,
  context: ConditionContext = {},
): void {
  if (!caller) throw anonymousDenied();
  const owned = { ...context, 'aws:ResourceAccount': bucket.accountId };
  if (caller.allows(action, resource, owned, bucket.policy)) return;
  const isForeign = caller.accountId !== bucket.accountId;
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
