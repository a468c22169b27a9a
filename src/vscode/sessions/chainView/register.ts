import * as vscode from 'vscode';
import type { Disposable } from '../../../core/support/disposable';
import { WEBVIEW } from '../../ids';
import type { ChainViews } from './chainViews';

/** The Chain view, loaded at its first use: by a command, or by an editor that VS Code has kept over a reload. */
export class LazyChainViews implements Disposable {
  readonly #serializer: vscode.Disposable;
  #views: Promise<ChainViews> | undefined;

  constructor(private readonly load: () => Promise<ChainViews>) {
    this.#serializer = vscode.window.registerWebviewPanelSerializer(WEBVIEW.chain, {
      deserializeWebviewPanel: async (panel, state: unknown) => {
        (await this.#loaded()).restore(panel, state);
      },
    });
  }

  /** See {@link ChainViews.show}. */
  async show(profile: string): Promise<void> {
    (await this.#loaded()).show(profile);
  }

  /** See {@link ChainViews.test}. */
  async test(profile: string): Promise<void> {
    await (await this.#loaded()).test(profile);
  }

  dispose(): void {
    this.#serializer.dispose();
    void this.#views?.then((views) => views.dispose());
  }

  #loaded(): Promise<ChainViews> {
    return (this.#views ??= this.load());
  }
}
