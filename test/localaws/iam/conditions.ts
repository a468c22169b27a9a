import { matchesArn, matchesPattern } from './patterns';
import { listOf, type Statement } from './policyDocument';
import type { RequestContext } from './requestContext';

type Variables = RequestContext | undefined;
type Comparison = (actual: string, expected: string, variables: Variables) => boolean;

const equal: Comparison = (actual, expected, variables) =>
  matchesPattern(actual, expected, { wildcards: false, variables });
const like: Comparison = (actual, expected, variables) =>
  matchesPattern(actual, expected, { wildcards: true, variables });
const equalIgnoringCase: Comparison = (actual, expected, variables) =>
  matchesPattern(actual, expected, { wildcards: false, ignoreCase: true, variables });

const numeric =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (actual, expected) =>
    compare(Number(actual), Number(expected));

const epochMilliseconds = (date: string): number => (/^\d+$/.test(date) ? Number(date) * 1000 : Date.parse(date));
const dated =
  (compare: (actual: number, expected: number) => boolean): Comparison =>
  (actual, expected) =>
    compare(epochMilliseconds(actual), epochMilliseconds(expected));

function ipv4Number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
/** IPv4 only: the local AWS listens nowhere else. */
const inNetwork: Comparison = (actual, expected) => {
  const [network = '', bits = '32'] = expected.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(ipv4Number(actual) / size) === Math.floor(ipv4Number(network) / size);
};

interface Operator {
  readonly compare: Comparison;
  /** True when no expected value may compare. */
  readonly negated?: boolean;
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: { compare: equal },
  StringNotEquals: { compare: equal, negated: true },
  StringEqualsIgnoreCase: { compare: equalIgnoringCase },
  StringNotEqualsIgnoreCase: { compare: equalIgnoringCase, negated: true },
  StringLike: { compare: like },
  StringNotLike: { compare: like, negated: true },
  // ArnEquals and ArnLike are the same in IAM.
  ArnEquals: { compare: matchesArn },
  ArnLike: { compare: matchesArn },
  ArnNotEquals: { compare: matchesArn, negated: true },
  ArnNotLike: { compare: matchesArn, negated: true },
  Bool: { compare: (actual, expected) => actual.toLowerCase() === expected.toLowerCase() },
  NumericEquals: { compare: numeric((actual, expected) => actual === expected) },
  NumericNotEquals: { compare: numeric((actual, expected) => actual === expected), negated: true },
  NumericLessThan: { compare: numeric((actual, expected) => actual < expected) },
  NumericLessThanEquals: { compare: numeric((actual, expected) => actual <= expected) },
  NumericGreaterThan: { compare: numeric((actual, expected) => actual > expected) },
  NumericGreaterThanEquals: { compare: numeric((actual, expected) => actual >= expected) },
  DateEquals: { compare: dated((actual, expected) => actual === expected) },
  DateNotEquals: { compare: dated((actual, expected) => actual === expected), negated: true },
  DateLessThan: { compare: dated((actual, expected) => actual < expected) },
  DateLessThanEquals: { compare: dated((actual, expected) => actual <= expected) },
  DateGreaterThan: { compare: dated((actual, expected) => actual > expected) },
  DateGreaterThanEquals: { compare: dated((actual, expected) => actual >= expected) },
  IpAddress: { compare: inNetwork },
  NotIpAddress: { compare: inNetwork, negated: true },
};

/** `[ForAllValues:|ForAnyValue:]Operator[IfExists]` */
interface ParsedOperator extends Operator {
  readonly set: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
}

function parseOperator(text: string): ParsedOperator {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text);
  const operator = OPERATORS[match?.[2] ?? ''];
  if (!operator) throw new TypeError(`The policy engine has no condition operator ${text}.`);
  const set = match?.[1] === undefined ? undefined : match[1] === 'ForAllValues' ? 'all' : 'any';
  return { ...operator, set, ifExists: match?.[3] !== undefined };
}

function holds(
  operator: ParsedOperator,
  actual: readonly string[] | undefined,
  expected: readonly string[],
  variables: Variables,
): boolean {
  if (actual === undefined || actual.length === 0) {
    if (operator.set === 'all' || operator.ifExists) return true;
    return operator.negated === true && operator.set === undefined;
  }
  const matches = (value: string): boolean =>
    expected.some((candidate) => operator.compare(value, candidate, variables)) !== (operator.negated === true);
  // Without a prefix a negated operator must hold for every value, as "none of them equals" says.
  const every = operator.set === 'all' || (operator.set === undefined && operator.negated === true);
  return every ? actual.every(matches) : actual.some(matches);
}

/**
 * @param variables where `${…}` in values is looked up; undefined when the policy's version has no variables
 * @returns whether every condition of the statement holds for the request
 * @throws TypeError for an operator the local AWS does not know
 */
export function conditionsHold(
  condition: Statement['Condition'],
  context: RequestContext,
  variables: Variables,
): boolean {
  return Object.entries(condition ?? {}).every(([operatorText, keys]) =>
    Object.entries(keys).every(([key, value]) => {
      const expected = listOf(value).map(String);
      const actual = context.get(key);
      if (operatorText === 'Null') return expected.includes(String(actual === undefined));
      return holds(parseOperator(operatorText), actual, expected, variables);
    }),
  );
}
