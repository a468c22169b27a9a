import type * as vscode from 'vscode';
import { Emitter } from '../../core/support/event';

const KEY = 'assumeRole.accountNames';

/** Where names of accounts are kept that Identity Centers gave; shared by the windows of this person. */
export class KeptAccountNames {
  readonly #changed = new Emitter<void>();

  /** Fires when something else is kept. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly state: vscode.Memento) {}

  /** Unchecked. */
  get value(): unknown {
    return this.state.get(KEY);
  }

  /** Keeps `value` instead. */
  async keep(value: unknown): Promise<void> {
    await this.state.update(KEY, value);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
