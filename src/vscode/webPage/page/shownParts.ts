/** What each part of a page shows, so that only what changed is drawn anew. */
export class ShownParts {
  readonly #shown = new Map<string, string>();

  /** Whether a part is to show something else than before; from then on it counts as shown. @param value as JSON has it */
  changes(part: string, value: unknown): boolean {
    const text = JSON.stringify(value);
    if (this.#shown.get(part) === text) return false;
    this.#shown.set(part, text);
    return true;
  }
}
