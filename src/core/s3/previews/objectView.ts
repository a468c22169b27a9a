import { isArchived, type RestoreState, type StorageFacts } from '../objectProperties';
import { contentKind, type ContentFacts, type TableFormat } from './contentKind';

/** The largest object an editor opens, in bytes; VS Code syncs no larger files to its extensions either. */
export const EDITOR_LIMIT = 50 * 1024 ** 2;

/** Above this size, in bytes, a person is asked before an object is fetched as a whole. */
export const LARGE = 10 * 1024 ** 2;

/** What is known of an object before it is opened. */
export interface ObjectFacts extends ContentFacts, StorageFacts {
  /** Bytes. */
  readonly size: number;
  readonly restore?: RestoreState | undefined;
}

/** What a large object can be opened with. */
export type LargeChoice = 'table' | 'head' | 'open';

/** What a click on an object leads to. */
export type ObjectView =
  /** VS Code's own editor or viewer, or one of another extension. */
  | { readonly type: 'editor' }
  | { readonly type: 'table'; readonly format: TableFormat }
  /** The text of the decompressed head. */
  | { readonly type: 'text' }
  /** It cannot be read before it is restored. */
  | { readonly type: 'archived'; readonly restoring: boolean }
  /** The person decides; without choices there is nothing to show. */
  | { readonly type: 'choice'; readonly choices: readonly LargeChoice[] };

/** What a click on an object opens. */
export function viewOf(facts: ObjectFacts): ObjectView {
  const unreadable = archivedView(facts);
  if (unreadable) return unreadable;
  const { compression, table, isImage } = contentKind(facts);
  if (table === 'parquet' && !compression) return { type: 'table', format: table };
  if (compression) return { type: 'text' };
  const previews: readonly LargeChoice[] = isImage ? [] : table ? ['table', 'head'] : ['head'];
  if (facts.size > EDITOR_LIMIT) return { type: 'choice', choices: previews };
  // An image is seen as a whole or not at all.
  if (facts.size > LARGE && !isImage) return { type: 'choice', choices: [...previews, 'open'] };
  return { type: 'editor' };
}

/** What "Open as Text" opens. */
export function textViewOf(facts: ObjectFacts): ObjectView {
  const unreadable = archivedView(facts);
  if (unreadable) return unreadable;
  if (contentKind(facts).compression) return { type: 'text' };
  if (facts.size > EDITOR_LIMIT) return { type: 'choice', choices: ['head'] };
  if (facts.size > LARGE) return { type: 'choice', choices: ['head', 'open'] };
  return { type: 'editor' };
}

/** Defined where an object must be restored first, or is being restored. */
export function archivedView(facts: ObjectFacts): Extract<ObjectView, { type: 'archived' }> | undefined {
  if (!isArchived(facts) || facts.restore?.type === 'restored') return undefined;
  return { type: 'archived', restoring: facts.restore?.type === 'ongoing' };
}
