import type { IamDirectory } from '../iam/directory';
import type { Entity } from '../iam/entities';
import type { IamCaller } from '../iam/iamCaller';
import type { ContextValues } from '../iam/requestContext';
import { AwsError } from '../kernel/types';
import type { XmlElements } from '../kernel/xml';
import { Constraints, type TextRule } from '../sts/constraints';
import type { Form } from '../sts/form';

/** One call of the IAM API: who makes it, and on what it works. */
export interface IamCall {
  readonly form: Form;
  readonly caller: IamCaller;
  readonly directory: IamDirectory;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** One operation of IAM. @returns the elements of its result, undefined when it has none; throws AwsError to refuse */
export type IamOperation = (call: IamCall) => XmlElements | undefined;

const NAME = String.raw`[\w+=,.@-]+`;

/** Rules of the IAM service model (IAM API Reference). */
export const RULES = {
  roleName: { min: 1, max: 64, pattern: NAME },
  userName: { min: 1, max: 128, pattern: NAME },
  policyName: { min: 1, max: 128, pattern: NAME },
  accessKeyId: { min: 16, max: 128, pattern: String.raw`[\w]+` },
  pathPrefix: { min: 1, max: 512, pattern: String.raw`/[\u0021-\u007F]*` },
  policyDocument: { min: 1, max: 131_072, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` },
} as const satisfies Record<string, TextRule>;

/** @param name as in the request, such as `RoleName` @returns the parameter; throws AwsError ValidationError */
export function requiredText({ form }: IamCall, name: string, rule: TextRule): string {
  const constraints = new Constraints();
  const value = constraints.requiredText(name.charAt(0).toLowerCase() + name.slice(1), form.get(name), rule);
  constraints.check();
  return value;
}

/** @param name as in the request, such as `UserName` @returns the parameter, if any; throws AwsError ValidationError */
export function optionalText(call: IamCall, name: string, rule: TextRule): string | undefined {
  return call.form.get(name) === undefined ? undefined : requiredText(call, name, rule);
}

/** @returns AWS's answer for what is not there */
export function noSuchEntity(what: string): AwsError {
  return new AwsError(404, 'NoSuchEntity', `The ${what} cannot be found.`);
}

/** @returns IAM's denial */
export function denied({ caller }: IamCall, action: string, resource: string): AwsError {
  return new AwsError(
    403,
    'AccessDenied',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
}

/** Condition keys of an entity's tags. */
function tagContext({ tags }: Pick<Entity, 'tags'>): ContextValues {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`iam:ResourceTag/${key}`, value],
    ]),
  );
}

/** An entity an operation works on, or the name of one that is not there. */
export interface Target {
  readonly arn: string;
  readonly tags?: Entity['tags'];
}

/** Checks the caller's permission, which IAM does before it tells whether something exists. @throws AwsError AccessDenied */
export function authorize(call: IamCall, action: string, target: Target): void {
  const { arn, tags = {} } = target;
  if (!call.caller.allows(action, arn, tagContext({ tags }))) throw denied(call, action, arn);
}

/** @returns a time as IAM writes it */
export function iamDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
