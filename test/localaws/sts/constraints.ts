import { AwsError } from '../kernel/types';

/** What a text parameter must be like. */
export interface TextRule {
  readonly min: number;
  readonly max: number;
  /** Source of a regular expression for the whole text, as AWS's message quotes it. */
  readonly pattern?: string;
}

/** Rules of the STS service model (AWS STS API Reference, "AssumeRole" and its siblings). */
export const RULES = {
  roleArn: {
    min: 20,
    max: 2048,
    pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD]+`,
  },
  principalArn: { min: 20, max: 2048 },
  webIdentityToken: { min: 4, max: 20_000 },
  samlAssertion: { min: 4, max: 100_000 },
  roleSessionName: { min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` },
  externalId: { min: 2, max: 1224, pattern: String.raw`[\w+=,.@:\/-]*` },
  sourceIdentity: { min: 2, max: 64, pattern: String.raw`[\w+=,.@-]*` },
  serialNumber: { min: 9, max: 256, pattern: String.raw`[\w+=/:,.@-]*` },
  tokenCode: { min: 6, max: 6, pattern: String.raw`[\d]*` },
  policy: { min: 1, max: 2048, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` },
  tagKey: { min: 1, max: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` },
  tagValue: { min: 0, max: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` },
} as const satisfies Record<string, TextRule>;

/** Most session tags, and most managed policy ARNs, of one call. */
export const MAX_TAGS = 50;
export const MAX_POLICY_ARNS = 10;

/** @returns AWS's answer to a request that breaks a rule */
export function validationError(message: string): AwsError {
  return new AwsError(400, 'ValidationError', message);
}

/** @returns whether the text is the ARN of a role, of any partition */
export function isRoleArn(text: string): boolean {
  return /^arn:[^:]+:iam::\d{12}:role\/([!-~]+\/)?[\w+=,.@-]{1,64}$/.test(text);
}

/**
 * @returns the account ID in a role's ARN
 * @throws AwsError ValidationError when it is none
 */
export function accountOfRole(roleArn: string): string {
  if (!isRoleArn(roleArn)) throw validationError('Request ARN is invalid');
  return roleArn.split(':')[4] ?? '';
}

/** Collects every broken constraint of a request, as AWS reports them together. */
export class Constraints {
  readonly #broken: string[] = [];

  /** @param name the member's name in AWS's message, such as `roleSessionName` */
  text(name: string, value: string, rule: TextRule): void {
    const length = Array.from(value).length;
    if (length < rule.min) this.#break(name, value, `Member must have length greater than or equal to ${rule.min}`);
    if (length > rule.max) this.#break(name, value, `Member must have length less than or equal to ${rule.max}`);
    if (rule.pattern !== undefined && !new RegExp(`^(?:${rule.pattern})$`, 'u').test(value)) {
      this.#break(name, value, `Member must satisfy regular expression pattern: ${rule.pattern}`);
    }
  }

  /** Like {@link text}, for a parameter that may be missing. */
  optionalText(name: string, value: string | undefined, rule: TextRule): void {
    if (value !== undefined) this.text(name, value, rule);
  }

  /** Like {@link text}, for a parameter that must be there. @returns the value */
  requiredText(name: string, value: string | undefined, rule: TextRule): string {
    if (value === undefined)
      this.#broken.push(`Value null at '${name}' failed to satisfy constraint: Member must not be null`);
    else this.text(name, value, rule);
    return value ?? '';
  }

  /** A whole number within bounds, both included. @returns it, or undefined when it was not sent */
  integer(name: string, value: string | undefined, min: number, max: number): number | undefined {
    if (value === undefined) return undefined;
    if (!/^-?\d+$/.test(value)) throw new AwsError(400, 'MalformedInput', `${value} is no integer`);
    const number = Number(value);
    if (number < min) this.#break(name, value, `Member must have value greater than or equal to ${min}`);
    if (number > max) this.#break(name, value, `Member must have value less than or equal to ${max}`);
    return number;
  }

  /** A list of at most so many members. */
  atMost(name: string, members: readonly unknown[], max: number): void {
    if (members.length > max) {
      this.#broken.push(
        `Value at '${name}' failed to satisfy constraint: Member must have length less than or equal to ${max}`,
      );
    }
  }

  /** @throws AwsError ValidationError naming everything that is broken */
  check(): void {
    const count = this.#broken.length;
    if (count > 0) {
      throw validationError(`${count} validation error${count === 1 ? '' : 's'} detected: ${this.#broken.join('; ')}`);
    }
  }

  #break(name: string, value: string, constraint: string): void {
    this.#broken.push(`Value '${value}' at '${name}' failed to satisfy constraint: ${constraint}`);
  }
}
