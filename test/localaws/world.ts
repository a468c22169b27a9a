import type { AccountSeed } from './iam/seed';
import type { PolicyDocument, Statement } from './iam/policyDocument';
import type { InstanceSeed } from './imds/seed';
import type { ContainerSeed } from './container/seed';
import type { IdentityCenterSeed } from './identityCenter/seed';
import type { S3Seed } from './s3/seed';

/** Everything a local AWS starts with. */
export interface World {
  readonly accounts: readonly AccountSeed[];
  readonly s3: S3Seed;
  /** Who signs in where through IAM Identity Center; an instance without users when not given. */
  readonly identityCenter?: IdentityCenterSeed;
  /** Whose metadata IMDS tells; an instance without a role when not given. */
  readonly instance?: InstanceSeed;
  /** Whose credentials the container endpoint gives; none when not given. */
  readonly containers?: ContainerSeed;
}

type Condition = NonNullable<Statement['Condition']>;

/** @returns a policy document of the current version with these statements */
export function policy(...statements: Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** @returns a statement of a permission policy that allows actions on resources (everything when not given) */
export function allow(
  actions: string | string[],
  resources: string | string[] = '*',
  condition?: Condition,
): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources, ...(condition && { Condition: condition }) };
}

/**
 * @param principals ARNs or account IDs
 * @param actions what they may do with the role, AssumeRole when not given
 * @returns a role's trust policy
 */
export function trust(
  principals: string | string[],
  condition?: Condition,
  actions: string | string[] = 'sts:AssumeRole',
): PolicyDocument {
  return policy({
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: actions,
    ...(condition && { Condition: condition }),
  });
}
