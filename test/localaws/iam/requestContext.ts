/** Condition keys of a request, with their values. */
export type ContextValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Condition keys of one request; names are compared without regard to case, as IAM does. */
export class RequestContext {
  readonly #values = new Map<string, readonly string[]>();

  /** @param sources later ones win; undefined values are left out */
  constructor(...sources: readonly ContextValues[]) {
    for (const source of sources) {
      for (const [key, value] of Object.entries(source)) {
        if (value !== undefined) this.#values.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
      }
    }
  }

  /** @returns the values of a key, undefined when the request has none */
  get(key: string): readonly string[] | undefined {
    return this.#values.get(key.toLowerCase());
  }
}
