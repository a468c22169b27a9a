import { t } from '@vscode/l10n';
import type { CallerIdentity } from '../sessions/session';
import { sourceLabel, type BaseIdentity } from './baseIdentity';
import { iamName, policyDocument, type Condition, type GeneratedPolicy, type Principal } from './policiesDocument';
import type { Profile } from './profile';

/** Claims of an OIDC token that a trust policy may ask for. */
export interface TokenClaims {
  /** `iss`, a URL. */
  readonly issuer: string;
  /** `aud`. */
  readonly audience: string;
  /** `sub`. */
  readonly subject: string;
}

/** What the profile alone does not tell about its base identity. */
export interface BaseFacts {
  /** Who the base identity is, as GetCallerIdentity answered. */
  readonly identity?: CallerIdentity | undefined;
  /** What the web identity token says. */
  readonly token?: TokenClaims | undefined;
}

/** Somebody who assumes a role: how trust policies mean it, and where its permissions are attached. */
export interface PolicyCaller {
  readonly principal: Principal;
  /** What the trust policy must ask for where the principal alone means too many. */
  readonly condition?: Condition | undefined;
  /**
   * Whether the principal means this user or role alone. A trust policy that means the whole account leaves the decision
   * to the permission policies of that account (IAM User Guide, "Policy evaluation logic").
   */
  readonly exact: boolean;
  readonly accountId: string | undefined;
  readonly partition: string;
  readonly owner: string;
  readonly attachTo: string;
  readonly notes: readonly string[];
}

/** The base identity as caller of the first hop, with the policies it needs itself. */
export interface PolicyBase {
  readonly caller: PolicyCaller;
  /** Trust policies of the base identity's own role. */
  readonly policies: readonly GeneratedPolicy[];
  /** Keys of transitive session tags its session carries. */
  readonly tagKeys: readonly string[];
}

/** EKS User Guide, "Grant Pods access to AWS resources based on tags": all of these are transitive. */
const POD_TAG_KEYS = [
  'eks-cluster-arn',
  'eks-cluster-name',
  'kubernetes-namespace',
  'kubernetes-service-account',
  'kubernetes-pod-name',
  'kubernetes-pod-uid',
];

/** What service principals of EC2 end with (the partition's DNS suffix), where that is not `amazonaws.com`. */
const EC2_SUFFIX: Readonly<Record<string, string>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
  'aws-iso-e': 'cloud.adc-e.uk',
  'aws-iso-f': 'csp.hci.ic.gov',
  'aws-eusc': 'amazonaws.eu',
};

/** Audiences of SAML assertions for AWS (IAM User Guide, "Configure SAML assertions"). */
const SAML_AUDIENCE: Readonly<Record<string, string>> = {
  'aws-cn': 'https://signin.amazonaws.cn/saml',
  'aws-us-gov': 'https://signin.amazonaws-us-gov.com/saml',
};

/**
 * The base identity of a profile as its policies see it.
 * @param partition of the profile's roles, such as `aws-cn`
 */
export function policyBase(profile: Profile, partition: string, facts: BaseFacts): PolicyBase {
  const { source } = profile;
  switch (source.type) {
    case 'identityCenter':
      return alone(permissionSet(source, partition));
    case 'webIdentity': {
      const role = roleCaller(source.roleArn);
      return { caller: role, policies: [webIdentityTrust(role, facts.token)], tagKeys: [] };
    }
    case 'saml': {
      const role = roleCaller(source.roleArn);
      return { caller: role, policies: [samlTrust(role, source.providerArn)], tagKeys: [] };
    }
    case 'instanceMetadata': {
      const role = serviceRole(facts.identity, partition, t('<role of the instance>'));
      const service = `ec2.${EC2_SUFFIX[partition] ?? 'amazonaws.com'}`;
      return { caller: role, policies: [trustOf(role, { Service: service }, 'sts:AssumeRole')], tagKeys: [] };
    }
    case 'container':
      return container(facts.identity, partition);
    default:
      return alone(facts.identity ? identityCaller(facts.identity) : unknownCaller(profile, partition));
  }
}

const alone = (caller: PolicyCaller): PolicyBase => ({ caller, policies: [], tagKeys: [] });

/** A role as caller, by its ARN. */
export function roleCaller(roleArn: string, notes: readonly string[] = []): PolicyCaller {
  const { arn, partition, accountId, name } = iamName(roleArn);
  return {
    principal: { AWS: arn },
    exact: true,
    accountId: accountId.startsWith('<') ? undefined : accountId,
    partition,
    owner: t('Role {0}', name),
    attachTo: arn,
    notes,
  };
}

/** Who GetCallerIdentity says it is. */
function identityCaller({ arn, accountId }: CallerIdentity): PolicyCaller {
  const [, partition = 'aws', , , , resource = ''] = arn.split(':');
  const [type, name = ''] = resource.split('/');
  if (type === 'assumed-role') {
    const set = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(name)?.[1];
    // The path holds the region, which this ARN does not tell.
    if (set !== undefined) return permissionSetRole({ set, accountId, partition, role: `*/${name}` });
    const note = t('The session’s ARN does not tell the role’s path: if it has one, put it before the name.');
    return roleCaller(`arn:${partition}:iam::${accountId}:role/${name}`, [note]);
  }
  if (resource === 'root') {
    const note = t('The root user cannot assume roles: make an IAM user and use its access keys.');
    const user = t('<ARN of the IAM user>');
    return { ...accountCaller(accountId, partition), owner: t('User'), attachTo: user, notes: [note] };
  }
  const owner = t('User {0}', resource.slice(resource.lastIndexOf('/') + 1));
  return { principal: { AWS: arn }, exact: true, accountId, partition, owner, attachTo: arn, notes: [] };
}

/** Keys whose user nobody has asked for: the MFA device tells the account at least. */
function unknownCaller({ source, mfaSession, chain, accounts }: Profile, partition: string): PolicyCaller {
  const serial = /^arn:[^:]+:iam::(\d{12}):mfa\//.exec(mfaSession ?? chain[0]?.mfaSerial ?? '');
  const attachTo = t('<ARN of the user or role behind {0}>', sourceLabel(source, accounts));
  const owner = t('Base identity {0}', sourceLabel(source, accounts));
  if (serial?.[1] !== undefined) return { ...accountCaller(serial[1], partition), owner, attachTo, notes: [] };
  return { principal: { AWS: attachTo }, exact: true, accountId: undefined, partition, owner, attachTo, notes: [] };
}

function accountCaller(
  accountId: string,
  partition: string,
): Pick<PolicyCaller, 'principal' | 'exact' | 'accountId' | 'partition'> {
  return { principal: { AWS: `arn:${partition}:iam::${accountId}:root` }, exact: false, accountId, partition };
}

/** IAM Identity Center User Guide, "Referencing permission sets in resource policies". */
function permissionSet(
  { accountId, roleName, region }: Extract<BaseIdentity, { type: 'identityCenter' }>,
  partition: string,
): PolicyCaller {
  // Only instances in us-east-1 have no region in the path of their roles. The suffix is 16 hex digits; `*` would mean
  // every permission set whose name begins like this one, too.
  const path = region === 'us-east-1' ? '/' : `/${region}/`;
  const role = `${path}AWSReservedSSO_${roleName}_${'?'.repeat(16)}`;
  return permissionSetRole({ set: roleName, accountId, partition, role });
}

/** The role's name has a suffix that changes when the permission set is assigned anew, so a pattern means it. */
function permissionSetRole(place: {
  readonly set: string;
  readonly accountId: string;
  readonly partition: string;
  /** Below `aws-reserved/sso.amazonaws.com`, with wildcards. */
  readonly role: string;
}): PolicyCaller {
  const { set, accountId, partition, role } = place;
  const arn = `arn:${partition}:iam::${accountId}:role/aws-reserved/sso.amazonaws.com${role}`;
  return {
    ...accountCaller(accountId, partition),
    condition: { ArnLike: { 'aws:PrincipalArn': arn } },
    owner: t('Permission set {0}', set),
    attachTo: t('permission set {0} in IAM Identity Center (inline policy)', set),
    notes: [],
  };
}

/** The role of an instance, task or pod; its name is known after a call only. */
function serviceRole(identity: CallerIdentity | undefined, partition: string, placeholder: string): PolicyCaller {
  return identity
    ? identityCaller(identity)
    : roleCaller(`arn:${partition}:iam::${t('<account>')}:role/${placeholder}`);
}

/** ECS and EKS give credentials the same way, so which of them it is tells the session's name only. */
function container(identity: CallerIdentity | undefined, partition: string): PolicyBase {
  const role = serviceRole(identity, partition, t('<role of the task or pod>'));
  const sessionName = identity?.arn.split('/').at(-1);
  const pod = sessionName === undefined ? undefined : sessionName.startsWith('eks-');
  const task = trustOf(role, { Service: 'ecs-tasks.amazonaws.com' }, 'sts:AssumeRole');
  const eks = trustOf(role, { Service: 'pods.eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession']);
  if (pod !== undefined) return { caller: role, policies: [pod ? eks : task], tagKeys: pod ? POD_TAG_KEYS : [] };
  const note = t('Keep the statement of Amazon ECS or that of Amazon EKS, whichever runs the container.');
  return { caller: role, policies: [{ ...task, notes: [note] }, eks], tagKeys: POD_TAG_KEYS };
}

/** IAM User Guide, "Create a role for OpenID Connect federation". */
function webIdentityTrust(role: PolicyCaller, token: TokenClaims | undefined): GeneratedPolicy {
  const issuer = token?.issuer.replace(/^https:\/\//, '') ?? t('<issuer without https://>');
  const provider = `arn:${role.partition}:iam::${role.accountId ?? t('<account>')}:oidc-provider/${issuer}`;
  const claims = {
    [`${issuer}:aud`]: token?.audience ?? 'sts.amazonaws.com',
    [`${issuer}:sub`]: token?.subject ?? t('<subject of the token>'),
  };
  return trustOf(role, { Federated: provider }, 'sts:AssumeRoleWithWebIdentity', { StringEquals: claims });
}

/** IAM User Guide, "Create a role for SAML 2.0 federation". */
function samlTrust(role: PolicyCaller, providerArn: string): GeneratedPolicy {
  const audience = SAML_AUDIENCE[role.partition] ?? 'https://signin.aws.amazon.com/saml';
  const policy = trustOf(role, { Federated: providerArn }, 'sts:AssumeRoleWithSAML', {
    StringEquals: { 'SAML:aud': audience },
  });
  const note = t('Add "sts:TagSession" to the actions when the assertion passes session tags.');
  return { ...policy, notes: [note] };
}

/** The trust policy of the base identity's own role. */
function trustOf(
  { accountId, partition, owner, attachTo, notes }: PolicyCaller,
  principal: Principal,
  action: string | readonly string[],
  condition?: Condition,
): GeneratedPolicy {
  const statement = { Effect: 'Allow', Principal: principal, Action: action } as const;
  return {
    kind: 'trust',
    accountId,
    partition,
    owner,
    attachTo,
    needed: true,
    hops: [-1],
    notes,
    document: policyDocument([condition ? { ...statement, Condition: condition } : statement]),
  };
}
