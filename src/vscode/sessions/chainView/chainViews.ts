import { config, type l10nJsonFormat } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Profile } from '../../../core/roles/profile';
import { chainReport } from '../../../core/sessions/chainPictureReport';
import type { SessionService } from '../../../core/sessions/sessionService';
import type { Clock } from '../../../core/support/clock';
import type { Disposable } from '../../../core/support/disposable';
import { isJsonObject } from '../../../core/support/json';
import { WEBVIEW } from '../../ids';
import type { ProfileSettings } from '../../profiles/settings';
import { localTime } from '../../support/localTime';
import type { Log } from '../../support/log';
import { createWebviewPanel, plainTitled } from '../../texts/editors';
import { webviewOptions } from '../../webPage/shell';
import { ChainPanel } from './chainPanel';

/** What the Chain view works on. */
export interface ChainViewDeps {
  readonly sessions: SessionService;
  readonly settings: ProfileSettings;
  /** The profile of that name as its roles are assumed; throws an AppError when it is missing or broken. */
  readonly getProfile: (name: string) => Profile;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
}

/** The Chain view's editors, at most one per profile. */
export class ChainViews implements Disposable {
  readonly #panels = new Map<string, ChainPanel>();

  constructor(private readonly deps: ChainViewDeps) {}

  /** Shows the profile's chain, in the editor that shows it already or in a new one. */
  show(profile: string): void {
    this.#panelOf(profile).bringToFront();
  }

  /**
   * Shows the profile's chain and tests it there; the report goes to the log too.
   * @throws {AppError} when the profile cannot be used
   */
  async test(profile: string): Promise<void> {
    const panel = this.#panelOf(profile);
    panel.bringToFront();
    const steps = await panel.test();
    if (steps) this.deps.log.report(chainReport(this.deps.getProfile(profile), steps, localTime));
  }

  /** Takes over an editor that VS Code has kept over a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void {
    const profile = isJsonObject(state) ? state['profile'] : undefined;
    if (typeof profile !== 'string' || this.#panels.has(profile)) panel.dispose();
    else this.#adopt(profile, panel);
  }

  dispose(): void {
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #panelOf(profile: string): ChainPanel {
    const { extensionUri } = this.deps;
    return (
      this.#panels.get(profile) ??
      this.#adopt(
        profile,
        createWebviewPanel(WEBVIEW.chain, profile, vscode.ViewColumn.Active, webviewOptions(extensionUri)),
      )
    );
  }

  #adopt(profile: string, panel: vscode.WebviewPanel): ChainPanel {
    const adopted = new ChainPanel(profile, plainTitled(panel), this.deps);
    this.#panels.set(profile, adopted);
    panel.onDidDispose(() => {
      this.#panels.delete(profile);
      adopted.dispose();
    });
    return adopted;
  }
}

/**
 * Makes the Chain view.
 * @param translations texts in the person's language; this bundle has a localization module of its own
 */
export function createChainViews(deps: ChainViewDeps, translations: l10nJsonFormat | undefined): ChainViews {
  if (translations) config({ contents: translations });
  return new ChainViews(deps);
}
