/**
 * The outcome of `work` while something is shown to the person, who may give it up there.
 * @param show ends when its signal aborts, and rejects when the person gives up
 */
export async function whileShown<T>(
  signal: AbortSignal,
  show: (over: AbortSignal) => Promise<void>,
  work: (over: AbortSignal) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const over = AbortSignal.any([signal, ended.signal]);
  const shown = show(over);
  const outcome = work(over);
  try {
    // What is shown may end early without a word; then the work alone decides.
    return await Promise.race([outcome, shown.then(() => outcome)]);
  } finally {
    ended.abort();
    // Not waited for: a dialog may stay open for as long as the person likes.
    for (const rest of [shown, outcome]) rest.catch(() => undefined);
  }
}
