import type { PolicyDocument } from './policyDocument';

function allow(...actions: string[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: actions, Resource: '*' } };
}

/** The AWS managed policies the local AWS has, by ARN; of `ReadOnlyAccess` the services that exist here. */
export const AWS_MANAGED_POLICIES: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/AdministratorAccess': allow('*'),
  'arn:aws:iam::aws:policy/ReadOnlyAccess': allow(
    's3:Get*',
    's3:List*',
    's3:Describe*',
    'iam:Get*',
    'iam:List*',
    'sts:GetAccessKeyInfo',
    'sts:GetCallerIdentity',
    'sts:GetSessionToken',
  ),
  'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess': allow(
    's3:Get*',
    's3:List*',
    's3:Describe*',
    's3-object-lambda:Get*',
    's3-object-lambda:List*',
  ),
  'arn:aws:iam::aws:policy/AmazonS3FullAccess': allow('s3:*', 's3-object-lambda:*'),
};
