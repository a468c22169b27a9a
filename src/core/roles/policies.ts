import { t } from '@vscode/l10n';
import { accountLabel, type AccountBook } from './accounts/accountBook';
import { DURATION } from './limits';
import { partitionIdOf } from './partitions';
import { policyBase, roleCaller, type BaseFacts, type PolicyCaller } from './policiesBase';
import {
  allOf,
  iamName,
  matching,
  mergeByOwner,
  policyDocument,
  type Condition,
  type GeneratedPolicy,
  type IamName,
  type PolicyStatement,
} from './policiesDocument';
import type { Hop, Profile } from './profile';

/** What the profile alone does not tell. */
export interface PolicyFacts extends BaseFacts {
  /** Values of the secret external IDs by name; without one the document has a placeholder in its place. */
  readonly externalIds?: ReadonlyMap<string, string> | undefined;
}

/** What a session carries on into the next hop. */
interface PassedOn {
  /** Transitive session tags; those an AWS service sets have no known value. */
  readonly tags: ReadonlyMap<string, string | undefined>;
  /** Their keys, in every spelling that was used: AWS takes a tag's key in any case. */
  readonly tagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
}

/** One `sts:AssumeRole` as its two policies see it. */
interface Step {
  readonly index: number;
  readonly hop: Hop;
  readonly role: IamName;
  readonly caller: PolicyCaller;
  readonly before: PassedOn;
  readonly mfa: boolean;
  /** What is known of accounts. */
  readonly book: AccountBook;
}

/**
 * The IAM policies that let a profile's chain be walked, and nothing more: the trust policy of every role and the
 * permission policy of every caller, by account in the order of the chain.
 *
 * Conditions stand in the trust policies: they are the roles' owners' to demand. A profile's `readOnly` needs nothing
 * in IAM, and neither does GetSessionToken (STS API, GetSessionToken, "Permissions").
 */
export function generatePolicies(profile: Profile, facts: PolicyFacts = {}): GeneratedPolicy[] {
  const [first] = profile.chain;
  const partition = first ? iamName(first.roleArn).partition : partitionIdOf(profile.region);
  const base = policyBase(profile, partition, facts);
  const policies = [...base.policies];
  let caller = base.caller;
  let before: PassedOn = {
    tags: new Map(base.tagKeys.map((key) => [key, undefined])),
    tagKeys: base.tagKeys,
    sourceIdentity: undefined,
  };
  for (const [index, hop] of profile.chain.entries()) {
    const role = iamName(hop.roleArn);
    const mfa = index === 0 && (hop.mfaSerial ?? profile.mfaSession) !== undefined;
    const step = { index, hop, role, caller, before, mfa, book: profile.accounts };
    policies.push(permissionPolicy(step, profile.chain[index - 1]), trustPolicy(step, facts));
    caller = roleCaller(hop.roleArn);
    before = passOn(before, hop);
  }
  return byAccount(mergeByOwner(policies));
}

/** What lets the caller call: needed across accounts, and where the trust policy leaves it to the caller's account. */
function permissionPolicy(
  { index, role, hop, caller, before, book }: Step,
  previous: Hop | undefined,
): GeneratedPolicy {
  const { accountId, partition, owner, attachTo, notes } = caller;
  const needed = !caller.exact || accountId !== role.accountId;
  const limited = previous?.policy !== undefined || previous?.policyArns !== undefined;
  return {
    kind: 'permission',
    accountId,
    partition,
    owner,
    attachTo,
    needed,
    hops: [index],
    notes: [
      ...notes,
      ...(limited ? [t('The session policies of hop {0} must allow this, too.', index)] : []),
      ...(accountId === undefined
        ? [t('Not needed if the caller is in account {0}.', accountLabel(role.accountId, book))]
        : []),
    ],
    document: policyDocument([{ Effect: 'Allow', Action: actionsOf(hop, before), Resource: role.arn }]),
  };
}

/** One action alone stands as a text, as people write it. */
function actionsOf(hop: Hop, before: PassedOn): string | string[] {
  const further = [
    ...(hasTags(hop, before) ? ['sts:TagSession'] : []),
    ...(hasSourceIdentity(hop, before) ? ['sts:SetSourceIdentity'] : []),
  ];
  return further.length === 0 ? 'sts:AssumeRole' : ['sts:AssumeRole', ...further];
}

/**
 * Who may assume the role and how. Each action has a statement of its own, because not every action knows every
 * condition key (Service Authorization Reference, AWS Security Token Service).
 */
function trustPolicy(step: Step, facts: PolicyFacts): GeneratedPolicy {
  const { index, hop, role, caller, before } = step;
  const tags = tagConditions(step);
  const sourceIdentity = sourceIdentityCondition(step);
  const allow = (action: string, conditions: readonly (Condition | undefined)[]): PolicyStatement => {
    const condition = allOf([caller.condition, ...conditions]);
    const statement = { Effect: 'Allow', Principal: caller.principal, Action: action } as const;
    return condition ? { ...statement, Condition: condition } : statement;
  };
  const mfa = step.mfa ? { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } : undefined;
  return {
    kind: 'trust',
    accountId: role.accountId,
    partition: role.partition,
    owner: t('Role {0}', role.name),
    attachTo: role.arn,
    needed: true,
    hops: [index],
    notes: [...caller.notes, ...accountNotes(caller), ...durationNotes(hop)],
    document: policyDocument([
      allow('sts:AssumeRole', [externalIdCondition(hop, facts), mfa, ...tags, sourceIdentity]),
      ...(hasTags(hop, before) ? [allow('sts:TagSession', [...tags, tagKeyCondition(step)])] : []),
      ...(hasSourceIdentity(hop, before) ? [allow('sts:SetSourceIdentity', [sourceIdentity])] : []),
    ]),
  };
}

function externalIdCondition({ externalId }: Hop, { externalIds }: PolicyFacts): Condition | undefined {
  if (externalId === undefined) return undefined;
  if (typeof externalId === 'string') return matching('sts:ExternalId', externalId);
  const value = externalIds?.get(externalId.secret) ?? t('<external ID {0}>', externalId.secret);
  return { StringEquals: { 'sts:ExternalId': value } };
}

/**
 * The values of all tags. Those of the call are request tags; those passed on are the caller's, which AWS tells as
 * principal tags in any case (IAM User Guide, "Chaining roles with session tags").
 */
function tagConditions({ hop, before }: Step): Condition[] {
  const passedOn = [...before.tags].flatMap(([key, value]) =>
    value === undefined ? [] : [matching(`aws:PrincipalTag/${key}`, value)],
  );
  const own = Object.entries(hop.tags ?? {}).map(([key, value]) => matching(`aws:RequestTag/${key}`, value));
  return [...passedOn, ...own];
}

/** No other tags, and none else passed on. */
function tagKeyCondition({ hop, before }: Step): Condition {
  const keys = [...before.tags.keys(), ...Object.keys(hop.tags ?? {})];
  const transitive = passOn(before, hop).tagKeys;
  const only = { 'aws:TagKeys': keys };
  return {
    'ForAllValues:StringEquals': transitive.length > 0 ? { ...only, 'sts:TransitiveTagKeys': transitive } : only,
  };
}

/** Set by this call, or before it and passed on (IAM User Guide, "Monitor and control actions taken with assumed roles"). */
function sourceIdentityCondition({ hop, before }: Step): Condition | undefined {
  if (before.sourceIdentity !== undefined) return matching('aws:SourceIdentity', before.sourceIdentity);
  return hop.sourceIdentity === undefined ? undefined : matching('sts:SourceIdentity', hop.sourceIdentity);
}

const hasTags = (hop: Hop, before: PassedOn): boolean => before.tags.size > 0 || Object.keys(hop.tags ?? {}).length > 0;

const hasSourceIdentity = (hop: Hop, before: PassedOn): boolean =>
  (before.sourceIdentity ?? hop.sourceIdentity) !== undefined;

function passOn(before: PassedOn, { tags = {}, transitiveTagKeys = [], sourceIdentity }: Hop): PassedOn {
  const transitive = new Set(transitiveTagKeys.map((key) => key.toLowerCase()));
  const own = Object.entries(tags).filter(([key]) => transitive.has(key.toLowerCase()));
  return {
    tags: new Map([...before.tags, ...own]),
    tagKeys: [...new Set([...before.tagKeys, ...own.map(([key]) => key), ...transitiveTagKeys])],
    sourceIdentity: before.sourceIdentity ?? sourceIdentity,
  };
}

/** A principal that is a whole account lets in everybody whom that account's administrators permit it. */
function accountNotes({ exact, condition }: PolicyCaller): string[] {
  return exact || condition
    ? []
    : [t('To trust nobody else of that account, put the ARN of the user in place of ":root".')];
}

/** IAM User Guide, "Modify the maximum session duration of a role": an hour unless it was raised. */
function durationNotes({ durationSeconds }: Hop): string[] {
  if (durationSeconds === undefined || durationSeconds <= DURATION.default) return [];
  return [t('Set the role’s maximum session duration to {0} seconds or more.', durationSeconds)];
}

/** Grouped by account, accounts and documents in the order of the chain. */
function byAccount(policies: readonly GeneratedPolicy[]): GeneratedPolicy[] {
  const accounts = [...new Set(policies.map(({ accountId }) => accountId))];
  return accounts.flatMap((account) => policies.filter(({ accountId }) => accountId === account));
}
