/** Operators, their condition keys and the values they want (IAM User Guide, "IAM JSON policy elements: Condition"). */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Whom a trust policy means. */
export type Principal = { readonly AWS: string } | { readonly Service: string } | { readonly Federated: string };

/** One statement of an IAM policy; a trust policy's has a principal, a permission policy's a resource. */
export interface PolicyStatement {
  readonly Effect: 'Allow';
  readonly Principal?: Principal;
  readonly Action: string | readonly string[];
  readonly Resource?: string;
  readonly Condition?: Condition;
}

/** An IAM policy as it is pasted into the console or given to the API. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

/** A document of the policies a profile needs, and where it belongs. */
export interface GeneratedPolicy {
  /** Of a role, who may assume it; of a caller, what it may assume. */
  readonly kind: 'trust' | 'permission';
  /** Undefined while the caller is not known. */
  readonly accountId: string | undefined;
  readonly partition: string;
  /** Whose policy it is, for people: `Role Hub`, `User alice`. */
  readonly owner: string;
  /** ARN of the owner, or how to find it where it has no ARN that is known. */
  readonly attachTo: string;
  /** Whether the chain fails without it; else the trust policy in the same account suffices. */
  readonly needed: boolean;
  /** Zero-based hops it is for; -1 for the base identity itself. */
  readonly hops: readonly number[];
  /** What to know before attaching it, whole sentences. */
  readonly notes: readonly string[];
  readonly document: PolicyDocument;
}

/** Parts of the ARN of a role, which may have variables or placeholders in it. */
export interface IamName {
  readonly arn: string;
  readonly partition: string;
  readonly accountId: string;
  /** Without the path. */
  readonly name: string;
}

/** A variable of a profile's text, `${user}`. */
const VARIABLE = /\$\{([^}]*)\}/g;

/** An IAM ARN with its parts; variables in it become placeholders, because IAM has variables of its own. */
export function iamName(text: string): IamName {
  const arn = text.replace(VARIABLE, '<$1>');
  const [, partition = 'aws', , , accountId = ''] = arn.split(':');
  return { arn, partition, accountId, name: arn.slice(arn.lastIndexOf('/') + 1) };
}

/** @returns a document of the current version of the policy language */
export function policyDocument(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * A condition key that must have a profile's value. Variables stand for any text: everybody who uses a shared profile
 * puts another one in.
 */
export function matching(key: string, value: string): Condition {
  const pattern = value.replace(VARIABLE, '*');
  return { [pattern === value ? 'StringEquals' : 'StringLike']: { [key]: pattern } };
}

/** All conditions in one: every one of them must hold. Undefined when there are none. */
export function allOf(conditions: readonly (Condition | undefined)[]): Condition | undefined {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const condition of conditions) {
    for (const [operator, keys] of Object.entries(condition ?? {})) {
      merged[operator] = { ...merged[operator], ...keys };
    }
  }
  return Object.keys(merged).length === 0 ? undefined : merged;
}

/** Documents of the same owner and kind as one: a role has one trust policy, however often it is assumed. */
export function mergeByOwner(policies: readonly GeneratedPolicy[]): GeneratedPolicy[] {
  const merged = new Map<string, GeneratedPolicy>();
  for (const policy of policies) {
    const key = `${policy.kind} ${policy.attachTo}`;
    const first = merged.get(key);
    merged.set(key, first ? merge(first, policy) : policy);
  }
  return [...merged.values()];
}

function merge(first: GeneratedPolicy, second: GeneratedPolicy): GeneratedPolicy {
  return {
    ...first,
    needed: first.needed || second.needed,
    hops: [...first.hops, ...second.hops],
    notes: [...new Set([...first.notes, ...second.notes])],
    document: policyDocument(unique([...first.document.Statement, ...second.document.Statement])),
  };
}

function unique(statements: readonly PolicyStatement[]): PolicyStatement[] {
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
