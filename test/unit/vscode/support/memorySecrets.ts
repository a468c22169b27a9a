import type * as vscode from 'vscode';
import { Emitter } from '../../../../src/core/support/event';

/** Secrets by key that several windows share; every window hears of every change, its own included. */
export class MemorySecrets {
  readonly stored = new Map<string, string>();
  readonly #changed = new Emitter<{ key: string }>();

  /** In the form the windows take it. */
  readonly storage: vscode.SecretStorage = {
    get: (key) => Promise.resolve(this.stored.get(key)),
    store: (key, value) => {
      this.stored.set(key, value);
      this.#changed.fire({ key });
      return Promise.resolve();
    },
    delete: (key) => {
      this.stored.delete(key);
      this.#changed.fire({ key });
      return Promise.resolve();
    },
    onDidChange: this.#changed.event,
  };
}
