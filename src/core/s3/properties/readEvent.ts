import * as v from 'valibot';
import type { DetailsEvent } from './detailsView';

const PAIR = v.tuple([v.string(), v.string()]);

const EVENT = v.variant('type', [
  v.object({ type: v.literal('action'), action: v.string(), rows: v.array(v.string()) }),
  v.object({ type: v.literal('edit'), section: v.string() }),
  v.object({ type: v.literal('cancelEdit') }),
  v.object({
    type: v.literal('save'),
    section: v.string(),
    values: v.record(v.string(), v.union([v.string(), v.array(PAIR)])),
  }),
  v.object({ type: v.literal('copy'), section: v.string(), fact: v.string() }),
]);

/** A page's message, if it is one of those a page of ours sends. */
export function readEvent(message: unknown): DetailsEvent | undefined {
  const result = v.safeParse(EVENT, message);
  return result.success ? result.output : undefined;
}
