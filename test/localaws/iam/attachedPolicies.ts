import { type PolicyDocument, parsePolicy } from './policyDocument';

/** The permission policies of a user or role: managed ones, and inline ones by name. */
export class AttachedPolicies {
  readonly #managed: readonly PolicyDocument[];
  readonly #inline = new Map<string, PolicyDocument>();

  /** @param inline gets the names `inline-1`, `inline-2` … @throws MalformedPolicy */
  constructor(inline: readonly PolicyDocument[], managed: readonly PolicyDocument[]) {
    this.#managed = managed;
    inline.forEach((document, i) => this.put(`inline-${i + 1}`, document));
  }

  /** All of them. */
  get documents(): readonly PolicyDocument[] {
    return [...this.#inline.values(), ...this.#managed];
  }

  /** How long all inline policies but one are, in characters. */
  inlineSizeWithout(name: string): number {
    const others = [...this.#inline].filter(([other]) => other !== name);
    return others.reduce((size, [, document]) => size + JSON.stringify(document).length, 0);
  }

  /** Adds an inline policy or replaces the one of this name. @throws MalformedPolicy */
  put(name: string, document: unknown): void {
    this.#inline.set(name, parsePolicy(document, 'identity'));
  }

  /** @returns whether there was an inline policy of this name */
  delete(name: string): boolean {
    return this.#inline.delete(name);
  }
}
