import { jsonMembers } from '../kernel/json';
import type { AwsRequest } from '../kernel/types';
import { oauthError } from './oauthErrors';

/** The members of a request's JSON body, read by type. Every reader throws AwsError InvalidRequestException. */
export class Members {
  readonly #values: Readonly<Record<string, unknown>>;

  private constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** @throws AwsError InvalidRequestException when the body is no JSON object */
  static async of(request: AwsRequest): Promise<Members> {
    const values = await jsonMembers(request);
    if (!values) throw oauthError('InvalidRequestException', 'The request body is no JSON object');
    return new Members(values);
  }

  /** @returns a text, undefined when it was not sent */
  text(name: string): string | undefined {
    const value = this.#values[name] ?? undefined;
    if (value !== undefined && typeof value !== 'string') throw invalid(name);
    return value;
  }

  /** @returns a text that must be there */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === '') throw invalid(name);
    return value;
  }

  /** @returns a list of texts, undefined when it was not sent */
  texts(name: string): readonly string[] | undefined {
    const value = this.#values[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) throw invalid(name);
    return value;
  }
}

function invalid(name: string): Error {
  return oauthError('InvalidRequestException', `Invalid request: ${name}`);
}
