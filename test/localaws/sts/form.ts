import { parseQuery } from '../kernel/httpRequest';
import type { AwsRequest } from '../kernel/types';

/** The parameters of a request of the AWS Query protocol. */
export class Form {
  readonly #values: ReadonlyMap<string, string>;

  constructor(parameters: Iterable<readonly [name: string, value: string]>) {
    this.#values = new Map(parameters);
  }

  /** @returns a parameter's value, undefined when it was not sent */
  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  /**
   * @param name such as `Tags`
   * @param field of a structure, such as `Key`; without it the members are plain values
   * @returns the members `Name.member.1`, `Name.member.2` … in order
   */
  members(name: string, field?: string): string[] {
    const members: string[] = [];
    for (let i = 1; ; i += 1) {
      const value = this.get(`${name}.member.${i}${field === undefined ? '' : `.${field}`}`);
      if (value === undefined) return members;
      members.push(value);
    }
  }
}

/** @returns the parameters of the body, or of the query for a GET */
export async function readForm(request: AwsRequest): Promise<Form> {
  return new Form([...request.query, ...parseQuery((await request.body()).toString())]);
}
