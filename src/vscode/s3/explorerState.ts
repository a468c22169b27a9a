import type * as vscode from 'vscode';
import { isSame, type Place } from '../../core/s3/sessionRoots';
import { isSortOrder, type SortOrder } from '../../core/s3/sorting';
import { Emitter } from '../../core/support/event';
import { isJsonObject } from '../../core/support/json';
import { PINNED_SESSIONS } from './lazyExplorer';

const ORDER = 'assumeRole.s3.order';
const BOOKMARKS = 'assumeRole.s3.bookmarks';

/**
 * What the person set up in the S3 explorer and wants to find again: pinned sessions and the order of rows in this
 * workspace, bookmarks everywhere.
 */
export class ExplorerState implements vscode.Disposable {
  readonly #changed = new Emitter<void>();

  /** Fires after a change through this window. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly workspaceState: vscode.Memento,
    private readonly globalState: vscode.Memento,
  ) {}

  /** Names of the profiles whose sessions are pinned, in the order they were. */
  get pins(): readonly string[] {
    const value = this.workspaceState.get<unknown>(PINNED_SESSIONS);
    return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
  }

  /** Pins a profile's session or unpins it. */
  async setPinned(profile: string, pinned: boolean): Promise<void> {
    const others = this.pins.filter((name) => name !== profile);
    await this.#update(this.workspaceState, PINNED_SESSIONS, pinned ? [...others, profile] : others);
  }

  /** The order of rows in folders. */
  get order(): SortOrder {
    const value = this.workspaceState.get<unknown>(ORDER);
    return isSortOrder(value) ? value : 'name';
  }

  /** Keeps the order of rows in folders. */
  async setOrder(order: SortOrder): Promise<void> {
    await this.#update(this.workspaceState, ORDER, order);
  }

  /** The person's own bookmarks of a profile, oldest first. */
  bookmarksOf(profile: string): readonly Place[] {
    const value = this.#bookmarks[profile];
    return Array.isArray(value) ? value.flatMap(readPlace) : [];
  }

  /** Adds a bookmark to a profile, or takes it away. */
  async setBookmark(profile: string, { bucket, prefix }: Place, kept: boolean): Promise<void> {
    const others = this.bookmarksOf(profile).filter((other) => !isSame(other, { bucket, prefix }));
    const places = kept ? [...others, { bucket, prefix }] : others;
    await this.#update(this.globalState, BOOKMARKS, { ...this.#bookmarks, [profile]: places });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  get #bookmarks(): Readonly<Record<string, unknown>> {
    const value = this.globalState.get<unknown>(BOOKMARKS);
    return isJsonObject(value) ? value : {};
  }

  async #update(memento: vscode.Memento, key: string, value: unknown): Promise<void> {
    await memento.update(key, value);
    this.#changed.fire();
  }
}

function readPlace(value: unknown): Place[] {
  if (!isJsonObject(value)) return [];
  const { bucket, prefix } = value;
  return typeof bucket === 'string' && typeof prefix === 'string' ? [{ bucket, prefix }] : [];
}
