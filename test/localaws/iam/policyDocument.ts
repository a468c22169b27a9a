import * as v from 'valibot';

const oneOrMany = <T extends v.GenericSchema>(schema: T) => v.union([schema, v.array(schema)]);
const patterns = oneOrMany(v.string());

const principalSchema = v.union([
  v.literal('*'),
  v.strictObject({
    AWS: v.optional(patterns),
    Service: v.optional(patterns),
    Federated: v.optional(patterns),
    CanonicalUser: v.optional(patterns),
  }),
]);

const conditionValue = oneOrMany(v.union([v.string(), v.number(), v.boolean()]));

const statementSchema = v.strictObject({
  Sid: v.optional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.optional(principalSchema),
  NotPrincipal: v.optional(principalSchema),
  Action: v.optional(patterns),
  NotAction: v.optional(patterns),
  Resource: v.optional(patterns),
  NotResource: v.optional(patterns),
  Condition: v.optional(v.record(v.string(), v.record(v.string(), conditionValue))),
});

const documentSchema = v.strictObject({
  Version: v.optional(v.picklist(['2012-10-17', '2008-10-17'])),
  Id: v.optional(v.string()),
  Statement: oneOrMany(statementSchema),
});

/** A policy document of IAM's policy language. */
export type PolicyDocument = v.InferOutput<typeof documentSchema>;
/** One statement of a policy document. */
export type Statement = v.InferOutput<typeof statementSchema>;
/** The `Principal` element of a statement. */
export type PrincipalElement = v.InferOutput<typeof principalSchema>;

/** What a policy may hold depends on what it is attached to. */
export type PolicyUse =
  /** Of a user, a role or a session: has resources, has no principal. */
  | 'identity'
  /** Of a bucket: has a principal and resources. */
  | 'resource'
  /** Of a role: has a principal, has no resources. */
  | 'trust';

/** A policy document that breaks the policy language. */
export class MalformedPolicy extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedPolicy';
  }
}

/** @returns the value as a list, whether it was one or not */
export function listOf<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function statementProblem(statement: Statement, use: PolicyUse): string | undefined {
  const has = (...names: (keyof Statement)[]): number => names.filter((name) => statement[name] !== undefined).length;
  if (has('Action', 'NotAction') !== 1) return 'Policy statement must contain actions.';
  if (use === 'identity' && has('Principal', 'NotPrincipal') > 0)
    return 'Policy document should not specify a principal.';
  if (use !== 'identity' && has('Principal', 'NotPrincipal') !== 1) return 'Missing required field Principal';
  if (use === 'trust' && has('Resource', 'NotResource') > 0) return 'Has prohibited field Resource';
  if (use !== 'trust' && has('Resource', 'NotResource') !== 1) return 'Policy statement must contain resources.';
  return undefined;
}

/**
 * @param document JSON already parsed
 * @throws {@link MalformedPolicy} when it is no valid policy for this use
 */
export function parsePolicy(document: unknown, use: PolicyUse): PolicyDocument {
  const parsed = v.safeParse(documentSchema, document);
  if (!parsed.success) throw new MalformedPolicy('Syntax errors in policy.');
  for (const statement of listOf(parsed.output.Statement)) {
    const problem = statementProblem(statement, use);
    if (problem !== undefined) throw new MalformedPolicy(problem);
  }
  return parsed.output;
}

/**
 * @param json text of a policy document
 * @throws {@link MalformedPolicy} when it is no JSON or no valid policy for this use
 */
export function parsePolicyJson(json: string, use: PolicyUse): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    throw new MalformedPolicy('This policy contains invalid Json');
  }
  return parsePolicy(document, use);
}
