/** Answers that cost time, for the texts that were asked for last. */
export class Remembered<T> {
  readonly #answers = new Map<string, T>();

  /** @param limit texts whose answers are kept; those first asked for go first */
  constructor(private readonly limit: number) {}

  /** The answer for `text`, which `find` gives where it is not known (any more). */
  of(text: string, find: (text: string) => T): T {
    const known = this.#answers.get(text);
    if (known !== undefined) return known;
    const answer = find(text);
    const [first] = this.#answers.keys();
    if (this.#answers.size >= this.limit && first !== undefined) this.#answers.delete(first);
    this.#answers.set(text, answer);
    return answer;
  }
}
