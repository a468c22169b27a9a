import type { RequestContext } from './requestContext';

/** How the text of a policy is to be read. */
export interface PatternOptions {
  readonly ignoreCase?: boolean;
  /** `*` and `?` stand for other characters. */
  readonly wildcards: boolean;
  /** Where `${…}` takes its values from; without it, `${…}` is plain text (policies of version 2008-10-17). */
  readonly variables?: RequestContext | undefined;
}

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `${*}`, `${?}` and `${$}` stand for the characters themselves; others for a single-valued condition key. */
function variableValue(expression: string, context: RequestContext): string | undefined {
  if (expression === '*' || expression === '?' || expression === '$') return expression;
  const match = /^([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(expression);
  const values = context.get(match?.[1]?.trim() ?? '');
  return values?.length === 1 ? values[0] : match?.[2];
}

/**
 * @returns a test for the pattern, or undefined when a variable in it has no value, which matches nothing
 */
function compile(pattern: string, options: PatternOptions): RegExp | undefined {
  let source = '';
  for (const token of pattern.match(/\$\{[^}]*\}|[^$]+|\$/g) ?? []) {
    if (options.variables && token.startsWith('${')) {
      const value = variableValue(token.slice(2, -1), options.variables);
      if (value === undefined) return undefined;
      source += escapeRegExp(value);
      continue;
    }
    const plain = escapeRegExp(token);
    source += options.wildcards ? plain.replaceAll('\\*', '.*').replaceAll('\\?', '.') : plain;
  }
  return new RegExp(`^${source}$`, options.ignoreCase === true ? 'isu' : 'su');
}

/** @returns whether the text matches a pattern of a policy */
export function matchesPattern(text: string, pattern: string, options: PatternOptions): boolean {
  return compile(pattern, options)?.test(text) ?? false;
}

/** @returns whether an ARN matches, with wildcards inside each of its six parts */
export function matchesArn(arn: string, pattern: string, variables: RequestContext | undefined): boolean {
  const parts = splitArn(arn);
  const patternParts = splitArn(pattern);
  return (
    parts.length === patternParts.length &&
    parts.every((part, i) => matchesPattern(part, patternParts[i] ?? '', { wildcards: true, variables }))
  );
}

function splitArn(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}
