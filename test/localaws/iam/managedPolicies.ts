import type { PolicyDocument } from './policyDocument';

function allow(...actions: string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}

/** The AWS managed policies the local AWS has, by name; of `ReadOnlyAccess` the services that exist here. */
const POLICIES: ReadonlyMap<string, PolicyDocument> = new Map(
  Object.entries({
    AdministratorAccess: allow('*'),
    ReadOnlyAccess: allow(
      's3:Get*',
      's3:List*',
      's3:Describe*',
      'iam:Generate*',
      'iam:Get*',
      'iam:List*',
      'sts:GetAccessKeyInfo',
      'sts:GetCallerIdentity',
      'sts:GetSessionToken',
    ),
    AmazonS3ReadOnlyAccess: allow(
      's3:Get*',
      's3:List*',
      's3:Describe*',
      's3-object-lambda:Get*',
      's3-object-lambda:List*',
    ),
    AmazonS3FullAccess: allow('s3:*', 's3-object-lambda:*'),
  }),
);

/** @param arn of any partition @returns the AWS managed policy with this ARN */
export function awsManagedPolicy(arn: string): PolicyDocument | undefined {
  return POLICIES.get(/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? '');
}
