import type { Identity } from '../iam/identity';
import type { ContextValues } from '../iam/requestContext';
import { AwsError } from '../kernel/types';
import { type Constraints, MAX_TAGS, RULES } from './constraints';
import type { Form } from './form';

/** Session tags a request asks for. */
export interface RequestedTags {
  readonly tags: readonly (readonly [key: string, value: string])[];
  readonly transitiveKeys: readonly string[];
}

/** Session tags of a new session. */
export interface SessionTags {
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveKeys: readonly string[];
}

/** Reads `Tags` and `TransitiveTagKeys`, and reports broken limits to `constraints`. */
export function readTags(form: Form, constraints: Constraints): RequestedTags {
  const values = form.members('Tags', 'Value');
  const tags = form.members('Tags', 'Key').map((key, i) => [key, values[i] ?? ''] as const);
  const transitiveKeys = form.members('TransitiveTagKeys');
  constraints.atMost('tags', tags, MAX_TAGS);
  constraints.atMost('transitiveTagKeys', transitiveKeys, MAX_TAGS);
  for (const [i, [key, value]] of tags.entries()) {
    constraints.text(`tags.${i + 1}.member.key`, key, RULES.tagKey);
    constraints.text(`tags.${i + 1}.member.value`, value, RULES.tagValue);
  }
  return { tags, transitiveKeys };
}

const invalid = (message: string): AwsError => new AwsError(400, 'InvalidParameterValue', message);
const fold = (key: string): string => key.toLowerCase();

/**
 * The tags of a new session: those passed on by the caller's session, and those asked for.
 * @throws AwsError InvalidParameterValue when they break the rules (IAM User Guide, "Pass session tags in AWS STS")
 */
export function sessionTags(caller: Identity, requested: RequestedTags): SessionTags {
  const inheritedKeys = caller.type === 'roleSession' ? caller.transitiveTagKeys : [];
  const callerTags = caller.type === 'roleSession' ? caller.tags : {};
  const inherited = new Set(inheritedKeys.map(fold));
  const asked = new Set(requested.tags.map(([key]) => fold(key)));
  if (asked.size < requested.tags.length) {
    throw invalid('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  if ([...asked].some((key) => key.startsWith('aws:'))) {
    throw invalid("Tag keys must not start with 'aws:', which is reserved for AWS.");
  }
  if ([...asked].some((key) => inherited.has(key))) {
    throw invalid(
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  if (requested.transitiveKeys.some((key) => !asked.has(fold(key)) && !inherited.has(fold(key)))) {
    throw invalid('The specified transitive tag key must be included in the requested tags.');
  }
  return {
    tags: {
      ...Object.fromEntries(Object.entries(callerTags).filter(([key]) => inherited.has(fold(key)))),
      ...Object.fromEntries(requested.tags),
    },
    transitiveKeys: [...inheritedKeys, ...requested.transitiveKeys.filter((key) => !inherited.has(fold(key)))],
  };
}

/** Condition keys about tags: every tag of the new session counts as requested, inherited ones too. */
export function tagContext({ tags, transitiveKeys }: SessionTags): ContextValues {
  const keys = Object.keys(tags);
  return {
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    'aws:TagKeys': keys.length > 0 ? keys : undefined,
    'sts:TransitiveTagKeys': transitiveKeys.length > 0 ? transitiveKeys : undefined,
  };
}
