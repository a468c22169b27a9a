import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import * as vscode from 'vscode';
import type { ConsentStore } from '../../core/sessions/consent/consentGate';
import type { Clock } from '../../core/support/clock';
import { isJsonObject } from '../../core/support/json';

const KEY = 'assumeRole.consents';
/** Beyond these the oldest are asked for again. */
const KEPT = 1000;

/**
 * What the person has agreed to, as hashes of workspace and recipe. It is kept in VS Code's own state on the side of
 * the window, so nothing that comes with a workspace can hold it: no file, no settings, no container image.
 */
export class WorkspaceConsents implements ConsentStore {
  constructor(
    private readonly state: vscode.Memento,
    private readonly clock: Clock,
  ) {}

  /** Whether the person has agreed to nothing anywhere. */
  get isEmpty(): boolean {
    return Object.keys(this.#all).length === 0;
  }

  has(recipe: string): boolean {
    const key = keyOf(recipe);
    return key !== undefined && Object.hasOwn(this.#all, key);
  }

  async add(recipe: string): Promise<void> {
    const key = keyOf(recipe);
    if (key === undefined) return;
    const newest = Object.entries({ ...this.#all, [key]: this.clock.now() }).sort(([, a], [, b]) => b - a);
    await this.state.update(KEY, Object.fromEntries(newest.slice(0, KEPT)));
  }

  /** Takes back what the person has agreed to, in every workspace. */
  async clear(): Promise<void> {
    await this.state.update(KEY, undefined);
  }

  /** When each was agreed to, milliseconds since the epoch. */
  get #all(): Readonly<Record<string, number>> {
    const kept = this.state.get<unknown>(KEY);
    if (!isJsonObject(kept)) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    );
  }
}

function keyOf(recipe: string): string | undefined {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  // The workspace's settings stand in the workspace file, or in the only folder.
  const place = workspaceFile ?? workspaceFolders?.[0]?.uri;
  if (!place) return undefined;
  // A path alone is the same on many remote machines and in many containers.
  return createHash('sha256')
    .update(JSON.stringify([hostname(), place.toString(), recipe]))
    .digest('base64url');
}
