import * as vscode from 'vscode';
import type { SessionService } from '../../core/sessions/sessionService';
import type { Clock } from '../../core/support/clock';
import { isJsonObject } from '../../core/support/json';
import { STATE } from '../ids';
import { liveNames, readNames, type LiveNames } from './liveNames';

/** How long a window may take to come back with its new folders, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Hands the sessions of this window over to the workspace that VS Code makes of it when the person adds a folder: it
 * begins anew then, in a workspace that knows nothing of before. It is taken over once, by a window of exactly these
 * folders; no other workspace with a folder of S3 in it gets sessions that way.
 */
export class SessionHandOver {
  constructor(
    private readonly state: vscode.Memento,
    private readonly clock: Clock,
  ) {}

  /** To be awaited before a folder is added. */
  async give(sessions: SessionService, added: vscode.Uri): Promise<void> {
    // A workspace that has a file stays the same with one more folder.
    if (vscode.workspace.workspaceFile !== undefined) return;
    const folders = [...openFolders(), added.toString()];
    await this.state.update(STATE.handedOver, {
      folders,
      until: this.clock.now() + PATIENCE,
      live: liveNames(sessions),
    });
  }

  /** What was handed over to this window; nobody else gets it then. */
  take(): LiveNames | undefined {
    const given = this.state.get<unknown>(STATE.handedOver);
    if (!isJsonObject(given)) return undefined;
    const { folders, until, live } = given;
    const isOurs = JSON.stringify(folders) === JSON.stringify(openFolders());
    const isOver = typeof until !== 'number' || until < this.clock.now() || until > this.clock.now() + PATIENCE;
    if (isOurs || isOver) void this.state.update(STATE.handedOver, undefined);
    return isOurs && !isOver ? readNames(live) : undefined;
  }
}

function openFolders(): string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
}
