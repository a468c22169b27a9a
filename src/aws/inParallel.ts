/**
 * The outcomes of `work` for all items, in their order, with at most `limit` under way.
 * @throws what the first failing work threw; no more is begun then
 */
export async function inParallel<Item, Outcome>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Outcome>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = items.entries();
  let failed = false;
  const takeTurns = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      outcomes[index] = await work(item);
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, () =>
    takeTurns().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  return outcomes;
}
