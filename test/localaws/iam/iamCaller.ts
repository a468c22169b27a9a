import type { ServerClock } from '../kernel/clock';
import type { Caller } from '../kernel/types';
import type { Identity, RoleSession } from './identity';
import type { Entity } from './entities';
import { parsePolicy } from './policyDocument';
import { isAllowed } from './policyEngine';
import type { AccountPrincipal } from './principals';
import { type ContextValues, RequestContext } from './requestContext';

/** @returns the ARN of a role session; it has no path */
export function sessionArn({ role, sessionName }: Pick<RoleSession, 'role' | 'sessionName'>): string {
  return `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
}

/** The user, root user or role whose permissions count. */
function entityOf(identity: Identity): Entity {
  if (identity.type === 'roleSession') return identity.role;
  return identity.type === 'userSession' ? identity.owner : identity;
}

/** Somebody with verified credentials. */
export class IamCaller implements Caller {
  readonly arn: string;
  readonly accountId: string;
  readonly userId: string;
  readonly temporary: boolean;
  readonly #entity: Entity;

  /** @param issuedAt when temporary credentials were given out, in milliseconds since the epoch */
  constructor(
    readonly accessKeyId: string,
    readonly identity: Identity,
    private readonly clock: ServerClock,
    private readonly issuedAt?: number,
  ) {
    this.#entity = entityOf(identity);
    this.accountId = this.#entity.accountId;
    this.temporary = identity.type === 'roleSession' || identity.type === 'userSession';
    if (identity.type === 'roleSession') {
      this.arn = sessionArn(identity);
      this.userId = `${identity.role.uniqueId}:${identity.sessionName}`;
    } else {
      this.arn = this.#entity.arn;
      this.userId = this.#entity.uniqueId;
    }
  }

  allows(action: string, resource: string, context: ContextValues = {}, resourcePolicy?: unknown): boolean {
    const isRole = /^arn:[^:]*:iam::\d{12}:role\//.test(resource);
    const values = new RequestContext(this.#contextValues(), context);
    const [resourceAccount] = values.get('aws:ResourceAccount') ?? [];
    const accountInArn = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(resource)?.[1];
    return isAllowed({
      request: { action, resource, context: values },
      principal: this.#names(),
      identityPolicies: this.#entity.policies === 'root' ? 'root' : this.#entity.policies.documents,
      sessionPolicies: this.identity.type === 'roleSession' ? this.identity.policies : undefined,
      resourcePolicy:
        resourcePolicy === undefined ? undefined : parsePolicy(resourcePolicy, isRole ? 'trust' : 'resource'),
      sameAccount: (resourceAccount ?? accountInArn ?? this.accountId) === this.accountId,
      resourcePolicyRequired: isRole && action.startsWith('sts:'),
    });
  }

  #names(): AccountPrincipal {
    const names = { accountId: this.accountId, partition: this.#entity.partition, principalArn: this.#entity.arn };
    return this.identity.type === 'roleSession' ? { ...names, sessionArn: this.arn } : names;
  }

  /** Condition keys that tell who asks (IAM User Guide, "AWS global condition context keys"). */
  #contextValues(): ContextValues {
    const { identity } = this;
    const now = this.clock.now();
    const mfaTime = identity.type === 'userSession' ? identity.mfaTime : undefined;
    const sessionTags = identity.type === 'roleSession' ? identity.tags : {};
    const tags = Object.entries({ ...this.#entity.tags, ...sessionTags });
    return {
      'aws:PrincipalArn': this.#entity.arn,
      'aws:PrincipalAccount': this.accountId,
      'aws:PrincipalType':
        identity.type === 'root' ? 'Account' : identity.type === 'roleSession' ? 'AssumedRole' : 'User',
      'aws:userid': this.userId,
      'aws:username':
        identity.type === 'user' ? identity.name : identity.type === 'userSession' ? identity.owner.name : undefined,
      'aws:SourceIdentity': identity.type === 'roleSession' ? identity.sourceIdentity : undefined,
      'aws:CurrentTime': new Date(now).toISOString(),
      'aws:EpochTime': String(Math.floor(now / 1000)),
      'aws:TokenIssueTime': this.issuedAt === undefined ? undefined : new Date(this.issuedAt).toISOString(),
      // Long-term keys have no such key at all; AssumeRole's credentials never carry MFA on.
      'aws:MultiFactorAuthPresent': this.temporary ? String(mfaTime !== undefined) : undefined,
      'aws:MultiFactorAuthAge': mfaTime === undefined ? undefined : String(Math.floor((now - mfaTime) / 1000)),
      ...Object.fromEntries(tags.map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    };
  }
}
